import {
  type FailureReason,
  type Journey,
  type Phase,
  type SkipCause,
  type StepOutcome,
  failureReasons,
  phases,
  runResults,
  skipCauses,
} from "../model/journey.ts";
import { journeyLabel, journeySeries } from "../model/names.ts";
import type { RunResult, StepResult } from "./result.ts";

/** Every way a step can end: the series of `journey_step_runs_total`, all of them there from the start. */
export const stepEndings: readonly { result: StepOutcome; reason: FailureReason | "none" }[] = [
  { result: "passed", reason: "none" },
  { result: "degraded", reason: "http_status" },
  { result: "degraded", reason: "assertion" },
  ...failureReasons
    .filter((reason) => reason !== "internal")
    .map((reason) => ({ result: "failed", reason }) as const),
  { result: "internal", reason: "internal" },
  { result: "skipped", reason: "none" },
];

interface Observations {
  /** Cumulative over the bounds, `+Inf` last. */
  counts: number[];
  sum: number;
}

interface StepTally {
  name: string;
  endings: number[];
  retries: number;
  duration: Observations;
  phases: Record<Phase, number>;
}

/** What a prober counts of one journey. */
export interface Tally {
  labels: Readonly<Record<string, string>>;
  bounds: readonly number[];
  runs: number[];
  skipped: Record<SkipCause, number>;
  duration: Observations;
  lastRun: number;
  lastSuccess: number;
  steps: readonly StepTally[];
}

const observations = (bounds: readonly number[]): Observations => ({
  counts: Array<number>(bounds.length + 1).fill(0),
  sum: 0,
});

export const createTally = ({ name, buckets, steps }: Journey, location: string): Tally => ({
  labels: { [journeyLabel.journey]: name, [journeyLabel.location]: location },
  bounds: buckets,
  runs: runResults.map(() => 0),
  skipped: { overlap: 0, late: 0, down: 0 },
  duration: observations(buckets),
  lastRun: 0,
  lastSuccess: 0,
  steps: steps.map((step) => ({
    name: step.name,
    endings: stepEndings.map(() => 0),
    retries: 0,
    duration: observations(buckets),
    phases: { dns: 0, connect: 0, tls: 0, first_byte: 0, transfer: 0 },
  })),
});

function observe({ counts, ...rest }: Observations, bounds: readonly number[], value: number): number {
  for (const [index, bound] of [...bounds, Infinity].entries())
    if (value <= bound) counts[index] = (counts[index] ?? 0) + 1;
  return rest.sum + value;
}

const gotThrough = (result: StepOutcome): boolean => result === "passed" || result === "degraded";

/**
 * Counts a run. Durations are those of users who got through: a step that fails at once is no fast step, and one that
 * fails is already bad by its result.
 */
export function count(tally: Tally, run: RunResult): void {
  const index = runResults.indexOf(run.result);
  tally.runs[index] = (tally.runs[index] ?? 0) + 1;
  const finishedAt = run.startedAt / 1_000 + run.duration;
  tally.lastRun = finishedAt;
  if (gotThrough(run.result)) {
    tally.lastSuccess = finishedAt;
    tally.duration.sum = observe(tally.duration, tally.bounds, run.duration);
  }
  for (const step of run.steps) {
    const counted = tally.steps.find(({ name }) => name === step.step);
    if (counted !== undefined) countStep(counted, tally.bounds, step);
  }
}

function countStep(counted: StepTally, bounds: readonly number[], step: StepResult): void {
  const reason = step.result === "skipped" ? "none" : (step.reason ?? "none");
  const index = stepEndings.findIndex((ending) => ending.result === step.result && ending.reason === reason);
  if (index < 0) throw new RangeError(`a step cannot end ${step.result} for ${reason}`);
  counted.endings[index] = (counted.endings[index] ?? 0) + 1;
  counted.retries += Math.max(0, step.attempts - 1);
  if (gotThrough(step.result)) counted.duration.sum = observe(counted.duration, bounds, step.duration);
  for (const phase of phases) counted.phases[phase] += step.phases[phase];
}

export const countSkipped = (tally: Tally, cause: SkipCause, runs: number): void => {
  tally.skipped[cause] += runs;
};

export type Labels = Readonly<Record<string, string>>;
export interface SampleFamily {
  name: string;
  type: "counter" | "gauge" | "histogram";
  help: string;
  samples: (tally: Tally) => Iterable<readonly [suffix: string, labels: Labels, value: number]>;
}

function* buckets(labels: Labels, bounds: readonly number[], { counts, sum }: Observations) {
  for (const [index, bound] of bounds.entries())
    yield ["_bucket", { ...labels, le: String(bound) }, counts[index] ?? 0] as const;
  const total = counts.at(-1) ?? 0;
  yield ["_bucket", { ...labels, le: "+Inf" }, total] as const;
  yield ["_sum", labels, sum] as const;
  yield ["_count", labels, total] as const;
}

const ofStep = ({ labels }: Tally, { name }: StepTally): Labels => ({ ...labels, [journeyLabel.step]: name });

/** Everything that is counted, as Prometheus will read it. */
export const families: readonly SampleFamily[] = [
  {
    name: journeySeries.runs,
    type: "counter",
    help: "Runs of a journey by how they ended; internal is nines' own fault and no part of the total",
    samples: ({ labels, runs }) =>
      runResults.map(
        (result, index) => ["", { ...labels, [journeyLabel.result]: result }, runs[index] ?? 0] as const,
      ),
  },
  {
    name: journeySeries.stepRuns,
    type: "counter",
    help: "Steps of journeys by how they ended and why",
    *samples(tally) {
      for (const step of tally.steps)
        for (const [index, { result, reason }] of stepEndings.entries())
          yield [
            "",
            { ...ofStep(tally, step), [journeyLabel.result]: result, [journeyLabel.reason]: reason },
            step.endings[index] ?? 0,
          ];
    },
  },
  {
    name: journeySeries.stepRetries,
    type: "counter",
    help: "Further attempts of steps whose first one failed",
    *samples(tally) {
      for (const step of tally.steps) yield ["", ofStep(tally, step), step.retries];
    },
  },
  {
    name: journeySeries.skippedRuns,
    type: "counter",
    help: "Runs that did not take place: the one before was under way, nines was too busy, or was not there",
    samples: ({ labels, skipped }) =>
      skipCauses.map((cause) => ["", { ...labels, [journeyLabel.cause]: cause }, skipped[cause]] as const),
  },
  {
    name: journeySeries.duration,
    type: "histogram",
    help: "How long runs took that passed or degraded",
    samples: ({ labels, bounds, duration }) => buckets(labels, bounds, duration),
  },
  {
    name: journeySeries.stepDuration,
    type: "histogram",
    help: "How long steps took that passed or degraded",
    *samples(tally) {
      for (const step of tally.steps) yield* buckets(ofStep(tally, step), tally.bounds, step.duration);
    },
  },
  {
    name: journeySeries.stepPhase,
    type: "counter",
    help: "Time spent in each part of a step's requests",
    *samples(tally) {
      for (const step of tally.steps)
        for (const phase of phases)
          yield ["", { ...ofStep(tally, step), [journeyLabel.phase]: phase }, step.phases[phase]];
    },
  },
  {
    name: journeySeries.lastRun,
    type: "gauge",
    help: "When the last run ended; 0 before the first",
    samples: ({ labels, lastRun }) => [["", labels, lastRun]],
  },
  {
    name: journeySeries.lastSuccess,
    type: "gauge",
    help: "When the last run ended that passed or degraded; 0 before the first",
    samples: ({ labels, lastSuccess }) => [["", labels, lastSuccess]],
  },
];
