import type { HistorySeries } from "../../../kit/remote-write.ts";
import type { Across, Sli } from "../../../src/model/slo.ts";
import { counter } from "../../support/slos.ts";
import { begin, minute, times } from "./events.ts";

/** Two queues: the first is too old for ten minutes, the second for the last five of these. */
const spans = { a: [20, 30], b: [25, 30] } as const;

const isOld = (queue: keyof typeof spans, millis: number): boolean => {
  const [from, to] = spans[queue];
  const after = millis / 1_000 - begin;
  return after >= from * minute && after < to * minute;
};

// The hour alone: before it there is nothing.
const own = times.filter((at) => at >= begin * 1_000);
const queue = (metric: string, name: keyof typeof spans, good: number, bad: number): HistorySeries => ({
  labels: { __name__: metric, queue: name },
  times: own,
  values: own.map((at) => (isOld(name, at) ? bad : good)),
});

export const secondsSeries: readonly HistorySeries[] = [
  queue("vector_age", "a", 20, 400),
  queue("vector_age", "b", 20, 400),
  queue("vector_up", "a", 1, 0),
  queue("vector_up", "b", 1, 0),
];

const age = (across?: Across): Sli => ({
  kind: "threshold",
  metric: counter("vector_age"),
  operator: "<",
  value: 300,
  ...(across !== undefined && { across }),
});

/**
 * By hand, of an hour and an objective of 99 %. Both queues are 7,200 s, of which 600 + 300 are bad: 12.5 %. Their
 * largest is bad for 600 s of 3,600, their least for 300; their mean is 210 while one is old and 400 while both are,
 * their sum 420 and 800. Of sixty slices ten hold more than 5 % bad seconds, five of these half.
 */
export const secondsKinds: Readonly<
  Record<string, { sli: Sli; occurrences: number; timeslices: number; ratioTimeslices: number }>
> = {
  "a threshold, each series by itself": {
    sli: age(),
    occurrences: 900 / 7_200 / 0.01,
    timeslices: 10 / 60 / 0.01,
    ratioTimeslices: 7.5 / 60 / 0.01,
  },
  "a threshold on the largest": {
    sli: age("max"),
    occurrences: 600 / 3_600 / 0.01,
    timeslices: 10 / 60 / 0.01,
    ratioTimeslices: 10 / 60 / 0.01,
  },
  "a threshold on the least": {
    sli: age("min"),
    occurrences: 300 / 3_600 / 0.01,
    timeslices: 5 / 60 / 0.01,
    ratioTimeslices: 5 / 60 / 0.01,
  },
  "a threshold on the mean": {
    sli: age("avg"),
    occurrences: 300 / 3_600 / 0.01,
    timeslices: 5 / 60 / 0.01,
    ratioTimeslices: 5 / 60 / 0.01,
  },
  "a threshold on the sum": {
    sli: age("sum"),
    occurrences: 600 / 3_600 / 0.01,
    timeslices: 10 / 60 / 0.01,
    ratioTimeslices: 10 / 60 / 0.01,
  },
  "a gauge": {
    sli: { kind: "gauge", selector: counter("vector_up") },
    occurrences: 900 / 7_200 / 0.01,
    timeslices: 10 / 60 / 0.01,
    ratioTimeslices: 7.5 / 60 / 0.01,
  },
};
