import { parseObjective } from "../src/model/decimals.ts";
import { intervals } from "../src/model/intervals.ts";
import type { Selector } from "../src/model/promql.ts";
import { sloId, type Slo } from "../src/model/slo.ts";
import { builtInTable, tierFactor } from "../src/model/tiers.ts";
import { seconds } from "../src/model/units.ts";

export const metric = "http_requests_total";

/** Counters of one service: all its requests, or those with one status code. */
export const requests = (service: string, code?: string): Selector => ({
  metric,
  matchers: [
    { label: "job", op: "=", value: service },
    ...(code === undefined ? [] : [{ label: "code", op: "=", value: code } as const]),
  ],
});

export interface Wish {
  /** Whose counters it reads; the service's own without it. */
  job?: string;
  objective?: string;
  /** Days. */
  window?: number;
  /** Seconds. */
  scrapeInterval?: number;
}

/** The plainest SLO there is, availability from request counters, with the built-in alerts of its window. */
export function availability(service: string, wish: Wish = {}): Slo {
  const objective = parseObjective(wish.objective ?? "99.9%");
  const job = wish.job ?? service;
  const length = seconds((wish.window ?? 30) * 86_400);
  const rows = builtInTable(length);
  if (objective === undefined || rows === undefined)
    throw new Error("an objective below 100%, 7 days or more");
  return {
    id: sloId(service, "availability", "production"),
    service,
    name: "availability",
    environment: "production",
    objective,
    window: { kind: "rolling", length },
    sli: {
      kind: "ratio",
      counts: "bad",
      part: { kind: "selector", selector: requests(job, "500") },
      total: { kind: "selector", selector: requests(job) },
    },
    budgeting: { kind: "occurrences" },
    groupBy: [],
    scrapeInterval: seconds(wish.scrapeInterval ?? intervals.scrape),
    ledgerInterval: intervals.ledger,
    alerting: {
      tiers: rows.map(({ budget, ...row }) => ({
        ...row,
        factor: tierFactor(budget, length, row.long),
        labels: {},
        annotations: {},
      })),
      noData: { enabled: true, for: intervals.noDataFor },
      anomaly: { enabled: true },
      consumed: { enabled: true },
      labels: {},
      annotations: {},
    },
    labels: {},
    policy: "default",
    gate: true,
    rulesHash: "00000000",
    prometheus: "main",
    source: { path: "bench", line: 1, column: 1 },
  };
}
