import { consumed, errorRatio } from "../../model/budget.ts";
import { intervals } from "../../model/intervals.ts";
import type { PeriodSeen } from "../../model/observation.ts";
import { errorBudget, type Slo } from "../../model/slo.ts";
import { seconds, type Seconds, type Timestamp } from "../../model/units.ts";
import type { BudgetSum, Projection } from "../assessment.ts";

/** What the ledger holds of a period so far. */
export interface SoFar {
  bad: number;
  total: number;
  /** Samples present ÷ expected of the part that has passed. */
  coverage: number;
  /** Of the part that has passed, what counts as if it had not been. */
  dropped?: Seconds;
}

/** How much of a period the ledger can tell of at a moment. */
export const elapsedOf = ({ from, to }: Pick<PeriodSeen, "from" | "to">, at: Timestamp): Seconds =>
  seconds(Math.min(Math.max(at - intervals.evaluationDelay - from, 0), to - from));

/** A sample may be as late as this before it is missed. */
const slack = 60;

/** Ledger samples that should be there by now. */
export const expectedSoFar = (elapsed: Seconds, interval: Seconds): number =>
  Math.max(Math.floor((elapsed - slack) / interval), 0);

/** Share of them that is; a period that has only just begun has missed nothing yet. */
export const coverageSoFar = (samples: number, expected: number): number =>
  expected === 0 ? 1 : Math.min(samples / expected, 1);

/**
 * The budget of a calendar period. What may be bad is a share of all that the period will hold: what was seen, what was
 * missed (it counts as traffic like the seen, without errors), and what is still to come. So the first bad hour of a
 * month weighs as an hour of a month.
 *
 *     promised = total ÷ coverage + pace × time to come      (slices: all slices of the period)
 *     consumed = spent = bad ÷ promised ÷ (1 − objective)
 */
export function sumPeriod(slo: Slo, soFar: SoFar, period: PeriodSeen, at: Timestamp): BudgetSum {
  const { bad, total } = soFar;
  const projection = project(slo, soFar, period, at);
  const used = consumed(bad, projection.promised, errorBudget(slo));
  return {
    good: Math.max(total - bad, 0),
    bad,
    total,
    errorRatio: errorRatio(bad, total),
    consumed: used,
    spent: used,
    period: projection,
  };
}

function project(
  slo: Slo,
  { bad, total, coverage, dropped = seconds(0) }: SoFar,
  period: PeriodSeen,
  at: Timestamp,
): Projection {
  const { from, to, formerPace } = period;
  const elapsed = elapsedOf(period, at);
  const about = { ...period, elapsed, toDate: consumed(bad, total, errorBudget(slo)) };
  if (slo.budgeting.kind !== "occurrences")
    return { ...about, basis: "slices", promised: (to - from - dropped) / slo.budgeting.slice };
  const passed = Math.max(elapsed - dropped, 0);
  const like = coverage > 0 ? total / coverage : 0;
  const pace = formerPace ?? (passed > 0 ? like / passed : 0);
  const promised = like + pace * (to - from - elapsed);
  return { ...about, basis: formerPace === undefined ? "pace" : "former", pace, promised };
}

/** Of less than half a period no pace is taken. */
const enough = 0.5;

/** Events a second of the period before, of the time that was seen of it; undefined when that is too little. */
export function formerPaceOf(
  { total, samples }: { total: number; samples: number },
  interval: Seconds,
  length: Seconds,
): number | undefined {
  const seen = samples * interval;
  return seen >= enough * length ? total / seen : undefined;
}
