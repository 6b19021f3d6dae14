import { errorBudget, type Slo } from "../../model/slo.ts";
import { tidy, timestamp, type Timestamp } from "../../model/units.ts";
import type { BudgetSum } from "../assessment.ts";
import { heldOut, isWorthShowing, type HeldOut } from "./held-out.ts";
import { hour, inOrder, meanOf, sameHours, week, type Hours, type PastHour } from "./hours.ts";
import { bandOf, pathsAhead, type Path } from "./paths.ts";

/** When the budget is gone if the weeks ahead are like those before; a moment that is absent lies beyond `until`. */
export type WeeklyForecast =
  | {
      kind: "shown";
      /** Whole weeks of history that it goes by. */
      weeks: number;
      /** How far it looks: to the period's end, or as far as the window is long. */
      until: Timestamp;
      /** Of twenty ways in which it may go, the budget is gone in one before the first, in nineteen before the last. */
      earliest?: Timestamp;
      likely?: Timestamp;
      latest?: Timestamp;
      heldOut: HeldOut;
    }
  /** Already gone; fewer than four weeks known; or no nearer to the last two than the present pace was, or with a band that missed it. */
  | { kind: "exhausted" }
  | { kind: "too-young" }
  | { kind: "not-nearer"; heldOut: HeldOut };

/** No further ahead than this. */
const farthest = 4 * week;

/**
 * A forecast by the weekly pattern of the SLO's own history: which hours of the week are bad, and how bad the same day
 * was in other weeks. It is shown only when it would have foreseen the last two weeks better than the present pace.
 * `history` is oldest first, by the full hour.
 */
export function weeklyForecast(
  slo: Slo,
  sum: BudgetSum,
  history: readonly PastHour[],
  now: Timestamp,
): WeeklyForecast {
  if (tidy(sum.spent) >= 1) return { kind: "exhausted" };
  const hours = inOrder(history);
  const held = heldOut(hours);
  if (held === undefined) return { kind: "too-young" };
  if (!isWorthShowing(held)) return { kind: "not-nearer", heldOut: held };
  const ahead = hoursAhead(slo, sum, now);
  const spentAt = sum.period === undefined ? rolling(slo, sum, hours) : calendar(slo, sum);
  const band = bandOf(pathsAhead(hours, ahead).map((path) => crossing(path, spentAt)));
  const moment = (hoursFromNow: number) =>
    Number.isFinite(hoursFromNow) ? timestamp(now + hoursFromNow * hour) : undefined;
  const [earliest, likely, latest] = [band.low, band.likely, band.high].map(moment);
  return {
    kind: "shown",
    weeks: Math.floor(hours.length / week),
    until: timestamp(now + ahead * hour),
    ...(earliest !== undefined && { earliest }),
    ...(likely !== undefined && { likely }),
    ...(latest !== undefined && { latest }),
    heldOut: held,
  };
}

function hoursAhead({ window }: Slo, { period }: BudgetSum, now: Timestamp): number {
  const length = period === undefined ? window.length : period.to - now;
  return Math.min(Math.max(Math.ceil(length / hour), 1), farthest);
}

/** What is spent after so many hours, with so many bad events in them. */
type SpentAt = (hours: number, bad: number) => number;

/** In how many hours all is spent; Infinity when it never is. */
function crossing(path: Path, spentAt: SpentAt): number {
  let bad = 0;
  for (const [index, more] of path.entries()) {
    bad += more;
    if (spentAt(index + 1, bad) >= 1) return index + 1;
  }
  return Infinity;
}

/** A calendar period forgets nothing, and what it will hold is foreseen already. */
const calendar =
  (slo: Slo, { bad, period }: BudgetSum): SpentAt =>
  (_, more) =>
    (bad + more) / ((period?.promised ?? 1) * errorBudget(slo));

/** A rolling window forgets, hour by hour, what happened one window length ago. */
function rolling(slo: Slo, sum: BudgetSum, hours: Hours): SpentAt {
  const seen = sum.consumed > 0 ? sum.spent / sum.consumed : 1;
  const length = Math.round(slo.window.length / hour);
  const steps = changesOf(hours, length);
  return (ahead, more) => {
    const { forgotten, total } = steps[Math.min(ahead, steps.length) - 1] ?? { forgotten: 0, total: 0 };
    const all = Math.max(sum.total + total, 1);
    return (seen * Math.max(sum.bad + more - forgotten, 0)) / all / errorBudget(slo);
  };
}

/** By hours ahead: bad events forgotten by then, and by how much all events have changed. */
function changesOf(hours: Hours, length: number): readonly { forgotten: number; total: number }[] {
  let [forgotten, total] = [0, 0];
  return Array.from({ length: Math.min(length, farthest) }, (_, n) => {
    const leaves = hours[hours.length - length + n];
    forgotten += leaves?.bad ?? 0;
    total += meanOf(sameHours(hours, hours.length + n), "total") - (leaves?.total ?? 0);
    return { forgotten, total };
  });
}
