import type { Seconds } from "./units.ts";

export interface Matcher {
  label: string;
  op: "=" | "!=" | "=~" | "!~";
  value: string;
}

/** An instant vector selector; the metric name may be absent when a matcher names it. */
export interface Selector {
  metric?: string;
  matchers: readonly Matcher[];
}

/**
 * A user's PromQL, taken apart where nines must act: selectors (environment matchers are already joined),
 * `$window`, and whole `rate|increase(selector[$window])` nodes, which the ledger replaces by exact differences.
 * Everything else stays the text it was.
 */
export type Segment =
  | { kind: "text"; text: string }
  /** With `range`, `[$window]` stands right behind it and belongs to it: an offset may only follow the range. */
  | { kind: "selector"; selector: Selector; range?: true; offset?: Seconds }
  | { kind: "window" }
  | { kind: "growth"; function: "rate" | "increase"; selector: Selector; offset?: Seconds };

export interface Expression {
  /** As written. */
  text: string;
  segments: readonly Segment[];
  /** True when the ledger must sample it as a rate, because a `$window` stands outside every growth node. */
  sampled: boolean;
  /** What it counts: events per second, or, as `increase` and `count_over_time` do, events of its window. */
  per: "second" | "window";
}

/** What counts events: a bare counter selector, or an expression. */
export type Query = { kind: "selector"; selector: Selector } | { kind: "expression"; expression: Expression };

const quote = (value: string): string =>
  `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;

/** `http_requests_total{job="checkout", code=~"5.."}` */
export function formatSelector({ metric, matchers }: Selector): string {
  const inner = matchers.map(({ label, op, value }) => `${label}${op}${quote(value)}`).join(", ");
  return inner === "" ? (metric ?? "{}") : `${metric ?? ""}{${inner}}`;
}

export const withMatchers = (selector: Selector, added: readonly Matcher[]): Selector => ({
  ...selector,
  matchers: [...selector.matchers, ...added],
});

/** The same selector on another metric, as histograms need (`_bucket`, `_count`). */
export const withMetric = (selector: Selector, metric: string): Selector => ({ ...selector, metric });
