import type { HistorySeries } from "../../kit/remote-write.ts";
import { metric } from "../slo.ts";
import { lastBefore, type Traffic } from "./traffic.ts";

/** What becomes of a service's counters, beside its traffic. Times in seconds since 1970. */
export interface Fate {
  /** Counters begin at zero again. */
  restarts?: readonly number[];
  /** The service, and with it every series, appears. */
  born?: number;
  /** The series of bad events appears only now, at the value it then has; otherwise it stands at 0 from the start. */
  badBorn?: number;
  /** Scrapes that failed: from, to. */
  gaps?: readonly (readonly [from: number, to: number])[];
}

export interface Clock {
  /** Seconds between scrapes. */
  interval: number;
  /** How far scrapes are from whole multiples of the interval, in seconds, to the millisecond. */
  phase: number;
}

export interface Counter {
  /** Seconds since 1970. */
  times: Float64Array;
  values: Float64Array;
}

/** The two counters of a service as a Prometheus scraped them. */
export interface Scraped {
  good: Counter;
  bad: Counter;
}

/** A restarted counter counts from its last restart on. */
const sinceRestart = (by: (at: number) => number, restarts: Float64Array, origin: number) => (at: number) => {
  const n = lastBefore(restarts, at);
  return by(at) - by(n < 0 ? origin : restarts[n]!);
};

const isMissing = (gaps: NonNullable<Fate["gaps"]>, at: number): boolean =>
  gaps.some(([from, to]) => at >= from && at < to);

/** @param span from, to: seconds since 1970 */
export function scrape(
  traffic: Traffic,
  fate: Fate,
  { interval, phase }: Clock,
  [from, to]: readonly [number, number],
): Scraped {
  const times = [];
  const begin = Math.max(from, fate.born ?? from);
  for (let n = Math.ceil((begin - phase) / interval); n * interval + phase <= to; n += 1) {
    const at = Math.round((n * interval + phase) * 1_000) / 1_000;
    if (!isMissing(fate.gaps ?? [], at)) times.push(at);
  }
  const restarts = Float64Array.from(fate.restarts ?? []);
  const origin = fate.born ?? from;
  const total = sinceRestart(traffic.totalBy, restarts, origin);
  const bad = sinceRestart(traffic.badBy, restarts, origin);
  const counter = (at: readonly number[], value: (at: number) => number): Counter => ({
    times: Float64Array.from(at),
    values: Float64Array.from(at, value),
  });
  const badBorn = fate.badBorn ?? -Infinity;
  return {
    good: counter(times, (at) => total(at) - bad(at)),
    bad: counter(
      times.filter((at) => at >= badBorn),
      bad,
    ),
  };
}

export const asSeries = (job: string, { good, bad }: Scraped): HistorySeries[] =>
  [
    { code: "200", counter: good },
    { code: "500", counter: bad },
  ].map(({ code, counter }) => ({
    labels: { __name__: metric, job, code },
    times: counter.times.map((at) => Math.round(at * 1_000)),
    values: counter.values,
  }));
