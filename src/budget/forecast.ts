import { presentBurn, type Burn } from "../model/observation.ts";
import { seconds, timestamp, type Seconds, type Timestamp } from "../model/units.ts";
import type { Exhaustion } from "./assessment.ts";

/**
 * When the rest of the budget is gone at the present pace: (1 − spent) × window ÷ burn rate. At a burn of 1 a
 * rolling window comes to rest at exactly all of its budget, so that up to there it is never gone.
 */
export function exhaustion(
  spentRatio: number,
  burn: readonly Burn[],
  window: Seconds,
  now: Timestamp,
): Exhaustion {
  if (spentRatio >= 1) return { kind: "exhausted" };
  const present = presentBurn(burn);
  if (present === undefined) return { kind: "unknown" };
  if (present.rate <= 1) return { kind: "never" };
  const left = seconds(((1 - spentRatio) * window) / present.rate);
  return { kind: "in", seconds: left, at: timestamp(now + left), pace: present.rate, window: present.window };
}

/** Bad events of one interval of the ledger's history; `at` is its end. */
export interface PastBad {
  at: Timestamp;
  bad: number;
}

/**
 * When a rolling window has forgotten enough bad events for `spent` to lie below a line, if none is added and
 * traffic stays as it is: each interval leaves the window one window length after it ended. `history` holds
 * the window's intervals, oldest first; undefined when even an empty window would not do.
 */
export function recoversAt(
  history: readonly PastBad[],
  spentRatio: number,
  below: number,
  window: Seconds,
  now: Timestamp,
): Timestamp | undefined {
  if (spentRatio < below) return now;
  const all = history.reduce((sum, { bad }) => sum + bad, 0);
  let rest = all;
  for (const { at, bad } of history) {
    rest -= bad;
    if (all > 0 && (spentRatio * rest) / all < below) return timestamp(Math.max(at + window, now));
  }
  return undefined;
}
