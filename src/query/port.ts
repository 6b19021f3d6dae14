import type { Timestamp } from "../model/units.ts";

export type Labels = Readonly<Record<string, string>>;

/** One element of a vector. The value may be NaN or ±Infinity, as Prometheus said it. */
export interface Sample {
  labels: Labels;
  value: number;
}

/** One element of a range vector: `[seconds, value]` pairs in order of time. */
export interface Series {
  labels: Labels;
  points: readonly (readonly [at: number, value: number])[];
}

/** A native histogram as Prometheus shows it: the buckets that hold something. */
export interface HistogramSample {
  labels: Labels;
  count: number;
  buckets: readonly { lower: number; upper: number; count: number }[];
}

/** What Prometheus answered to one instant query. Warnings are its own words, for people. */
export type Answer =
  | {
      kind: "vector";
      samples: readonly Sample[];
      /** Left out where there are none: no question of a cycle yields them. */
      histograms?: readonly HistogramSample[];
      warnings: readonly string[];
    }
  | { kind: "matrix"; series: readonly Series[]; warnings: readonly string[] }
  | { kind: "scalar"; value: number; warnings: readonly string[] };

/** Why a source did not answer. */
export const silences = [
  /** No connection, or it broke; also while the circuit breaker is open. */
  "unreachable",
  "timeout",
  /** Wrong or missing credentials (401, 403). */
  "unauthorized",
  /** Prometheus understood and refused: a bad query, a limit, too many samples (4xx, `status: error`). */
  "refused-query",
  /** It answered 5xx or something that is no Prometheus answer. */
  "unusable-answer",
] as const;
export type Silence = (typeof silences)[number];

/** The absence of an answer, as a value: a dead Prometheus must never look like a perfect month. */
export interface NoData {
  kind: "no-data";
  cause: Silence;
  /** For people: what was tried, what came back. Never holds credentials. */
  message: string;
}

export type Reply = Answer | NoData;

/**
 * The port to one Prometheus source: instant queries, evaluated at `at` (or at the source's own now), each
 * answered in the place of its question. Never rejects; failing is a `NoData`.
 */
export type Ask = (queries: readonly string[], at?: Timestamp) => Promise<readonly Reply[]>;

/** Prometheus writes values as text; `Number("+Inf")` would be NaN. */
export const sampleValue = (text: string): number =>
  text === "+Inf" ? Infinity : text === "-Inf" ? -Infinity : Number(text);
