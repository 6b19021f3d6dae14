import { bucketOf, type NativeHistogram } from "../../kit/native-histogram.ts";
import type { HistogramSeries, HistorySeries } from "../../kit/remote-write.ts";
import type { Slo } from "../../src/model/slo.ts";
import type { Terms } from "../bench.ts";
import { availability } from "../slo.ts";
import type { Part } from "./part.ts";
import { scrape, type Clock, type Fate, type Scraped } from "./scrapes.ts";
import { shapes, type Member } from "./shapes.ts";
import type { Traffic } from "./traffic.ts";
import { judgeTrials, limits, type Trial } from "./trials.ts";
import { errorRatioOf, shown } from "./truth.ts";

const metric = "request_seconds";
const day = 86_400;
const days = 7;
const end = Date.UTC(2026, 5, 30, 12, 7, 30) / 1_000;
const begin = end - days * day;
const span = [begin - 3_600, end] as const;

/** A quarter of a second ends a bucket in every schema from 0 on. */
const threshold = 0.25;

/** How long good requests took, how long bad ones, and how they are shared among these. */
const durations = {
  good: [
    [0.02, 0.5],
    [0.11, 0.3],
    [0.24, 0.2],
  ],
  bad: [
    [0.26, 0.4],
    [1.7, 0.6],
  ],
} as const;

/** Whole observations of each duration: what is left over falls to the last. */
function spread(
  count: number,
  parts: readonly (readonly [number, number])[],
): [duration: number, n: number][] {
  let left = count;
  return parts.map(([took, share], n) => {
    const own = n === parts.length - 1 ? left : Math.floor(count * share);
    left -= own;
    return [took, own];
  });
}

export function histogramOf(schema: number, good: number, bad: number): NativeHistogram {
  const observed = [...spread(good, durations.good), ...spread(bad, durations.bad)];
  const buckets = observed.flatMap(([took, count]) =>
    count === 0 ? [] : [[bucketOf(schema, took), count] as const],
  );
  return { schema, buckets, sum: observed.reduce((sum, [took, count]) => sum + took * count, 0) };
}

type Kept = (at: number) => boolean;
const always: Kept = () => true;

const millis = (times: readonly number[]): Float64Array =>
  Float64Array.from(times, (at) => Math.round(at * 1_000));

export function nativeSeries(
  job: string,
  { good, bad }: Scraped,
  kept: Kept = always,
  schema: (at: number) => number = () => 3,
): HistogramSeries {
  const indices = [...good.times.keys()].filter((n) => kept(good.times[n]!));
  return {
    labels: { __name__: metric, job },
    times: millis(indices.map((n) => good.times[n]!)),
    histograms: indices.map((n) => histogramOf(schema(good.times[n]!), good.values[n]!, bad.values[n]!)),
  };
}

function classicSeries(job: string, { good, bad }: Scraped, kept: Kept): HistorySeries[] {
  const indices = [...good.times.keys()].filter((n) => kept(good.times[n]!));
  const times = millis(indices.map((n) => good.times[n]!));
  const of = (name: string, labels: Readonly<Record<string, string>>, value: (n: number) => number) => ({
    labels: { __name__: `${metric}_${name}`, job, ...labels },
    times,
    values: Float64Array.from(indices, value),
  });
  return [
    of("bucket", { le: String(threshold) }, (n) => good.values[n]!),
    of("count", {}, (n) => good.values[n]! + bad.values[n]!),
  ];
}

function latency(job: string, { interval }: Clock, type: "native" | "both"): Slo {
  const slo = availability(job, { window: days, scrapeInterval: interval });
  const histogram = { metric, matchers: [{ label: "job", op: "=", value: job } as const] };
  return { ...slo, sli: { kind: "latency", histogram, threshold, type } };
}

const nameOf = (text: string, { interval, phase }: Clock): string =>
  `${text.replaceAll(/[^a-z0-9]+/g, "-")}-${interval}s-${Math.round(phase)}`;

interface Story {
  what: string;
  type: "native" | "both";
  traffic: Traffic;
  fate: Fate;
  raw: (job: string, scraped: Scraped) => Trial["raw"];
}

/** Traffic of the counters' shapes that goes on for a week, kept as native samples. */
const fromShapes = (): Story[] =>
  shapes(span)
    .filter(({ name }) => /^(flat|bursty|hourly|restarts|scrape gaps under)/.test(name))
    .flatMap(({ name, members }) => members.slice(0, 3).map((member) => ofShape(name, member)));

const ofShape = (name: string, { job, traffic, fate }: Member): Story => ({
  what: `native, ${name}${job.startsWith("burst-") ? ` (${job})` : ""}`,
  type: "native",
  traffic,
  fate,
  raw: (own, scraped) => [nativeSeries(own, scraped)],
});

const later = begin + 3 * day + 1_234.5;

/** A service that changes over in the middle of the week, in the ways that services do. */
function changes(): Story[] {
  const { traffic } = shapes(span).find(({ name }) => name.startsWith("restarts"))!.members[0]!;
  const story = (what: string, fate: Fate, raw: Story["raw"]): Story => ({
    what: `both, ${what}`,
    type: "both",
    traffic,
    fate,
    raw,
  });
  const before: Kept = (at) => at < later;
  const after: Kept = (at) => at >= later;
  return [
    story("changed over by Prometheus", {}, (job, scraped) => [
      ...classicSeries(job, scraped, before),
      nativeSeries(job, scraped, after),
    ]),
    story("changed over by a restart", { restarts: [later] }, (job, scraped) => [
      ...classicSeries(job, scraped, before),
      nativeSeries(job, scraped, after),
    ]),
    story("side by side from then on", {}, (job, scraped) => [
      ...classicSeries(job, scraped, always),
      nativeSeries(job, scraped, after),
    ]),
    story("changed back", {}, (job, scraped) => [
      ...classicSeries(job, scraped, after),
      nativeSeries(job, scraped, before),
    ]),
    {
      ...story("", {}, (job, scraped) => [
        nativeSeries(job, scraped, always, (at) => (at % day < 43_200 ? 5 : 2)),
      ]),
      what: "native, its resolution changes twice a day",
      type: "native",
    },
  ];
}

function trial({ what, type, traffic, fate, raw }: Story, clock: Clock): Trial {
  const scraped = scrape(traffic, fate, clock, span);
  const job = nameOf(what, clock);
  return {
    what: `${what}, ${clock.interval}s, ${clock.phase}s off`,
    slo: latency(job, clock, type),
    raw: raw(job, scraped),
    truth: errorRatioOf(shown(scraped, begin, end)),
    limit: limits.counters,
  };
}

const usual: Clock = { interval: 30, phase: 7.349 };
const others: readonly Clock[] = [
  { interval: 30, phase: 0 },
  { interval: 15, phase: 4.217 },
  { interval: 60, phase: 13.731 },
];
/** What scrapes decide most about, for the other clocks. */
const telling = /burst-1|restarts every hour|changed over by Prometheus/;

function trials(quick: boolean): Trial[] {
  const stories = [...fromShapes(), ...changes()];
  const few = stories.filter(({ what }) => telling.test(what));
  return [
    ...stories.map((story) => trial(story, usual)),
    ...(quick ? [] : others.flatMap((clock) => few.map((story) => trial(story, clock)))),
  ];
}

const run = (terms: Terms) =>
  judgeTrials(`native histograms over ${days} days`, trials(terms.quick), end, terms);

/** Latency from native histograms, and from both kinds while a service changes over. */
export const native: Part = { name: "native", run };
