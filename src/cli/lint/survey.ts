import type { SourceSettings } from "../../config/settings.ts";
import { defaultSourceName } from "../../model/definitions.ts";
import type { Diagnostic } from "../../model/diagnostics.ts";
import type { Slo } from "../../model/slo.ts";
import { seconds } from "../../model/units.ts";
import { openInspected } from "../../prometheus/inspect.ts";
import { timeQuery } from "../../query/plan.ts";
import type { Ask } from "../../query/port.ts";
import type { Opened } from "../../spec/load.ts";
import type { SourceFile } from "../../spec/source.ts";
import type { Inspected } from "../../survey/port.ts";
import type { Rounds } from "../../survey/questions.ts";
import { survey, type Survey } from "../../survey/survey.ts";
import { unknownSources } from "../serve/definitions.ts";
import { readSettings } from "../serve/settings.ts";
import { progress } from "../terminal/progress.ts";
import { inTurns, priceRules } from "./price.ts";
import { say } from "./progress.ts";
import { asFacts, asTables, type Surveyed } from "./view.ts";

export interface Asked {
  /** What no SLO is at fault for: an environment whose Prometheus nobody named. */
  diagnostics: readonly Diagnostic[];
  /** Of each server that did not answer: why. */
  silent: readonly string[];
  facts: Readonly<Record<string, unknown>>;
  tables: string;
}

export const nothingAsked: Asked = { diagnostics: [], silent: [], facts: {}, tables: "" };

export interface Wanted {
  prometheus: string[] | undefined;
  config: string | undefined;
  cost: boolean;
}

/** Holds definitions against the data of every named Prometheus; one that is silent hides none of the others. */
export async function surveyAll(
  opened: Opened,
  files: readonly SourceFile[],
  { prometheus, config, cost }: Wanted,
): Promise<Asked> {
  const { sources } = await readSettings({ prometheus, config }, process.env);
  const names = sources.map(({ name }) => name);
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const lost = unknownSources(opened.definitions, names, (path) => texts.get(path) ?? "");
  const surveyed: Surveyed[] = [];
  const silent: string[] = [];
  for (const source of sources) {
    const slos = opened.definitions.slos.filter((slo) => isHeldBy(slo, source, sources));
    const found = await surveyOne(source, slos, cost);
    if (typeof found === "string") silent.push(found);
    else surveyed.push(found);
  }
  for (const { findings } of surveyed.map((each) => each.survey)) tell(findings, opened);
  return { diagnostics: lost, silent, facts: { survey: asFacts(surveyed) }, tables: asTables(surveyed) };
}

const isHeldBy = (slo: Slo, { name }: SourceSettings, all: readonly SourceSettings[]): boolean =>
  slo.prometheus === name || (slo.prometheus === defaultSourceName && all.length === 1);

/** Questions of a survey reach further than those of a cycle, and are asked once. */
const patient = (source: SourceSettings): SourceSettings => ({
  ...source,
  timeout: seconds(Math.max(source.timeout, 60)),
  breaker: { ...source.breaker, failures: Number.MAX_SAFE_INTEGER },
});

/** What one server shows, or why it shows nothing. */
async function surveyOne(
  source: SourceSettings,
  slos: readonly Slo[],
  withCost: boolean,
): Promise<Surveyed | string> {
  const server = openInspected(patient(source));
  try {
    const [time] = await server.ask([timeQuery]);
    if (time?.kind === "no-data") return `${time.message}: ${slos.length} SLOs could not be held against it`;
    say(`asking ${server.url} about ${slos.length} SLOs`);
    const facts = await server.facts();
    const answers = progress("answers");
    const ask: Ask = async (queries, at) =>
      (
        await inTurns(queries, source.connections, async (query) => {
          const answer = await server.ask([query], at);
          answers.step();
          return answer;
        })
      ).flat();
    const names = await namesWhereNeeded(server, slos);
    const found = await drive(survey(slos, facts, names), ask).finally(answers.end);
    const costs = withCost ? await priceRules(server, slos, found, source.connections) : [];
    return { name: source.name, url: server.url, facts, slos, survey: found, costs };
  } finally {
    await server.close();
  }
}

/** For the nearest name of one that is misspelt. */
const namesWhereNeeded = (server: Inspected, slos: readonly Slo[]): Promise<readonly string[]> =>
  slos.length === 0 ? Promise.resolve([]) : server.metrics();

async function drive<Result>(rounds: Rounds<Result>, ask: Ask): Promise<Result> {
  let step = rounds.next();
  while (step.done !== true) step = rounds.next(await ask(step.value));
  return step.value;
}

function tell(findings: Survey["findings"], { places, report }: Opened): void {
  for (const { slo, code, at, message, remedy } of findings) {
    const place = places.get(slo.id)?.[at];
    if (place !== undefined) report(code, place, message, remedy);
  }
}
