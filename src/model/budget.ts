import type { Ratio } from "./units.ts";

/**
 * The share of bad events, between 0 and 1. No traffic breaks no promise: total 0 is 0, and a bad count
 * above the total counts as all bad (the anomaly is reported elsewhere).
 */
export const errorRatio = (bad: number, total: number): number => (total > 0 ? Math.min(bad / total, 1) : 0);

/** Share of the error budget used up: error ratio ÷ (1 − objective). 1 is all of it; more is overspent. */
export const consumed = (bad: number, total: number, budget: Ratio): number =>
  errorRatio(bad, total) / budget;

/**
 * What policy states judge: the part of the window not yet seen counts as traffic like the seen, without errors,
 * so that a two-hour-old SLO is not frozen by its first bad minute.
 */
export const spent = (consumedRatio: number, coverage: number): number => consumedRatio * coverage;
