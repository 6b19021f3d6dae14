import type { HistorySeries } from "./remote-write.ts";

/**
 * Histories whose events are known by construction. A {@link Count} says how many events there have been up to a
 * moment; scraping it gives the samples a Prometheus would have. All times are Unix seconds.
 */
export type Count = (at: number) => number;

export interface Span {
  readonly from: number;
  readonly to: number;
}

export const minute = 60;
export const hour = 60 * minute;
export const day = 24 * hour;

/** The same number of events every second. */
export const steady =
  (perSecond: number): Count =>
  (at) =>
    perSecond * at;

/**
 * A day's rhythm: `mean` events a second, `swing` of it (0 to 1) more at `peakAt` (seconds after midnight UTC) and
 * as much less twelve hours away. The integral of mean·(1 + swing·cos(ω(t − peak))).
 */
export const diurnal = (mean: number, swing: number, peakAt = 14 * hour): Count => {
  const omega = (2 * Math.PI) / day;
  return (at) => mean * (at + (swing / omega) * Math.sin(omega * (at - peakAt)));
};

const growth = (count: Count, from: number, to: number): number => (to > from ? count(to) - count(from) : 0);

/** Only what happens within the spans, which must not overlap. */
export const during =
  (spans: readonly Span[], count: Count): Count =>
  (at) =>
    spans.reduce((sum, { from, to }) => sum + growth(count, from, Math.min(to, at)), 0);

/** What happens outside of the spans. */
export const outside =
  (spans: readonly Span[], count: Count): Count =>
  (at) =>
    count(at) - during(spans, count)(at);

export const both =
  (one: Count, other: Count): Count =>
  (at) =>
    one(at) + other(at);

/** A share of the events, 0 to 1. */
export const share =
  (part: number, count: Count): Count =>
  (at) =>
    part * count(at);

/** `length` seconds in every `every`, starting `after` seconds into each, for as long as the history goes. */
export const repeated = ({ from, to }: Span, every: number, length: number, after = 0): Span[] => {
  const spans: Span[] = [];
  for (let begin = Math.ceil((from - after) / every) * every + after; begin < to; begin += every) {
    spans.push({ from: begin, to: Math.min(begin + length, to) });
  }
  return spans;
};

export interface Scrapes {
  /** Seconds between two scrapes. */
  readonly every: number;
  /** Seconds after the multiples of `every`. */
  readonly phase: number;
}

export interface CounterOptions extends Span {
  /** With `__name__`. */
  readonly labels: HistorySeries["labels"];
  readonly count: Count;
  readonly scrapes: Scrapes;
  /** Moments at which the process restarts and counts from zero again, ascending. */
  readonly resets?: readonly number[];
  /** Spans without scrapes: the process goes on counting unseen. */
  readonly gaps?: readonly Span[];
  /** No series before its first event, nor after a restart before the next: a counter nobody initialised. */
  readonly bornWithFirstEvent?: boolean;
}

/** The scrape times of a span, in seconds. */
export const scrapeTimes = (
  { from, to }: Span,
  { every, phase }: Scrapes,
  gaps: readonly Span[] = [],
): number[] => {
  const times: number[] = [];
  for (let at = Math.ceil((from - phase) / every) * every + phase; at <= to; at += every) {
    if (!gaps.some((gap) => at >= gap.from && at < gap.to)) times.push(at);
  }
  return times;
};

/** The samples scrapes would show of a counter that starts at zero at `from`. Counters hold whole events. */
export function counter(options: CounterOptions): HistorySeries {
  const { labels, count, scrapes, resets = [], gaps = [], bornWithFirstEvent = false } = options;
  const times: number[] = [];
  const values: number[] = [];
  let begin = options.from;
  let restart = 0;
  for (const at of scrapeTimes(options, scrapes, gaps)) {
    while (restart < resets.length && resets[restart]! <= at) begin = resets[restart++]!;
    const value = events(count, { from: begin, to: at });
    if (bornWithFirstEvent && value === 0) continue;
    times.push(at * 1000);
    values.push(value);
  }
  return { labels, times: Float64Array.from(times), values: Float64Array.from(values) };
}

/** A gauge as scrapes would show it. */
export function gauge(
  options: Omit<CounterOptions, "count" | "resets" | "bornWithFirstEvent"> & {
    readonly value: (at: number) => number;
  },
): HistorySeries {
  const times = scrapeTimes(options, options.scrapes, options.gaps);
  return {
    labels: options.labels,
    times: Float64Array.from(times, (at) => at * 1000),
    values: Float64Array.from(times, options.value),
  };
}

// Integrals of rates carry binary noise: 0.1 · 600 must count as 60 events, not 59.
const whole = (value: number): number => Math.floor(value + 1e-6);

/** Events that truly happened in a span. */
export const events = (count: Count, { from, to }: Span): number => whole(count(to)) - whole(count(from));

/**
 * Events that the scrapes of a series show in `(from, to]`: every growth from scrape to scrape, after a restart the
 * new value. What a process counted between its last scrape and its end, and a new series' first value, no scrape shows.
 */
export function shown({ times, values }: HistorySeries, { from, to }: Span): number {
  let sum = 0;
  for (let at = 1; at < times.length; at++) {
    if (times[at]! <= from * 1000 || times[at]! > to * 1000) continue;
    const [before, now] = [values[at - 1]!, values[at]!];
    sum += now >= before ? now - before : now;
  }
  return sum;
}
