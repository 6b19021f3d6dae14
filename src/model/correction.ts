import type { GroupLabels } from "./observation.ts";
import type { Timestamp } from "./units.ts";

/** `drop`: the period counts as if it had not been; `count-good`: its bad events count as good. Drop wins overlaps. */
export const correctionEffects = ["drop", "count-good"] as const;
export type CorrectionEffect = (typeof correctionEffects)[number];

/** A stretch of time that counts otherwise than it was recorded, as people asked for it. */
export interface CorrectedPeriod {
  /** Of the correction or the window that says so. */
  id: string;
  from: Timestamp;
  to: Timestamp;
  effect: CorrectionEffect;
  /** Only groups that carry these labels; empty for the whole SLO. */
  group: GroupLabels;
}

/** Samples of the ledger that are stamped within, in whole milliseconds since 1970: after < stamp ≤ until. */
export interface LedgerSpan {
  after: number;
  until: number;
}

/** Ten minutes: samples are late, remote stores ingest, queries are answered from several places. */
const settling = 600_000;

/** Whether a span lies so far back that no sample of it is still to come. */
export const isSettled = ({ until }: LedgerSpan, now: Timestamp): boolean => until + settling <= now * 1_000;

/** What the ledger holds in a span, for one group of one SLO. */
export interface SpanCount {
  bad: number;
  total: number;
  samples: number;
}
