import type { FailureReason, Phase, RunOutcome, StepOutcome } from "../model/journey.ts";

/** Seconds of each part of a request; all redirects of a step together. */
export type PhaseSeconds = Readonly<Record<Phase, number>>;

/** What one assertion or extraction found, without any secret. */
export interface Finding {
  ok: boolean;
  severity: "fail" | "degraded";
  /** `status is 500, expected 2xx`. */
  message: string;
}

/** One request that a step made, and its answer: redirects and retries make more than one. Redacted. */
export interface Exchange {
  attempt: number;
  method: string;
  url: string;
  /** The address that was connected to. */
  address?: string;
  status?: number;
  requestHeaders: Readonly<Record<string, string>>;
  requestBody?: string;
  responseHeaders: Readonly<Record<string, string>>;
  /** The beginning of the body. */
  responseBody?: string;
}

/** What became of one step of one run. Every text is redacted. */
export interface StepResult {
  step: string;
  result: StepOutcome;
  reason?: FailureReason;
  /** Why it failed, degraded or was skipped, in a sentence. */
  message?: string;
  /** Seconds after the run's start; absent when skipped. */
  startedAfter?: number;
  /** Seconds, of the last attempt. */
  duration: number;
  phases: PhaseSeconds;
  /** 0 when skipped; above 1 when retries were used. */
  attempts: number;
  status?: number;
  bytes: number;
  findings: readonly Finding[];
  /** Kept where the step did not pass, and for those who ask. */
  exchanges: readonly Exchange[];
  /** What a browser step's script and page said; kept like the exchanges. */
  console?: readonly string[];
  /** The file that a picture of the page was kept in, where a browser step failed. */
  screenshot?: string;
}

/** What became of one run. */
export interface RunResult {
  journey: string;
  location: string;
  runId: string;
  /** The slot of the schedule; absent when a person asked for the run. */
  slot?: number;
  /** Milliseconds since 1970. */
  startedAt: number;
  /** Milliseconds by which it began after its time. */
  late: number;
  /** Seconds. */
  duration: number;
  result: RunOutcome;
  reason?: FailureReason;
  steps: readonly StepResult[];
}

/** How a run ended, without its steps. */
export type RunEnd = Pick<RunResult, "runId" | "startedAt" | "duration" | "result" | "reason">;

export const noPhases: PhaseSeconds = { dns: 0, connect: 0, tls: 0, first_byte: 0, transfer: 0 };

export const skippedStep = (step: string, message: string): StepResult => ({
  step,
  result: "skipped",
  message,
  duration: 0,
  phases: noPhases,
  attempts: 0,
  bytes: 0,
  findings: [],
  exchanges: [],
});

export const internalStep = (step: string, message: string): StepResult => ({
  ...skippedStep(step, message),
  result: "internal",
  reason: "internal",
});

/**
 * How a run ended, by the first step of its path that failed; clean-up that fails degrades a run and does no more,
 * since the user's path is over by then.
 */
export function outcomeOf(
  steps: readonly StepResult[],
  isCleanup: (step: string) => boolean,
): { result: RunOutcome; reason?: FailureReason } {
  const broken = (step: StepResult) => step.result === "failed" || step.result === "internal";
  const first = steps.find((step) => broken(step) && !isCleanup(step.step));
  if (first !== undefined) return { result: first.result as RunOutcome, ...reasonOf(first) };
  const degraded = steps.find((step) => broken(step) || step.result === "degraded");
  return degraded === undefined ? { result: "passed" } : { result: "degraded", ...reasonOf(degraded) };
}

const reasonOf = ({ reason }: StepResult): { reason?: FailureReason } =>
  reason === undefined ? {} : { reason };
