/** What is left of a budget, and what it is left of. */
export interface LeftOver {
  /** Bad events that are left. */
  left: number;
  /** All events that were seen, and in how many seconds. */
  total: number;
  seen: number;
}

/**
 * How long every event could be bad before the budget is gone, at the traffic of the window on average: 7 500 of
 * 85.1 million in 30 days are 3 m 48 s. Undefined without traffic.
 */
export const outageLeft = ({ left, total, seen }: LeftOver): number | undefined =>
  total > 0 && seen > 0 ? (Math.max(left, 0) / total) * seen : undefined;
