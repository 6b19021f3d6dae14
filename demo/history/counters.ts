import type { HistorySeries } from "../../kit/remote-write.ts";
import { intervals } from "../../src/model/intervals.ts";
import { catalogue, latencyBuckets, type ServiceName } from "../shop/catalogue.ts";
import type { Entry } from "./ledger.ts";

/** What one service, or one region of it, has answered since its history began. */
export interface Tally {
  total: number;
  /** Answered 500. */
  bad: number;
  /** Took longer than 300 ms. */
  slow: number;
}

/** How one service's requests went, interval by interval. */
export interface Course {
  service: ServiceName;
  region?: string;
  entries: readonly Entry[];
  /** Requests above 300 ms in the same intervals; without it the service's usual share. */
  slow?: readonly Entry[];
}

export interface Scrapes {
  /** Labels of every target beside its job and instance. */
  targetLabels: Readonly<Record<string, string>>;
  /** Seconds since 1970, both included when a scrape falls on them. */
  from: number;
  to: number;
  interval: number;
}

/** Share of the fast requests (up to 300 ms) below each bucket, as the shop's own work times fall. */
const fastShares = [0.28, 0.58, 0.84, 0.995, 0.999, 1];
/** Share of the slow ones below the buckets above 300 ms. */
const slowShares = [0.45, 0.97, 1, 1];

/**
 * The counters that scrapes of the live shop would have shown, so that rates over the last hours are continuous
 * and agree with the ledger: what they grow by in an interval is that interval's entry. They start when the
 * story does, far above anything the live shop counts today, so that its start is an ordinary counter reset.
 */
export function writeCounters(course: Course, scrapes: Scrapes): HistorySeries[] {
  const tallies = scrapedTallies({ ...course, usualSlow: catalogue[course.service].slowShare }, scrapes);
  const times = Float64Array.from(tallies, ({ at }) => at * 1_000);
  const base = targetOf(course.service, scrapes);
  const regional = course.region === undefined ? {} : { region: course.region };
  const series = (name: string, labels: Record<string, string>, value: (tally: Tally) => number) => ({
    labels: { __name__: name, ...base, ...regional, ...labels },
    times,
    values: Float64Array.from(tallies, value),
  });
  return [
    ...catalogue[course.service].codes.map((code) =>
      series("http_requests_total", { code: String(code) }, (tally) => answered(course.service, code, tally)),
    ),
    ...[...latencyBuckets, Infinity].map((edge, index) =>
      series("http_request_duration_seconds_bucket", { le: edgeText(edge) }, (tally) => upTo(index, tally)),
    ),
    series("http_request_duration_seconds_count", {}, ({ total }) => total),
    series("http_request_duration_seconds_sum", {}, ({ total, slow }) => 0.025 * (total - slow) + 0.5 * slow),
  ];
}

/** The scrape's own word that the service answered. */
export const writeUp = (service: ServiceName, scrapes: Scrapes): HistorySeries => {
  const times = Float64Array.from(scrapeTimes(scrapes), (at) => at * 1_000);
  const labels = { __name__: "up", ...targetOf(service, scrapes) };
  return { labels, times, values: new Float64Array(times.length).fill(1) };
};

export const targetOf = (service: ServiceName, { targetLabels }: Scrapes): Record<string, string> => ({
  job: service,
  instance: instanceOf(service),
  ...targetLabels,
});

/** There is one of each; the same name in the history and in the scrape configuration, whatever the port. */
export const instanceOf = (service: ServiceName): string => `${service}-1`;

function answered(service: ServiceName, code: number, { total, bad }: Tally): number {
  const good = total - bad;
  // Every sixty-fourth payment is declined, which is no error.
  const declined = catalogue[service].codes.includes(402) ? Math.floor(good / 64) : 0;
  if (code === 500) return bad;
  if (code === 402) return declined;
  return code === 200 || code === 201 ? good - declined : 0;
}

/** As Prometheus 3 spells the buckets it scrapes: whole numbers end in `.0`. */
export const edgeText = (edge: number): string =>
  edge === Infinity ? "+Inf" : Number.isInteger(edge) ? `${edge}.0` : String(edge);

function upTo(bucket: number, { total, slow }: Tally): number {
  const share = fastShares[bucket];
  if (share !== undefined) return Math.floor(share * (total - slow));
  return total - slow + Math.floor((slowShares[bucket - fastShares.length] ?? 1) * slow);
}

export function scrapeTimes({ from, to, interval }: Scrapes): number[] {
  return Array.from({ length: Math.floor((to - from) / interval) + 1 }, (_, n) => from + n * interval);
}

/** Events by interval; without `slow` the usual share of them is. */
export interface Counted {
  entries: readonly Entry[];
  slow?: readonly Entry[];
  usualSlow: number;
}

/** Running sums at each scrape; inside an interval its events are spread evenly. */
export function scrapedTallies(
  { entries, slow, usualSlow: usual }: Counted,
  scrapes: Scrapes,
): (Tally & { at: number })[] {
  const before: Tally = { total: 0, bad: 0, slow: 0 };
  let index = 0;
  return scrapeTimes(scrapes).map((at) => {
    for (; index < entries.length - 1 && entries[index]!.end <= at; index += 1) {
      before.total += entries[index]!.total;
      before.bad += entries[index]!.bad;
      before.slow += slow?.[index]?.bad ?? entries[index]!.total * usual;
    }
    const entry = entries[index]!;
    const part = Math.max(0, Math.min(1, 1 - (entry.end - at) / intervals.ledger));
    return {
      at,
      total: before.total + Math.floor(part * entry.total),
      bad: before.bad + Math.floor(part * entry.bad),
      slow: Math.floor(before.slow + part * (slow?.[index]?.bad ?? entry.total * usual)),
    };
  });
}
