import { presentBurn, type Burn } from "../model/observation.ts";
import { seconds, tidy, timestamp, type Seconds, type Timestamp } from "../model/units.ts";
import type { TakenOut } from "./adjust/adjust.ts";
import type { BudgetSum, Exhaustion } from "./assessment.ts";

/**
 * When the rest of the budget is gone at the present pace: (1 − spent) × window ÷ burn rate. At a burn of 1 a
 * rolling window comes to rest at exactly all of its budget, so that up to there it is never gone. A calendar window
 * forgets nothing before it ends, and then everything.
 */
export function exhaustion(
  { spent, period }: Pick<BudgetSum, "spent" | "period">,
  burn: readonly Burn[],
  window: Seconds,
  now: Timestamp,
): Exhaustion {
  if (tidy(spent) >= 1) return { kind: "exhausted" };
  const present = presentBurn(burn);
  if (present === undefined) return { kind: "unknown" };
  const length = period === undefined ? window : period.to - period.from;
  const left = seconds(((1 - spent) * length) / present.rate);
  const isNever = period === undefined ? present.rate <= 1 : now + left >= period.to;
  if (isNever) return { kind: "never" };
  return { kind: "in", seconds: left, at: timestamp(now + left), pace: present.rate, window: present.window };
}

/** Bad events of one interval of the ledger's history; `at` is its end. */
export interface PastBad {
  at: Timestamp;
  bad: number;
}

/**
 * When a rolling window will have forgotten enough bad events for spent to lie below a line, if none is added and
 * traffic stays as it is: each interval leaves the window one window length after it ended. `history` is oldest
 * first; what `sum.bad` holds beyond it is as young as can be. In one window length everything is forgotten.
 */
export function recoversAt(
  history: readonly PastBad[],
  sum: Pick<BudgetSum, "bad" | "spent">,
  below: number,
  window: Seconds,
  now: Timestamp,
): Timestamp {
  if (sum.spent < below) return now;
  let rest = sum.bad;
  for (const { at, bad } of history) {
    rest -= bad;
    if ((sum.spent * rest) / sum.bad < below) return timestamp(Math.max(at + window, now));
  }
  return timestamp(now + window);
}

const hour = 3_600;

/** The history without the bad events that corrections took out, step by step: those cannot be forgotten again. */
export function lessTaken(
  history: readonly PastBad[],
  taken: readonly TakenOut[],
  step = hour,
): readonly PastBad[] {
  return taken.reduce<readonly PastBad[]>((left, { after, until, count }) => {
    let rest = count.bad;
    return left.map(({ at, bad }) => {
      const overlaps = at * 1_000 > after && (at - step) * 1_000 < until;
      const out = overlaps ? Math.min(bad, rest) : 0;
      rest -= out;
      return { at, bad: bad - out };
    });
  }, history);
}
