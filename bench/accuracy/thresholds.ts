import type { HistorySeries } from "../../kit/remote-write.ts";
import type { Across, Slo } from "../../src/model/slo.ts";
import type { Terms } from "../bench.ts";
import { availability } from "../slo.ts";
import type { Part } from "./part.ts";
import type { Clock } from "./scrapes.ts";
import { dice } from "./traffic.ts";
import { judgeTrials, limits, type Trial } from "./trials.ts";

const day = 86_400;
const days = 7;
const end = Date.UTC(2026, 5, 30, 12, 7, 30) / 1_000;
const begin = end - days * day;
const metric = "queue_age_seconds";
const threshold = 300;
const queues = [0, 1, 2];

/** A queue's age at every moment: old for some minutes every few hours, at moments of its own. */
function ageOf(queue: number): (at: number) => number {
  const roll = dice(40 + queue);
  const spans: (readonly [number, number])[] = [];
  for (let at = begin - day; at < end; at += 3_600 * (2 + 4 * roll()))
    spans.push([at, at + 60 + 900 * roll()]);
  return (at) => (spans.some(([from, to]) => at >= from && at < to) ? 700 + 10 * queue : 20 + queue);
}

const across: Readonly<Record<Across, (ages: readonly number[]) => number>> = {
  sum: (ages) => ages.reduce((sum, age) => sum + age, 0),
  avg: (ages) => ages.reduce((sum, age) => sum + age, 0) / ages.length,
  min: (ages) => Math.min(...ages),
  max: (ages) => Math.max(...ages),
};

const scrapeTimes = ({ interval, phase }: Clock): number[] => {
  const first = Math.ceil((begin - 3_600 - phase) / interval) * interval + phase;
  return Array.from({ length: Math.floor((end - first) / interval) + 1 }, (_, n) => first + n * interval);
};

function trialsUnder(clock: Clock): Trial[] {
  const times = scrapeTimes(clock);
  const ages = queues.map((queue) => times.map(ageOf(queue)));
  return ([undefined, "max", "avg"] as const).map((kind) => {
    const job = `${kind ?? "each"}-${clock.interval}s-${Math.round(clock.phase)}`;
    const raw = queues.map((queue): HistorySeries => ({
      labels: { __name__: metric, job, queue: String(queue) },
      times: Float64Array.from(times, (at) => Math.round(at * 1_000)),
      values: Float64Array.from(ages[queue] ?? []),
    }));
    // What scrapes of the period show, each standing for the time up to the next.
    const seen = times.flatMap((at, n) => (at > begin && at <= end ? [n] : []));
    const values = seen.flatMap((n) => {
      const now = queues.map((queue) => ages[queue]?.[n] ?? NaN);
      return kind === undefined ? now : [across[kind](now)];
    });
    return {
      what: `threshold, ${kind ?? "each series"}, ${clock.interval}s, ${clock.phase}s off`,
      slo: sloOf(job, clock, kind),
      raw,
      truth: values.filter((age) => !(age < threshold)).length / values.length,
      limit: limits.others,
    };
  });
}

function sloOf(job: string, { interval }: Clock, kind: Across | undefined): Slo {
  const slo = availability(job, { window: days, scrapeInterval: interval, objective: "99%" });
  const selector = { metric, matchers: [{ label: "job", op: "=", value: job } as const] };
  const sli = { kind: "threshold", metric: selector, operator: "<", value: threshold } as const;
  return { ...slo, sli: kind === undefined ? sli : { ...sli, across: kind } };
}

const clocks = (quick: boolean): readonly Clock[] => [
  { interval: 30, phase: 7.349 },
  ...(quick
    ? []
    : [
        { interval: 30, phase: 0 },
        { interval: 15, phase: 4.217 },
        { interval: 60, phase: 13.731 },
      ]),
];

const run = (terms: Terms) =>
  judgeTrials(`thresholds over ${days} days`, clocks(terms.quick).flatMap(trialsUnder), end, terms);

/** Seconds on the wrong side of a value: of each series, and of several as one. */
export const thresholds: Part = { name: "thresholds", run };
