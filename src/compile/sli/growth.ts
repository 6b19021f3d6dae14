import { seconds, type Seconds } from "../../model/units.ts";
import type { Selector } from "../../model/promql.ts";
import { range } from "../promql.ts";

/** When the ledger reads: every `interval`, `delay` after its end. */
export interface LedgerTime {
  interval: Seconds;
  delay: Seconds;
}

/**
 * Events that each counter counted in one interval I: its last value minus the last value of the interval before, a
 * reset bridged by its peak. Differences telescope: every scrape-to-scrape growth is counted once, whatever the
 * scrape interval and its phase, and nothing is extrapolated. `[2I] offset I` carries growth across one missing
 * interval. The comparisons keep NaN and Inf out of the sum. docs/rules.md tells the measurements.
 */
export function growth(
  selector: Selector,
  { interval, delay }: LedgerTime,
  merge: (values: string) => string = (values) => values,
): string {
  const before = merge(
    `last_over_time(${range(selector, seconds(2 * interval), seconds(interval + delay))})`,
  );
  const now = merge(`last_over_time(${range(selector, interval, delay)})`);
  const peak = merge(`max_over_time(${range(selector, interval, delay)})`);
  return (
    `(${now}\n  - ${before} >= 0 < +Inf)\nor\n` +
    `(${now}\n  + clamp_min(${peak}\n    - ${before}, 0) >= 0 < +Inf)`
  );
}
