import type { Bench, Report, Terms } from "../bench.ts";
import { calendar } from "./calendar.ts";
import { composites } from "./composites.ts";
import { counters } from "./counters.ts";
import { native } from "./native.ts";
import type { Part } from "./part.ts";
import { slices } from "./slices.ts";
import { thresholds } from "./thresholds.ts";

/** In the order of the report. A kind of SLI or window that must be exact adds its part here. */
// One a line, so that parts join without a conflict.
// prettier-ignore
const parts: readonly Part[] = [
  counters,
  slices,
  native,
  thresholds,
  composites,
  calendar,
];

function chosen({ part }: Terms): readonly Part[] {
  if (part === undefined) return parts;
  const found = parts.filter(({ name }) => name === part);
  if (found.length > 0) return found;
  throw new Error(`--part ${part}: write one of ${parts.map(({ name }) => name).join(", ")}`);
}

async function run(terms: Terms): Promise<Report> {
  const reports: Report[] = [];
  for (const part of chosen(terms)) reports.push(await part.run(terms));
  return {
    figures: reports.flatMap(({ figures }) => figures),
    bars: reports.flatMap(({ bars }) => bars),
  };
}

export const accuracy: Bench = {
  name: "accuracy",
  summary: "the consumed budget against the truth, by traffic shape, scrape interval and phase",
  lasts: "17 minutes",
  run,
};
