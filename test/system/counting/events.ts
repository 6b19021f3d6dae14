import { bucketOf } from "../../../kit/native-histogram.ts";
import type { HistogramSeries, HistorySeries } from "../../../kit/remote-write.ts";
import type { Sli } from "../../../src/model/slo.ts";
import { counter, selects } from "../../support/slos.ts";

/** The check vector: events of ten slices of a minute. */
const goodEvents = [2, 10, 12, 13, 13, 12, 13, 13, 12, 11];
const totalEvents = [4, 10, 12, 13, 14, 15, 14, 13, 12, 11];
const badEvents = totalEvents.map((total, slice) => total - goodEvents[slice]!);

export const minute = 60;
/** An hour of slices, and the evaluation delay after it: the vector lies in the middle. */
export const begin = Date.UTC(2026, 5, 30, 11) / 1_000;
export const end = begin + 60 * minute + 30;
const vectorAt = begin + 20 * minute;

/** Scrapes off the grid of slices and evaluations; not from the very start, so that counters are older than the hour. */
export const times = Float64Array.from(
  { length: 320 },
  (_, n) => (begin - 900 + n * 15) * 1_000 + 4_217,
).filter((at) => at <= end * 1_000);

/** A counter that was at a thousand: the events of each slice come eight seconds into it, or fourteen before its end: a scrape follows within the slice. */
const countBy = (events: readonly number[], when: "early" | "late") => (millis: number) =>
  events.reduce((count, own, slice) => {
    const happened = vectorAt + slice * minute + (when === "early" ? 8 : 46);
    return millis / 1_000 >= happened ? count + own : count;
  }, 1_000);

const series = (
  labels: HistorySeries["labels"],
  value: (millis: number) => number,
  kept: (millis: number) => boolean = () => true,
): HistorySeries => ({ labels, times: times.filter(kept), values: times.filter(kept).map(value) });

/** Twelve minutes before the vector: nothing happens, and the source changes. */
const changed = (vectorAt - 12 * minute) * 1_000;

const total = countBy(totalEvents, "early");
const good = countBy(goodEvents, "early");

const native = (job: string, kept: (millis: number) => boolean = () => true): HistogramSeries => ({
  labels: { __name__: "vector_seconds", job },
  times: times.filter(kept),
  histograms: Array.from(times.filter(kept), (at) => ({
    schema: 3,
    buckets: [
      [bucketOf(3, 0.2), good(at)],
      [bucketOf(3, 0.4), total(at) - good(at)],
    ].filter(([, count]) => count! > 0) as [number, number][],
  })),
});
const classic = (job: string, kept?: (millis: number) => boolean): HistorySeries[] => [
  series({ __name__: "vector_seconds_bucket", job, le: "0.25" }, good, kept),
  series({ __name__: "vector_seconds_count", job }, total, kept),
];
const latency = (job: string, type?: "native" | "both"): Sli => ({
  kind: "latency",
  histogram: counter("vector_seconds", { job }),
  threshold: 0.25,
  ...(type !== undefined && { type }),
});

export interface EventKind {
  sli: Sli;
  raw: readonly (HistorySeries | HistogramSeries)[];
}

/** The same events, as each kind of SLI that counts events is shown them. */
export const eventKinds: Readonly<Record<string, EventKind>> = {
  "bad and all": {
    sli: {
      kind: "ratio",
      counts: "bad",
      part: selects(counter("vector_failed_total")),
      total: selects(counter("vector_asked_total")),
    },
    raw: [
      series({ __name__: "vector_failed_total" }, countBy(badEvents, "late")),
      series({ __name__: "vector_asked_total" }, total),
    ],
  },
  "good and all": {
    sli: {
      kind: "ratio",
      counts: "good",
      part: selects(counter("vector_served_total")),
      total: selects(counter("vector_wanted_total")),
    },
    raw: [
      series({ __name__: "vector_served_total" }, good),
      series({ __name__: "vector_wanted_total" }, total),
    ],
  },
  "a classic histogram": { sli: latency("classic"), raw: classic("classic") },
  "a native histogram": { sli: latency("native", "native"), raw: [native("native")] },
  "a histogram that changes over": {
    sli: latency("changing", "both"),
    raw: [...classic("changing", (at) => at < changed), native("changing", (at) => at >= changed)],
  },
  "a histogram kept in both ways": {
    sli: latency("both", "both"),
    raw: [...classic("both"), native("both")],
  },
};
