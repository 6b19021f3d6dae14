import {
  type FailureReason,
  type Journey,
  type Phase,
  type SkipCause,
  type StepOutcome,
  failureReasons,
  phases,
  runResults,
} from "../model/journey.ts";
import { journeyLabel } from "../model/names.ts";
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
