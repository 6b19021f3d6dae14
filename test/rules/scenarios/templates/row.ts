import type { Scenario } from "../../scenario.ts";

/** What one template is given, and series of which a known share is bad, and of which none is. */
export interface Row {
  with: Readonly<Record<string, string>>;
  /** Share of bad events in `bad`. */
  share: number;
  bad: Scenario["input"];
  good: Scenario["input"];
}

/** Counters that grow by so much a scrape, and gauges that stand still. */
export const grows = (by: number): string => `1000+${by}x60`;
export const stands = (at: number): string => `${at}x60`;
export const now = "0+30x60";

/** A counter split by one label: bad and good events, and the same without bad ones. */
export const split = (metric: string, labels: string, bad: string, good: string): Omit<Row, "with"> => ({
  share: 0.1,
  bad: { [`${metric}{${labels}, ${bad}}`]: grows(3), [`${metric}{${labels}, ${good}}`]: grows(27) },
  good: { [`${metric}{${labels}, ${bad}}`]: grows(0), [`${metric}{${labels}, ${good}}`]: grows(27) },
});

/** A histogram of which a tenth is slower than `le`. */
export const slow = (histogram: string, labels: string, le: string): Omit<Row, "with"> => {
  const series = (within: number) => ({
    [`${histogram}_bucket{${labels}, le="${le}"}`]: grows(within),
    [`${histogram}_bucket{${labels}, le="+Inf"}`]: grows(30),
    [`${histogram}_count{${labels}}`]: grows(30),
  });
  return { share: 0.1, bad: series(27), good: series(30) };
};

/** A gauge that is good at one value and bad at another. */
export const level = (series: string, bad: number, good: number, share = 1): Omit<Row, "with"> => ({
  share,
  bad: { [series]: stands(bad) },
  good: { [series]: stands(good) },
});

/** The Unix time of the last success: long ago, or just now. */
export const age = (series: string): Omit<Row, "with"> => ({
  share: 1,
  bad: { [series]: stands(10) },
  good: { [series]: now },
});
