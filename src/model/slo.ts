import type { CompositeSli } from "./composite.ts";
import type { Objective } from "./decimals.ts";
import type { Expression, Query, Selector } from "./promql.ts";
import { weighsTime } from "./request-stream.ts";
import type { AlertingSettings } from "./tiers.ts";
import type { Ratio, Seconds } from "./units.ts";
import type { Window } from "./window.ts";

/** Where something stands in git; line and column count from 1. */
export interface SourceRef {
  path: string;
  line: number;
  column: number;
}

/** How the runs of several locations become events. */
export type RunCounting =
  /** Every run at every location is one event. */
  | { kind: "allRuns" }
  /** A round of runs is bad when it failed everywhere. */
  | { kind: "anyLocation" }
  /** A round of runs is bad when it failed at so many of the locations. */
  | { kind: "kOfN"; failed: number; locations: number };

/** What an SLI reads of a journey beside its own series: whether it runs at all. */
export interface ProbedJourney {
  name: string;
  /** All runs but those that nines itself spoilt. */
  runs: Selector;
  every: Seconds;
}

/** How a good value compares with its threshold. */
export const comparisons = ["<", "<=", ">", ">=", "==", "!="] as const;
export type Comparison = (typeof comparisons)[number];

const opposites: Readonly<Record<Comparison, Comparison>> = {
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
  "==": "!=",
  "!=": "==",
};
/** How a bad value compares: true of every number of which the comparison itself is not. */
export const oppositeOf = (comparison: Comparison): Comparison => opposites[comparison];

/** What is made of several series before they are compared. */
export const acrossSeries = ["sum", "avg", "min", "max"] as const;
export type Across = (typeof acrossSeries)[number];

/**
 * How a histogram keeps its buckets: as native samples, or in both ways while services change over; left out it is
 * classic, a counter for each bucket.
 */
export const histogramTypes = ["native", "both"] as const;
export type HistogramType = (typeof histogramTypes)[number];

export type Sli =
  /** Counters of bad or of good events beside one of all. */
  | { kind: "ratio"; counts: "bad" | "good"; part: Query; total: Query }
  /** A histogram by its base name, without `_bucket`, and a threshold in seconds; a classic one has it as a bucket. */
  | {
      kind: "latency";
      histogram: Selector;
      threshold: number;
      type?: HistogramType;
      journey?: ProbedJourney;
    }
  /** A 0/1 gauge such as `up`: one event is one second of one series. */
  | { kind: "gauge"; selector: Selector }
  /** A value that is good on one side of a threshold: one event is one second of one series, or of the aggregate. */
  | { kind: "threshold"; metric: Selector; operator: Comparison; value: number; across?: Across }
  /** An expression that yields an error ratio by itself: one event is one second. */
  | { kind: "errorRatio"; expression: Expression }
  /** Runs of a journey and those that failed. */
  | { kind: "journey"; journey: ProbedJourney; failed: Selector; counting: RunCounting }
  /** Other SLOs: all of them good, any of them, or each by its weight. */
  | CompositeSli;
export type SliKind = Sli["kind"];

/** SLIs whose events are seconds rather than requests: explanations say so. */
export const eventUnit = (sli: Sli): "events" | "seconds" =>
  sli.kind === "gauge" || sli.kind === "threshold" || sli.kind === "errorRatio" || weighsTime(sli)
    ? "seconds"
    : "events";

export type Budgeting =
  | { kind: "occurrences" }
  /** A slice is bad when its own ratio misses the slice objective. */
  | { kind: "timeslices"; slice: Seconds; objective: Objective }
  /** A slice weighs its own error ratio. */
  | { kind: "ratioTimeslices"; slice: Seconds };

/** One SLO of one service in one environment, everything resolved: overrides, defaults, matchers, tiers. */
export interface Slo {
  /** `<service>.<slo>.<environment>`; names hold no dot, so ids never clash. */
  id: string;
  service: string;
  name: string;
  environment: string;
  description?: string;
  objective: Objective;
  window: Window;
  sli: Sli;
  budgeting: Budgeting;
  groupBy: readonly string[];
  /** An absent total means "no traffic" while this holds 1, and "no data" otherwise. */
  presence?: Selector;
  /** Declared interval at which Prometheus scrapes the SLI's series. */
  scrapeInterval: Seconds;
  /** How often the ledger writes a pair; the slice for both slice methods. */
  ledgerInterval: Seconds;
  alerting: AlertingSettings;
  owner?: string;
  criticality?: 1 | 2 | 3 | 4;
  /** Free labels: static routing labels on alerts, never on recorded series. */
  labels: Readonly<Record<string, string>>;
  /** Name of the policy that judges it. */
  policy: string;
  /** False: shown, never judged by the gate. */
  gate: boolean;
  /** Short hash of what changes recorded numbers: SLI, presence, grouping, budgeting, intervals. */
  rulesHash: string;
  /** Name of the Prometheus source that holds its series. */
  prometheus: string;
  source: SourceRef;
}

export const sloId = (service: string, name: string, environment: string): string =>
  `${service}.${name}.${environment}`;

/** The SLO's share of bad events that the objective allows. */
export const errorBudget = (slo: Slo): Ratio => slo.objective.budget;
