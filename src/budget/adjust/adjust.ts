import type { SpanCount } from "../../model/correction.ts";
import { expectedSamples } from "../../model/intervals.ts";
import { errorBudget, type Slo } from "../../model/slo.ts";
import { seconds, type Timestamp } from "../../model/units.ts";
import type { BudgetSum } from "../assessment.ts";
import { expectedSoFar, sumPeriod } from "../calendar/project.ts";
import { sumBudget } from "../sum.ts";
import type { CorrectedSpan } from "./spans.ts";

/** A corrected span and what the ledger holds in it. */
export interface TakenOut extends CorrectedSpan {
  count: SpanCount;
}

/** What is known of the corrections of one SLO, for each of its groups by `groupKey`. */
export interface SloCorrections {
  taken: ReadonlyMap<string, readonly TakenOut[]>;
  /** Why Prometheus could not say what lies in the corrected spans, in a sentence. */
  silent?: string;
}

export interface Adjusted {
  sum: BudgetSum;
  /** Share of the window that was seen, of what is still expected of it. */
  coverage?: number;
}

/**
 * The budget less what was corrected. Dropped spans leave bad and total events, and the samples expected of the
 * window; bad events of spans counted good leave the bad ones only. Nothing falls below 0: raw sums are written every
 * ledger interval, counts are asked for now.
 *
 *     bad   = raw bad − dropped bad − bad counted good      total = raw total − dropped total
 *     consumed = bad ÷ total ÷ (1 − objective)              spent = consumed × coverage of what was not dropped
 */
export function adjust(
  slo: Slo,
  raw: BudgetSum,
  coverage: number | undefined,
  taken: readonly TakenOut[],
  at: Timestamp,
): Adjusted {
  if (taken.length === 0) return { sum: raw, ...(coverage !== undefined && { coverage }) };
  const drops = taken.filter(({ effect }) => effect === "drop");
  const total = Math.max(raw.total - sumOf(drops, "total"), 0);
  const bad = Math.max(raw.bad - sumOf(taken, "bad"), 0);
  const seen = coverage === undefined ? undefined : coverageWithout(slo, raw, coverage, drops, at);
  if (raw.period !== undefined) {
    const dropped = seconds(samplesDropped(slo, drops, at) * slo.ledgerInterval);
    const soFar = { bad, total, coverage: seen ?? 1, dropped };
    return { sum: sumPeriod(slo, soFar, raw.period, at), ...(seen !== undefined && { coverage: seen }) };
  }
  const sum = sumBudget(bad, total, errorBudget(slo), seen);
  return { sum, ...(seen !== undefined && { coverage: seen }) };
}

const sumOf = (taken: readonly TakenOut[], field: keyof SpanCount): number =>
  taken.reduce((sum, { count }) => sum + count[field], 0);

/** Dropped time is neither seen nor missed: it leaves both sides of the quotient. */
function coverageWithout(
  slo: Slo,
  { period }: BudgetSum,
  coverage: number,
  drops: readonly TakenOut[],
  at: Timestamp,
): number {
  if (drops.length === 0) return coverage;
  const { window, ledgerInterval } = slo;
  const all =
    period === undefined
      ? expectedSamples(window.length, ledgerInterval)
      : expectedSoFar(period.elapsed, ledgerInterval);
  const expected = all - samplesDropped(slo, drops, at);
  if (expected <= 0) return 0;
  return Math.min(Math.max((coverage * all - sumOf(drops, "samples")) / expected, 0), 1);
}

/** Ledger samples that would have been expected in dropped time. */
const samplesDropped = ({ ledgerInterval }: Slo, drops: readonly TakenOut[], at: Timestamp): number =>
  drops.reduce(
    (sum, { after, until }) =>
      sum + Math.round((Math.min(until, at * 1_000) - after) / (ledgerInterval * 1_000)),
    0,
  );
