import { measured, type CompositeKind, type Member, type MissingRule } from "../../../src/model/composite.ts";
import { label, series } from "../../../src/model/names.ts";
import type { Sli, Slo } from "../../../src/model/slo.ts";
import { badRatio, counter, duration, objective, selects, slo } from "../../support/slos.ts";
import { byGroup, isAbsent, ledger, noLedger, says, type Expectation, type Scenario } from "../scenario.ts";

const bad = (job: string, more = "") => `http_requests_total{job="${job}",code="500"${more}}`;
const good = (job: string, more = "") => `http_requests_total{job="${job}",code="200"${more}}`;

/** 600 requests an interval of 2m30s, at a scrape of 30s. */
const busy = (job: string, errors: number, more = ""): Record<string, string> => ({
  [good(job, more)]: `1000+${120 - errors}x120`,
  [bad(job, more)]: `1000+${errors}x120`,
});
const idle = (job: string): Record<string, string> => ({ [good(job)]: "1000x120", [bad(job)]: "1000x120" });

const member = (name: string, weight = 1, changes: Parameters<typeof slo>[0] = {}): Member => ({
  slo: measured(slo({ service: name, name: "availability", ...changes })),
  weight,
});

export const over = (
  kind: CompositeKind,
  missing: MissingRule,
  members: readonly Member[] = [member("a", 5), member("b", 3), member("c", 2)],
  changes: Parameters<typeof slo>[0] = {},
): Slo => slo({ name: "experience", sli: { kind, members, missing } satisfies Sli, ...changes });

const idOf = (service: string) => `${service}.availability.production`;
const spent = (at: string, shares: Readonly<Record<string, number>>): Expectation =>
  byGroup(
    at,
    series.memberBad,
    label.member,
    Object.fromEntries(Object.entries(shares).map(([name, value]) => [idOf(name), value])),
  );
const addsUp = (at: string): Expectation =>
  says(at, `abs(sum(${series.memberBad}) - sum(${series.ledgerBad})) < bool 1e-9`, 1);

const story = (
  title: string,
  subject: Slo,
  input: Scenario["input"],
  expect: Scenario["expect"],
): Scenario => ({ title, slo: subject, every: "2m30s", scrape: "30s", input, expect });

// The vectors of docs/composites.md: a fails 10 %, b 40 %, c is idle.
const vector = { ...busy("a", 12), ...busy("b", 48), ...idle("c") };
// … and c has no data at all.
const cMissing = { ...busy("a", 12), ...busy("b", 48) };

export const vectors: readonly {
  kind: CompositeKind;
  missing: MissingRule;
  /** Bad seconds of an interval of 150 while c is idle, and while it is missing; undefined: no data. */
  idle: number;
  gone: number | undefined;
}[] = [
  { kind: "all", missing: "noData", idle: 60, gone: undefined },
  { kind: "all", missing: "good", idle: 60, gone: 60 },
  { kind: "all", missing: "bad", idle: 60, gone: 150 },
  { kind: "all", missing: "ignore", idle: 60, gone: 60 },
  { kind: "any", missing: "bad", idle: 0, gone: 15 },
  { kind: "any", missing: "noData", idle: 0, gone: undefined },
  { kind: "any", missing: "good", idle: 0, gone: 0 },
  { kind: "any", missing: "ignore", idle: 0, gone: 15 },
  { kind: "weighted", missing: "noData", idle: 25.5, gone: undefined },
  { kind: "weighted", missing: "good", idle: 25.5, gone: 25.5 },
  { kind: "weighted", missing: "bad", idle: 25.5, gone: 55.5 },
  { kind: "weighted", missing: "ignore", idle: 25.5, gone: 31.875 },
];

const ofVectors = vectors.flatMap(({ kind, missing, idle: whenIdle, gone }): Scenario[] => [
  story(`${kind}, ${missing}: an idle member breaks no promise`, over(kind, missing), vector, [
    ...ledger("30m", whenIdle, 150),
    ...(kind === "any" ? [] : [addsUp("30m")]),
  ]),
  story(
    `${kind}, ${missing}: a member without data`,
    over(kind, missing),
    cMissing,
    gone === undefined
      ? noLedger("30m")
      : [...ledger("30m", gone, 150), ...(kind === "any" ? [] : [addsUp("30m")])],
  ),
]);

const stream = (name: string, sli: Sli): Member => member(name, 1, { sli });
const counted = (matchers: Readonly<Record<string, string>> = {}) =>
  selects(counter("request_seconds_count", { job: "shop", ...matchers }));
const availability = stream("availability", {
  kind: "ratio",
  counts: "bad",
  part: counted({ code: "~5.." }),
  total: counted(),
});
const latency = stream("latency", {
  kind: "latency",
  histogram: counter("request_seconds", { job: "shop" }),
  threshold: 1,
});
const histogram = (code: string, all: number, fast: number): Record<string, string> => ({
  [`request_seconds_count{job="shop",code="${code}"}`]: `1000+${all}x120`,
  [`request_seconds_bucket{job="shop",code="${code}",le="1"}`]: `1000+${fast}x120`,
  [`request_seconds_bucket{job="shop",code="${code}",le="+Inf"}`]: `1000+${all}x120`,
});

const regions = (name: string): Member => member(name, 1, { groupBy: ["region"] });
const inRegion = (name: string) => `,region="${name}"`;

export const compositeScenarios: readonly Scenario[] = [
  ...ofVectors,
  story("all of it missing is no data, whatever a missing member counts as", over("all", "bad"), {}, [
    ...noLedger("30m"),
  ]),
  story("all: the worst member of an interval spends it", over("all", "noData"), vector, [
    spent("30m", { b: 60 }),
  ]),
  story(
    "all: of members that are equally bad, the one that is written first",
    over("all", "noData"),
    { ...busy("a", 48), ...busy("b", 48), ...idle("c") },
    [spent("30m", { a: 60 })],
  ),
  story("weighted: each spends its weight of its own ratio", over("weighted", "noData"), vector, [
    spent("30m", { a: 7.5, b: 18, c: 0 }),
  ]),
  story(
    "all idle is 0 of 0, and no error ratio",
    over("all", "noData"),
    { ...idle("a"), ...idle("b"), ...idle("c") },
    [...ledger("30m", 0, 0), isAbsent("30m", "slo:sli_error:ratio_rate5m")],
  ),
  story("its short windows weigh its intervals, as its budget does", over("all", "noData"), vector, [
    says("30m", "slo:sli_error:ratio_rate5m", 0.4),
    says("59m", "slo:sli_error:ratio_rate1h", 0.4),
    says("59m", `sum_over_time(${series.ledgerTotal}[1h]) > bool 0`, 1),
  ]),
  story(
    "one stream of requests is counted request by request: failed, slow, and both once",
    over("all", "noData", [availability, latency]),
    // Of 600: 60 fail, 20 of them slow; 540 succeed, 50 of them slow. Bad: 60 + 50.
    { ...histogram("500", 12, 8), ...histogram("200", 108, 98) },
    [
      ...ledger("30m", 110, 600),
      spent("30m", { availability: 60, latency: 50 }),
      addsUp("30m"),
      says("30m", "slo:sli_error:ratio_rate5m", 0.183333),
    ],
  ),
  story(
    "and in the other order a request that is both belongs to latency",
    over("all", "noData", [latency, availability]),
    { ...histogram("500", 12, 8), ...histogram("200", 108, 98) },
    [...ledger("30m", 110, 600), spent("30m", { latency: 70, availability: 40 }), addsUp("30m")],
  ),
  story(
    "a threshold that is no bucket is no data of the whole",
    over("all", "noData", [availability, latency]),
    { 'request_seconds_count{job="shop",code="200"}': "1000+120x120" },
    [...noLedger("30m")],
  ),
  story(
    "members of two services by region: one ledger for each region",
    over("all", "noData", [regions("a"), regions("b")], { groupBy: ["region"] }),
    {
      ...busy("a", 12, inRegion("eu")),
      ...busy("a", 0, inRegion("us")),
      ...busy("b", 0, inRegion("eu")),
      ...busy("b", 24, inRegion("us")),
    },
    [
      byGroup("30m", series.ledgerBad, "region", { eu: 15, us: 30 }),
      byGroup("30m", series.ledgerTotal, "region", { eu: 150, us: 150 }),
    ],
  ),
  story(
    "a member with more groups is summed over them first",
    over("all", "noData", [regions("a"), member("b")]),
    { ...busy("a", 12, inRegion("eu")), ...busy("a", 0, inRegion("us")), ...busy("b", 0) },
    [...ledger("30m", 7.5, 150)],
  ),
  story(
    "a member that counts slices brings the share of its bad slices",
    over("all", "noData", [
      member("a", 1, {
        budgeting: { kind: "timeslices", slice: duration("2m30s"), objective: objective("95%") },
      }),
      member("b"),
    ]),
    { ...busy("a", 12), ...busy("b", 48) },
    [...ledger("30m", 150, 150)],
  ),
  story(
    "shorter slices are counted into the interval in which they end",
    over("weighted", "noData", [
      member("a", 1, {
        sli: badRatio("a"),
        budgeting: { kind: "ratioTimeslices", slice: duration("1m") },
        scrapeInterval: duration("15s"),
      }),
    ]),
    { ...busy("a", 12) },
    [...ledger("30m", 15, 150)],
  ),
  story(
    "a composite that counts slices itself",
    over("all", "noData", undefined, {
      budgeting: { kind: "timeslices", slice: duration("2m30s"), objective: objective("75%") },
    }),
    vector,
    [...ledger("30m", 1, 1), spent("30m", { b: 1 })],
  ),
  story(
    "a composite of a composite",
    over("any", "bad", [
      member("both", 1, {
        sli: { kind: "all", members: [member("a"), member("b")], missing: "noData" },
      }),
      member("d"),
    ]),
    { ...busy("a", 12), ...busy("b", 48), ...busy("d", 24) },
    [...ledger("30m", 30, 150)],
  ),
];
