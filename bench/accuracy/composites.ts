import { measured, type CompositeKind, type Member, type MissingRule } from "../../src/model/composite.ts";
import { intervals } from "../../src/model/intervals.ts";
import type { Matcher } from "../../src/model/promql.ts";
import { sloId, type Sli, type Slo } from "../../src/model/slo.ts";
import type { HistorySeries } from "../../kit/remote-write.ts";
import type { Terms } from "../bench.ts";
import { availability } from "../slo.ts";
import type { Part } from "./part.ts";
import { asSeries, scrape, type Clock, type Fate, type Scraped } from "./scrapes.ts";
import { flowing, type Spell, type Traffic } from "./traffic.ts";
import { judgeTrials, limits, type Trial } from "./trials.ts";
import { errorRatioOf, shown } from "./truth.ts";

const day = 86_400;
const days = 7;
const at = Date.UTC(2026, 5, 30, 12, 5);
const end = at / 1_000;
const begin = end - days * day;
const from = begin - 3_600;

/** Spells of half a minute; `rate` says what happens in the n-th. */
function spells(rate: (n: number) => Omit<Spell, "from">): Traffic {
  const all: Spell[] = [];
  for (let n = 0, begins = from; begins < end; n += 1, begins += 30) all.push({ from: begins, ...rate(n) });
  return flowing(all);
}

/** Short errors at changing places of the interval, some in both members at once; idle for a while every three hours. */
const errorsEvery =
  (period: number, offset: number, share: number, always = 0) =>
  (n: number) => {
    const isIdle = n % 360 >= 345;
    const total = isIdle ? 0 : 20 + (n % 5);
    return { total, bad: total * (n % period === offset ? share + (n % 3) * 0.1 : always) };
  };

const services: readonly { traffic: Traffic; fate: Fate; weight: number }[] = [
  { traffic: spells(errorsEvery(97, 13, 0.3)), fate: {}, weight: 5 },
  {
    // Errors between two restarts outnumber a burst: what a restarted counter overtakes in one interval nobody can see.
    traffic: spells(errorsEvery(194, 13, 0.6, 0.01)),
    fate: { restarts: Array.from({ length: days * 24 }, (_, n) => begin + n * 3_600 + 671.3) },
    weight: 3,
  },
  { traffic: spells(errorsEvery(61, 7, 0.1)), fate: {}, weight: 2 },
];

const composite = (name: string, sli: Sli, clock: Clock): Slo => ({
  ...availability(name, { window: days, scrapeInterval: clock.interval }),
  id: sloId(name, "experience", "production"),
  name: "experience",
  sli,
});

const combine: Readonly<Record<CompositeKind, (ratios: readonly number[]) => number>> = {
  all: (ratios) => Math.max(...ratios),
  any: (ratios) => Math.min(...ratios),
  weighted: (ratios) => {
    const weights = services.map(({ weight }) => weight);
    const sum = weights.reduce((all, weight) => all + weight, 0);
    return ratios.reduce((all, ratio, n) => all + ratio * weights[n]!, 0) / sum;
  },
};

/** The period by definition, interval by interval, from what the scrapes of each interval show of each member. */
function truthOf(kind: CompositeKind, members: readonly Scraped[]): number {
  let [bad, total] = [0, 0];
  for (let to = end; to > begin; to -= intervals.ledger) {
    const read = to - intervals.evaluationDelay;
    const events = members.map((scraped) => shown(scraped, read - intervals.ledger, read));
    if (events.every((each) => each.total === 0)) continue;
    total += 1;
    bad += combine[kind](events.map(errorRatioOf));
  }
  return bad / total;
}

const clockText = ({ interval, phase }: Clock): string => `scrapes every ${interval}s, ${phase}s off`;
const missing: MissingRule = "noData";

function byTime(clock: Clock): Trial[] {
  const suffix = `${clock.interval}-${Math.round(clock.phase)}`;
  const scraped = services.map(({ traffic, fate }) => scrape(traffic, fate, clock, [from, end]));
  const jobs = services.map((_, n) => `part-${n}-${suffix}`);
  const members = services.map(({ weight }, n): Member => ({
    slo: measured(availability(jobs[n]!, { window: days, scrapeInterval: clock.interval })),
    weight,
  }));
  const raw = scraped.flatMap((each, n) => asSeries(jobs[n]!, each));
  return (["all", "any", "weighted"] as const).map((kind, n) => {
    // `any` of all three is hardly ever bad: of the two that fail together it is.
    const some = kind === "any" ? [0, 1] : [0, 1, 2];
    const sli = { kind, members: some.map((each) => members[each]!), missing };
    return {
      what: `${kind} of ${some.length}, by intervals, ${clockText(clock)}`,
      slo: composite(`${kind}-${suffix}`, sli, clock),
      raw: n === 0 ? raw : [],
      truth: truthOf(
        kind,
        some.map((each) => scraped[each]!),
      ),
      limit: limits.others,
    };
  });
}

const histogram = "request_seconds";
const code = "code";

/** Requests that fail, that are slow, and that are both; restarted every hour. */
function requestsOf(clock: Clock): { raw: HistorySeries[]; job: string; truth: number } {
  const job = `stream-${clock.interval}-${Math.round(clock.phase)}`;
  const fate = services[1]!.fate;
  const ok = scrape(spells(errorsEvery(97, 13, 0.3)), fate, clock, [from, end]);
  const failed = scrape(
    spells((n) => ({ total: n % 61 < 3 ? 4 : 0, bad: n % 61 === 1 ? 3 : 0 })),
    fate,
    clock,
    [from, end],
  );
  const read = [begin, end].map((edge) => edge - intervals.evaluationDelay) as [number, number];
  const [good, bad] = [shown(ok, ...read), shown(failed, ...read)];
  return {
    job,
    raw: [...asHistogram(job, "200", ok), ...asHistogram(job, "500", failed)],
    truth: (good.bad + bad.total) / (good.total + bad.total),
  };
}

/** `good` are the fast ones, `bad` the slow ones. */
function asHistogram(job: string, status: string, { good, bad }: Scraped): HistorySeries[] {
  const labels = { job, [code]: status };
  const times = good.times.map((time) => Math.round(time * 1_000));
  return [
    {
      labels: { __name__: `${histogram}_count`, ...labels },
      times,
      values: good.values.map((value, n) => value + bad.values[n]!),
    },
    { labels: { __name__: `${histogram}_bucket`, ...labels, le: "0.3" }, times, values: good.values },
  ];
}

function byEvents(clock: Clock): Trial {
  const { job, raw, truth } = requestsOf(clock);
  const ofJob: Matcher = { label: "job", op: "=", value: job };
  const count = (...more: readonly Matcher[]) => ({
    kind: "selector" as const,
    selector: { metric: `${histogram}_count`, matchers: [ofJob, ...more] },
  });
  const slos: readonly Sli[] = [
    {
      kind: "ratio",
      counts: "bad",
      part: count({ label: code, op: "=~", value: "5.." }),
      total: count(),
    },
    { kind: "latency", histogram: { metric: histogram, matchers: [ofJob] }, threshold: 0.3 },
  ];
  const members = slos.map((sli, n): Member => ({
    slo: measured({ ...availability(`${job}-${n}`, { scrapeInterval: clock.interval }), sli }),
    weight: 1,
  }));
  return {
    what: `all, request by request, ${clockText(clock)}`,
    slo: composite(job, { kind: "all", members, missing }, clock),
    raw,
    truth,
    limit: limits.counters,
  };
}

const clocks = (quick: boolean): readonly Clock[] => {
  const off = { interval: 30, phase: 7.349 };
  return quick ? [off] : [{ interval: 30, phase: 0 }, off, { interval: 15, phase: 4.217 }];
};

const run = (terms: Terms) =>
  judgeTrials(
    `composites over ${days} days`,
    clocks(terms.quick).flatMap((clock) => [...byTime(clock), byEvents(clock)]),
    end,
    terms,
  );

/** `all`, `any` and `weighted` by intervals, and `all` request by request. */
export const composites: Part = { name: "composites", run };
