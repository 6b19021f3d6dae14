import { monthTable, weekTable } from "../../src/model/tiers.ts";
import { measured, type Member } from "../../src/model/composite.ts";
import type { Slo } from "../../src/model/slo.ts";
import { calendarWindow } from "../../src/model/window.ts";
import {
  badRatio,
  computes,
  counter,
  duration,
  expression,
  increaseOf,
  objective,
  rateOf,
  selects,
  slo,
  tiersFor,
} from "./slos.ts";

const all = counter("http_requests_total", { job: "shop" });
const good = counter("http_requests_total", { job: "shop", code: "~2.." });
const up = counter("up", { job: "shop" });
const sum = (segment: ReturnType<typeof rateOf>) => computes("sum by (region) (", segment, ")");

const judged = counter("journey_runs_total", { journey: "buy" });
const probed = { name: "buy", runs: judged, every: duration("1m") };
const failed = counter("journey_runs_total", { journey: "buy", result: "failed" });

/** Every SLI kind the compiler knows, each in its plainest form. */
const kinds: Readonly<Record<string, Slo["sli"]>> = {
  bad: badRatio("shop"),
  good: { kind: "ratio", counts: "good", part: selects(good), total: selects(all) },
  expression: { kind: "ratio", counts: "bad", part: sum(rateOf(good)), total: sum(rateOf(all)) },
  increase: { kind: "ratio", counts: "good", part: sum(increaseOf(good)), total: sum(increaseOf(all)) },
  mixed: { kind: "ratio", counts: "good", part: sum(rateOf(good)), total: selects(all) },
  latency: { kind: "latency", histogram: counter("request_seconds", { job: "shop" }), threshold: 0.3 },
  second: { kind: "latency", histogram: counter("request_seconds", { job: "shop" }), threshold: 1 },
  gauge: { kind: "gauge", selector: up },
  threshold: { kind: "threshold", metric: counter("queue_age_seconds"), operator: "<", value: 300 },
  across: { kind: "threshold", metric: counter("lag"), operator: "<=", value: 1000, across: "sum" },
  ratio: { kind: "errorRatio", expression: expression("1 - ", rateOf(good), " / ", rateOf(all)) },
  runs: { kind: "journey", journey: probed, failed, counting: { kind: "allRuns" } },
  anywhere: { kind: "journey", journey: probed, failed, counting: { kind: "anyLocation" } },
  some: { kind: "journey", journey: probed, failed, counting: { kind: "kOfN", failed: 2, locations: 3 } },
  timed: {
    kind: "latency",
    histogram: counter("journey_duration_seconds", { journey: "buy" }),
    threshold: 2,
    journey: probed,
  },
  sampled: {
    kind: "errorRatio",
    expression: expression(
      "avg_over_time(",
      { kind: "selector", selector: counter("share"), range: true },
      ")",
    ),
  },
};

/** Members as a composite holds them: grouped by all labels that any manner groups by. */
const member = (name: string, weight: number, changes: Parameters<typeof slo>[0] = {}): Member => {
  const sli = kinds[name] ?? badRatio("shop");
  return { slo: measured(slo({ name, sli, groupBy: ["region", "zone"], ...changes })), weight };
};
const sliced = { budgeting: { kind: "ratioTimeslices", slice: duration("1m") } } as const;
const counted = (matchers: Readonly<Record<string, string>> = {}) =>
  selects(counter("request_seconds_count", { job: "shop", ...matchers }));
const failures: Slo["sli"] = {
  kind: "ratio",
  counts: "bad",
  part: counted({ code: "~5.." }),
  total: counted(),
};
const members = [member("bad", 5), member("latency", 3), member("gauge", 2), member("expression", 1, sliced)];
const requests: Slo["sli"] = {
  kind: "all",
  members: [member("failures", 1, { sli: failures }), member("latency", 1)],
  missing: "noData",
};
const composites: Readonly<Record<string, Slo["sli"]>> = {
  requests,
  nested: {
    kind: "any",
    members: [member("requests", 1, { sli: requests }), member("gauge", 1)],
    missing: "bad",
  },
  all: { kind: "all", members, missing: "noData" },
  "all-bad": { kind: "all", members, missing: "bad" },
  any: { kind: "any", members, missing: "bad" },
  "any-good": { kind: "any", members, missing: "good" },
  weighted: { kind: "weighted", members, missing: "noData" },
  "weighted-present": { kind: "weighted", members, missing: "ignore" },
};

/** What may be said about any of them. */
const manners: Readonly<Record<string, Parameters<typeof slo>[0]>> = {
  plain: {},
  grouped: { groupBy: ["region", "zone"] },
  present: { presence: up },
  both: { presence: up, groupBy: ["region"] },
  slices: {
    budgeting: { kind: "timeslices", slice: duration("5m"), objective: objective("95%") },
    presence: up,
  },
  shares: { budgeting: { kind: "ratioTimeslices", slice: duration("2m") }, groupBy: ["region"] },
  week: { window: "7d" },
  month: { window: calendarWindow("month", "Europe/Berlin"), groupBy: ["region"] },
  day: { window: "1d", alerting: { tiers: tiersFor(duration("1d"), weekTable.slice(0, 2)) } },
  long: {
    window: "90d",
    alerting: { tiers: tiersFor(duration("90d"), monthTable), annotations: { note: "{{ $value }}" } },
  },
};

/** Every kind in every manner: one service a manner, so that files stay readable. */
export const everyKind: readonly Slo[] = Object.entries(manners).flatMap(([service, manner]) =>
  Object.entries({ ...kinds, ...composites }).map(([name, sli]) =>
    slo({ ...manner, service, name, sli, owner: `team-${service}`, labels: { domain: "shop: 'a' # \"b\"" } }),
  ),
);
