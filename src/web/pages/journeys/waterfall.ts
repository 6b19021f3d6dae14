import type { RunBody } from "../../../http/schemas/journey.ts";
import { type Phase, phases } from "../../../model/journey.ts";

type Step = RunBody["steps"][number];

/** A part of a step on the run's axis; shares of the axis, from 0 to 1. */
export interface Piece {
  phase: Phase | "other";
  from: number;
  length: number;
  /** Seconds. */
  took: number;
}

/** One step's row in a waterfall. */
export interface WaterfallRow {
  step: string;
  pieces: readonly Piece[];
  /** Where its bar begins and how long it is; a step that was skipped has none. */
  bar?: { from: number; length: number };
}

export const phaseWords: Readonly<Record<Piece["phase"], string>> = {
  dns: "DNS",
  connect: "connect",
  tls: "TLS",
  first_byte: "first byte",
  transfer: "body",
  other: "between and after",
};

/** Seconds that the axis spans: clean-up may run on after the run's own end. */
export const axisOf = ({ duration, steps }: RunBody): number =>
  Math.max(duration, ...steps.map((step) => (step.startedAfter ?? 0) + step.duration), 0.001);

/**
 * The steps of a run, one under the other on one axis. The phases of a step are those of its last attempt, all redirects
 * together, and stand in their order at its beginning: when each redirect began is not kept.
 */
export function waterfallOf(run: RunBody, axis: number = axisOf(run)): readonly WaterfallRow[] {
  return run.steps.map((step) => rowOf(step, axis));
}

function rowOf({ step, startedAfter, duration, phases: took }: Step, axis: number): WaterfallRow {
  if (startedAfter === undefined) return { step, pieces: [] };
  const pieces: Piece[] = [];
  let at = startedAfter;
  const end = startedAfter + duration;
  const add = (phase: Piece["phase"], seconds: number): void => {
    // Clocks are read one after the other: no phase may reach beyond its step.
    const length = Math.min(seconds, end - at);
    if (length <= 0) return;
    pieces.push({ phase, from: at / axis, length: length / axis, took: seconds });
    at += length;
  };
  for (const phase of phases) add(phase, took[phase]);
  add("other", end - at);
  return { step, pieces, bar: { from: startedAfter / axis, length: duration / axis } };
}

/** `412 ms`, `1.34 s` */
export const secondsText = (seconds: number): string =>
  seconds < 1 ? `${Math.round(seconds * 1_000)} ms` : `${seconds.toFixed(2)} s`;

/** What each failure reason means, for those who do not know the words. */
export const reasonWords: Readonly<Record<NonNullable<RunBody["reason"]>, string>> = {
  dns: "the name could not be looked up",
  connect: "no connection, or to where none may go",
  tls: "no handshake, or a certificate that is not trusted",
  timeout: "no whole answer in time",
  http_status: "another status than expected",
  assertion: "an assertion does not hold",
  extract_missing: "a value was not found",
  body_too_large: "the answer is too large",
  internal: "nines' own fault, or its configuration's: counts for nobody",
};
