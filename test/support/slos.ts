import type { Definitions } from "../../src/model/definitions.ts";
import { parseObjective, type Objective } from "../../src/model/decimals.ts";
import { parseDuration } from "../../src/model/durations.ts";
import { intervals } from "../../src/model/intervals.ts";
import type { Expression, Matcher, Query, Segment, Selector } from "../../src/model/promql.ts";
import { sloId, type Sli, type Slo } from "../../src/model/slo.ts";
import {
  builtInTable,
  monthTable,
  tierFactor,
  type AlertingSettings,
  type Tier,
  type TierRow,
} from "../../src/model/tiers.ts";
import type { Seconds } from "../../src/model/units.ts";
import { rollingWindow, type CalendarWindow } from "../../src/model/window.ts";

/** `2m30s` → 150 */
export const duration = (text: string): Seconds => parseDuration(text)!;

/** `99.9%` */
export const objective = (text: string): Objective => parseObjective(text)!;

/** `counter("http_requests_total", { job: "checkout", code: "~5.." })`: a value that begins with `~` is a regex. */
export const counter = (metric: string, matchers: Readonly<Record<string, string>> = {}): Selector => ({
  metric,
  matchers: Object.entries(matchers).map(([label, value]): Matcher =>
    value.startsWith("~") ? { label, op: "=~", value: value.slice(1) } : { label, op: "=", value },
  ),
});

export const selects = (selector: Selector): Query => ({ kind: "selector", selector });

/** A person's PromQL, given by its segments. */
export const expression = (...segments: readonly (Segment | string)[]): Expression => {
  const parts = segments.map((part): Segment =>
    typeof part === "string" ? { kind: "text", text: part } : part,
  );
  const isOutside = (part: Segment) =>
    part.kind === "window" || (part.kind === "selector" && part.range === true);
  const growths = parts.filter((part) => part.kind === "growth");
  const per =
    growths.length > 0 && growths.every((each) => each.function === "increase") ? "window" : "second";
  return { text: "as written", segments: parts, sampled: parts.some(isOutside), per };
};
export const computes = (...segments: readonly (Segment | string)[]): Query => ({
  kind: "expression",
  expression: expression(...segments),
});

/** `rate(selector[$window])` */
export const rateOf = (selector: Selector): Segment => ({ kind: "growth", function: "rate", selector });
/** `increase(selector[$window])` */
export const increaseOf = (selector: Selector): Segment => ({
  kind: "growth",
  function: "increase",
  selector,
});

/** Bad responses among all of a job. */
export const badRatio = (job = "checkout"): Sli => ({
  kind: "ratio",
  counts: "bad",
  part: selects(counter("http_requests_total", { job, code: "~5.." })),
  total: selects(counter("http_requests_total", { job })),
});

/** The built-in tiers of a window, as the spec resolves them. */
export const tiersFor = (
  window: Seconds,
  rows: readonly TierRow[] = builtInTable(window) ?? monthTable,
): readonly Tier[] =>
  rows.map(({ budget, ...row }) => ({
    ...row,
    factor: tierFactor(budget, window, row.long),
    labels: {},
    annotations: {},
  }));

export const alerting = (window: Seconds, changes: Partial<AlertingSettings> = {}): AlertingSettings => ({
  tiers: tiersFor(window),
  noData: { enabled: true, for: intervals.noDataFor },
  anomaly: { enabled: true },
  consumed: { enabled: true },
  labels: {},
  annotations: {},
  ...changes,
});

type SloChanges = Partial<Omit<Slo, "objective" | "window" | "alerting">> & {
  objective?: string;
  /** A rolling one as text. */
  window?: string | CalendarWindow;
  alerting?: Partial<AlertingSettings>;
};

/** checkout's availability, 99.9 % over 30 days in production, unless told otherwise. */
export function slo({
  objective: objectiveText = "99.9%",
  window: windowSaid = "30d",
  alerting: alerts,
  ...changes
}: SloChanges = {}): Slo {
  const service = changes.service ?? "checkout";
  const name = changes.name ?? "availability";
  const environment = changes.environment ?? "production";
  const window = typeof windowSaid === "string" ? rollingWindow(duration(windowSaid)) : windowSaid;
  const budgeting = changes.budgeting ?? { kind: "occurrences" };
  return {
    id: sloId(service, name, environment),
    service,
    name,
    environment,
    objective: objective(objectiveText),
    window,
    sli: badRatio(service),
    budgeting,
    groupBy: [],
    scrapeInterval: intervals.scrape,
    ledgerInterval: budgeting.kind === "occurrences" ? intervals.ledger : budgeting.slice,
    alerting: alerting(window.length, alerts),
    owner: "team-shop",
    criticality: 1,
    labels: {},
    policy: "default",
    gate: true,
    rulesHash: "3f9c2a10",
    prometheus: "default",
    source: { path: "slos/checkout.yaml", line: 1, column: 1 },
    ...changes,
  };
}

/** Definitions that hold just these SLOs. */
export const definitionsOf = (...slos: readonly Slo[]): Definitions => ({
  services: [],
  environments: [],
  policies: [],
  journeys: [],
  slos: slos.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
});
