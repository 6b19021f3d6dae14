import type { SourceFile } from "../source.ts";
import type { Answers } from "./questions.ts";

/** Single quotes spare PromQL's double quotes; any other text is plain where it may be. */
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const plainWhereSafe = (text: string): string =>
  /^[A-Za-z][\w./:-]*$/.test(text) && !isWord(text) ? text : quoted(text);
const isWord = (text: string): boolean => /^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);

/** `http_requests_total{job="checkout", code=~"5.."}` as YAML. */
function selectorText(metric: string, ...matchers: readonly string[]): string {
  const given = matchers.map((each) => each.trim()).filter((each) => each !== "");
  return quoted(given.length === 0 ? metric : `${metric}{${given.join(", ")}}`);
}

interface Wording {
  name: string;
  description: string;
  sli: readonly string[];
}

const requests = ({ metric, match, bad }: Answers): Wording => ({
  name: "availability",
  description: "Requests are answered without an error",
  sli: ["ratio:", `  bad: ${selectorText(metric, match, bad)}`, `  total: ${selectorText(metric, match)}`],
});

const wordings: Readonly<Record<string, (answers: Answers) => Wording>> = {
  latency: ({ metric, match, threshold }) => ({
    name: "latency",
    description: `Requests are answered within ${threshold}`,
    sli: ["latency:", `  histogram: ${selectorText(metric, match)}`, `  threshold: ${threshold}`],
  }),
  up: ({ metric, match }) => ({
    name: "up",
    description: "Every instance answers its scrape",
    sli: [`gauge: ${selectorText(metric, match)}`],
  }),
};

/** The first file of a service: the shortest definition that is whole, with a word about what comes next. */
export function starterFile(answers: Answers): SourceFile {
  const { name, description, sli } = (wordings[answers.sli] ?? requests)(answers);
  const isRunbookLater = answers.runbook === "";
  const lines = [
    "# What this service promises. `nines lint` checks it, `nines compile` turns it into rules and alerts.",
    "apiVersion: nines/v1",
    "kind: Service",
    "metadata:",
    `  name: ${plainWhereSafe(answers.service)}`,
    `  owner: ${plainWhereSafe(answers.owner)}`,
    "spec:",
    "  slos:",
    ...(isRunbookLater ? ["    # nines-ignore: missing-runbook to be written before the first page"] : []),
    `    - name: ${name}`,
    `      description: ${description}`,
    `      objective: ${answers.objective}`,
    `      window: ${answers.window}`,
    "      sli:",
    ...sli.map((line) => `        ${line}`),
    ...(isRunbookLater ? [] : ["      alerting:", `        runbook: ${plainWhereSafe(answers.runbook)}`]),
  ];
  return { path: `${answers.service}.yaml`, text: `${lines.join("\n")}\n` };
}
