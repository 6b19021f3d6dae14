import { phases, runResults, skipCauses } from "../model/journey.ts";
import { journeyLabel, journeySeries } from "../model/names.ts";
import { stepEndings, type Tally } from "./tally.ts";

export type Labels = Readonly<Record<string, string>>;
export type SeriesName = readonly [suffix: string, labels: Labels];

/**
 * One metric of all journeys. Names and values are told apart, in the same order: names never change while a tally
 * lives, and there are 150 of them for each step of each journey.
 */
export interface Family {
  name: string;
  type: "counter" | "gauge" | "histogram";
  help: string;
  series: (tally: Tally) => readonly SeriesName[];
  values: (tally: Tally) => readonly number[];
}

type StepTally = Tally["steps"][number];

const ofStep = ({ labels }: Tally, { name }: StepTally): Labels => ({
  ...labels,
  [journeyLabel.step]: name,
});

const histogramSeries = (labels: Labels, bounds: readonly number[]): SeriesName[] => [
  ...[...bounds.map(String), "+Inf"].map((le): SeriesName => ["_bucket", { ...labels, le }]),
  ["_sum", labels],
  ["_count", labels],
];
const histogramValues = ({ counts, sum }: Tally["duration"]): number[] => [
  ...counts,
  sum,
  counts.at(-1) ?? 0,
];

/** One series for each journey. */
const perJourney = (read: (tally: Tally) => number): Pick<Family, "series" | "values"> => ({
  series: ({ labels }) => [["", labels]],
  values: (tally) => [read(tally)],
});

/** One series for each step and each of some labels. */
const perStep = (
  more: readonly Labels[],
  read: (step: StepTally) => readonly number[],
): Pick<Family, "series" | "values"> => ({
  series: (tally) =>
    tally.steps.flatMap((step) => more.map((each): SeriesName => ["", { ...ofStep(tally, step), ...each }])),
  values: ({ steps }) => steps.flatMap(read),
});

/** Everything that is counted, as Prometheus will read it. */
export const families: readonly Family[] = [
  {
    name: journeySeries.runs,
    type: "counter",
    help: "Runs of a journey by how they ended; internal is nines' own fault and no part of the total",
    series: ({ labels }) => runResults.map((result) => ["", { ...labels, [journeyLabel.result]: result }]),
    values: ({ runs }) => runs,
  },
  {
    name: journeySeries.stepRuns,
    type: "counter",
    help: "Steps of journeys by how they ended and why",
    ...perStep(
      stepEndings.map(({ result, reason }) => ({
        [journeyLabel.result]: result,
        [journeyLabel.reason]: reason,
      })),
      ({ endings }) => endings,
    ),
  },
  {
    name: journeySeries.stepRetries,
    type: "counter",
    help: "Further attempts of steps whose first one failed",
    ...perStep([{}], ({ retries }) => [retries]),
  },
  {
    name: journeySeries.skippedRuns,
    type: "counter",
    help: "Runs that did not take place: the one before was under way, nines was too busy, or was not there",
    series: ({ labels }) => skipCauses.map((cause) => ["", { ...labels, [journeyLabel.cause]: cause }]),
    values: ({ skipped }) => skipCauses.map((cause) => skipped[cause]),
  },
  {
    name: journeySeries.duration,
    type: "histogram",
    help: "How long runs took that passed or degraded",
    series: ({ labels, bounds }) => histogramSeries(labels, bounds),
    values: ({ duration }) => histogramValues(duration),
  },
  {
    name: journeySeries.stepDuration,
    type: "histogram",
    help: "How long steps took that passed or degraded",
    series: (tally) => tally.steps.flatMap((step) => histogramSeries(ofStep(tally, step), tally.bounds)),
    values: ({ steps }) => steps.flatMap(({ duration }) => histogramValues(duration)),
  },
  {
    name: journeySeries.stepPhase,
    type: "counter",
    help: "Time spent in each part of a step's requests",
    ...perStep(
      phases.map((phase) => ({ [journeyLabel.phase]: phase })),
      (step) => phases.map((phase) => step.phases[phase]),
    ),
  },
  {
    name: journeySeries.lastRun,
    type: "gauge",
    help: "When the last run ended; 0 before the first",
    ...perJourney(({ lastRun }) => lastRun),
  },
  {
    name: journeySeries.lastSuccess,
    type: "gauge",
    help: "When the last run ended that passed or degraded; 0 before the first",
    ...perJourney(({ lastSuccess }) => lastSuccess),
  },
];
