import { consumed, errorRatio, spent } from "../model/budget.ts";
import type { Ratio } from "../model/units.ts";
import type { BudgetSum } from "./assessment.ts";

/** Below this share of the window seen, a state is said with reservation. */
export const partialBelow = 0.9;

/**
 * The budget of a window from its ledger sums. Without a recorded coverage nothing is known to be missing, and
 * all that is consumed counts.
 */
export const sumBudget = (bad: number, total: number, budget: Ratio, coverage = 1): BudgetSum => {
  const used = consumed(bad, total, budget);
  return {
    good: Math.max(total - bad, 0),
    bad,
    total,
    errorRatio: errorRatio(bad, total),
    consumed: used,
    spent: spent(used, coverage),
  };
};
