import type { Objective } from "../decimals.ts";
import { gradedStates, type GradedState, type Thresholds } from "../policy.ts";

/** Events of a window as they were counted. */
export interface Counted {
  bad: number;
  /** Events that the budget is a share of: those of the window, or all that a calendar period will hold. */
  promised: number;
  /** Share of the window that was seen; of a calendar period, whose missing part is in `promised`, 1. */
  coverage: number;
}

/** The same events under another objective. */
export interface WhatIf {
  allowedBad: number;
  /** Share of the error budget; 1 is all of it. */
  consumed: number;
  /** Consumed × coverage, which states go by. */
  spent: number;
  /** Which state that would enter; one that is held by its margin is not looked at. */
  state: GradedState;
}

/** At its thresholds, as on the way up. */
export const stateEntered = (spent: number, thresholds: Thresholds): GradedState =>
  gradedStates.findLast((state) => state === "healthy" || spent >= thresholds[state]) ?? "healthy";

export function whatIf(
  { bad, promised, coverage }: Counted,
  { budget }: Objective,
  thresholds: Thresholds,
): WhatIf {
  const allowedBad = promised * budget;
  const consumed = promised > 0 ? Math.min(bad / promised, 1) / budget : 0;
  const spent = consumed * coverage;
  return { allowedBad, consumed, spent, state: stateEntered(spent, thresholds) };
}
