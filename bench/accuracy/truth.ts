import type { Counter, Scraped } from "./scrapes.ts";
import type { Traffic } from "./traffic.ts";

export interface Events {
  bad: number;
  total: number;
}

/**
 * What the scrapes of (from, to] show of a counter: every growth from one scrape to the next, and after a reset
 * what it reads. The first value of a series shows nothing: nobody knows what it was before.
 */
export function shownBy({ times, values }: Counter, from: number, to: number): number {
  let shown = 0;
  for (let n = 1; n < times.length; n += 1) {
    if (times[n]! <= from || times[n]! > to) continue;
    const growth = values[n]! - values[n - 1]!;
    shown += growth >= 0 ? growth : values[n]!;
  }
  return shown;
}

export const shown = ({ good, bad }: Scraped, from: number, to: number): Events => {
  const failed = shownBy(bad, from, to);
  return { bad: failed, total: failed + shownBy(good, from, to) };
};

/** What really happened in (from, to], whether a scrape could show it or not. */
export const happened = ({ badBy, totalBy }: Traffic, from: number, to: number): Events => ({
  bad: badBy(to) - badBy(from),
  total: totalBy(to) - totalBy(from),
});

export const errorRatioOf = ({ bad, total }: Events): number => (total === 0 ? 0 : bad / total);
