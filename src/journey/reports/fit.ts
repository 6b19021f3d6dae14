import type { Exchange, RunResult, StepResult } from "../result.ts";
import { bounds } from "./bounds.ts";
import type { ToldRun } from "./report.ts";

const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

const fitHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .slice(0, bounds.headers)
      .map(([name, value]) => [cut(name, bounds.header), cut(value, bounds.header)]),
  );

const fitExchange = (exchange: Exchange): Exchange => ({
  ...exchange,
  url: cut(exchange.url, bounds.url),
  requestHeaders: fitHeaders(exchange.requestHeaders),
  ...(exchange.requestBody !== undefined && { requestBody: cut(exchange.requestBody, bounds.body) }),
  responseHeaders: fitHeaders(exchange.responseHeaders),
  ...(exchange.responseBody !== undefined && { responseBody: cut(exchange.responseBody, bounds.body) }),
});

const fitStep = (step: StepResult): StepResult => ({
  ...step,
  ...(step.message !== undefined && { message: cut(step.message, bounds.message) }),
  findings: step.findings
    .slice(0, bounds.findings)
    .map((finding) => ({ ...finding, message: cut(finding.message, bounds.message) })),
  exchanges: step.exchanges.slice(-bounds.exchanges).map(fitExchange),
  ...(step.console !== undefined && {
    console: step.console.slice(0, bounds.lines).map((line) => cut(line, bounds.line)),
  }),
});

const withoutExcerpts = (step: StepResult): StepResult => ({
  ...step,
  exchanges: [],
  ...(step.console !== undefined && { console: [] }),
});

/** Of a run that passed, numbers are kept and nothing else, here as anywhere. */
const quiet = ({ message: _, screenshot: __, ...step }: StepResult): StepResult => ({
  ...withoutExcerpts(step),
  findings: [],
});

/** What can be done without, the most voluminous first; the waterfall and the reason stay. */
const lighter: readonly ((step: StepResult) => StepResult)[] = [
  (step) => ({
    ...step,
    exchanges: step.exchanges.map(({ requestBody: _, responseBody: __, ...exchange }) => exchange),
  }),
  withoutExcerpts,
  (step) => ({
    ...step,
    findings: [],
    ...(step.message !== undefined && { message: cut(step.message, bounds.line) }),
  }),
];

/** A run as text that a report may hold: within the bounds, and as whole as they let it be. */
export function fit({ location: _, slot: __, ...run }: RunResult): string {
  const steps = run.steps.slice(0, bounds.steps);
  let told: ToldRun = { ...run, steps: steps.map(run.result === "passed" ? quiet : fitStep) };
  let text = JSON.stringify(told);
  for (const lighten of lighter) {
    if (text.length <= bounds.run) break;
    told = { ...told, steps: told.steps.map(lighten) };
    text = JSON.stringify(told);
  }
  return text;
}
