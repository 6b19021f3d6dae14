import { intervals } from "../../model/intervals.ts";
import type { GroupLabels } from "../../model/observation.ts";
import { errorBudget, type Slo } from "../../model/slo.ts";
import { timestamp } from "../../model/units.ts";
import type { BurnInterval, Span } from "./split.ts";

/** Samples of a ledger as they are stamped: seconds since 1970 and events, in order of time. */
export type LedgerPoints = readonly (readonly [at: number, events: number])[];

/** The ledger of one group of an SLO over some stretch of time. */
export interface GroupLedger {
  group: GroupLabels;
  bad: LedgerPoints;
  /** Events in the whole window of the SLO: what shares of its budget are of. */
  total: number;
}

/**
 * A sample stamped t holds what happened in the interval before t, read with the evaluation delay. Intervals of a
 * ruler that was restarted may stand closer: the later one begins where the earlier ends.
 */
export function intervalsOf(points: LedgerPoints, { ledgerInterval }: Slo): readonly BurnInterval[] {
  let last = -Infinity;
  return points.map(([at, bad]) => {
    const to = at - intervals.evaluationDelay;
    const from = Math.min(Math.max(last, to - ledgerInterval), to - 1);
    last = to;
    return { from: timestamp(from), to: timestamp(to), bad };
  });
}

/** Single bad events of a quiet service are no burn, whatever their ratio. */
const fewestBad = 2;

/**
 * When an SLO burned as fast as its pages ring for: intervals whose error ratio is above the lowest factor of its
 * paging tiers (6 by default) times its budget.
 */
export function burningSpans(slo: Slo, bad: LedgerPoints, total: LedgerPoints): readonly Span[] {
  const threshold = pagingFactor(slo) * errorBudget(slo);
  const totals = new Map(total);
  const events = bad.map(([at]) => totals.get(at) ?? 0);
  return intervalsOf(bad, slo)
    .filter((interval, index) => isBurning(interval.bad, events[index] ?? 0, threshold))
    .map(({ from, to }) => ({ from, to }));
}

const isBurning = (bad: number, events: number, threshold: number): boolean =>
  events > 0 && bad >= Math.min(fewestBad, events) && bad / events > threshold;

const usualFactor = 6;
const pagingFactor = ({ alerting }: Slo): number => {
  const factors = alerting.tiers.filter(({ severity }) => severity === "page").map(({ factor }) => factor);
  return factors.length === 0 ? usualFactor : Math.min(...factors);
};
