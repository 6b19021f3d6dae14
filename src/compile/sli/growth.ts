import { seconds, type Seconds } from "../../model/units.ts";
import type { Selector } from "../../model/promql.ts";
import { range } from "../promql.ts";

/** When the ledger reads: every `interval`, `delay` after its end. */
export interface LedgerTime {
  interval: Seconds;
  delay: Seconds;
}

/** How a counter's last and highest value over a range are read. */
export type Reading = (fn: "last_over_time" | "max_over_time", over: Seconds, offset: Seconds) => string;

export interface Readings {
  now: string;
  /** At the end of the interval before; it is looked for one interval further back. */
  before: string;
  /** The highest of this interval, which bridges a reset. */
  peak: string;
}

export const readings = (read: Reading, { interval, delay }: LedgerTime): Readings => ({
  now: read("last_over_time", interval, delay),
  before: read("last_over_time", seconds(2 * interval), seconds(interval + delay)),
  peak: read("max_over_time", interval, delay),
});

export const grown = ({ now, before }: Readings): string => `${now}\n  - ${before}`;
/** What a counter that began anew has counted: all it shows, and what it grew by until its peak. */
export const regrown = ({ now, before, peak }: Readings): string =>
  `${now}\n  + clamp_min(${peak}\n    - ${before}, 0)`;

/** What a counter grew by in one interval; the comparisons keep NaN and Inf out of the sum. */
export const growthOf = (counter: Readings): string =>
  `(${grown(counter)} >= 0 < +Inf)\nor\n(${regrown(counter)} >= 0 < +Inf)`;

/**
 * Events that each counter counted in one interval I: its last value minus the last value of the interval before, a
 * reset bridged by its peak. Differences telescope: every scrape-to-scrape growth is counted once, whatever the
 * scrape interval and its phase, and nothing is extrapolated. `[2I] offset I` carries growth across one missing
 * interval. docs/rules.md tells the measurements.
 */
export function growth(
  selector: Selector,
  time: LedgerTime,
  merge: (values: string) => string = (values) => values,
): string {
  return growthOf(readings((fn, over, offset) => merge(`${fn}(${range(selector, over, offset)})`), time));
}
