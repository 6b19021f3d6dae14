import type { Spending } from "../budget/members.ts";
import type { WeeklyForecast } from "../budget/weekly/forecast.ts";
import type { GroupLabels } from "../model/observation.ts";
import type { GradedState } from "../model/policy.ts";
import type { Seconds, Timestamp } from "../model/units.ts";
import type { JudgedSlo } from "../policy/judged.ts";
import type { NoData } from "../query/port.ts";

/** A query that a person can paste into Prometheus, and what it came to. */
export interface ExplainedQuery {
  /** What it computes, in words: `bad events in 30d`. */
  title: string;
  promql: string;
  /** Its value for this group; absent when Prometheus has none, or did not answer. */
  value?: number;
}

/** When a rolling window has forgotten enough, if no further event is bad and traffic goes on alike. */
export interface RecoveryStep {
  /** The state that is then left. */
  leaves: GradedState;
  /** Below this share of the budget (threshold − margin). */
  below: number;
  /** To within an hour, the hold included; absent when the whole window would have to pass. */
  at?: Timestamp;
}

/** How one group's number came about. */
export interface ExplainedGroup {
  group: GroupLabels;
  /** Asked anew from the ledger itself; beside `JudgedGroup.assessment` it must agree to within a cycle. */
  queries: readonly ExplainedQuery[];
  /** Ledger samples present and expected in the window. */
  samples?: { present: number; expected: number };
  /** Bad and total events of each day of the window, oldest first; `at` is the end of the day. */
  days: readonly { at: Timestamp; bad: number; total: number }[];
  /** From the present state downwards; empty when healthy. */
  recovery: readonly RecoveryStep[];
  /** When the budget is gone if the weeks ahead are like those before; absent when its sum or its hours are not known. */
  forecast?: WeeklyForecast;
  /** The sum in words, one step a line. */
  steps: readonly string[];
  /** Of a composite: which member spent the budget. */
  spending?: Spending;
}

/** Everything behind an SLO's number, for `explain`. Shapes without presentation: HTTP and CLI print it. */
export interface Explanation {
  judged: JudgedSlo;
  unit: "events" | "seconds";
  /** How the window is covered: interval of the ledger and of the cycle, nines' own now. */
  ledgerInterval: Seconds;
  explainedAt: Timestamp;
  groups: readonly ExplainedGroup[];
  /** What could not be asked; the cycle's numbers in `judged` stand all the same. */
  silent?: NoData;
}

/** Explains one SLO of the current snapshot, asking its source; undefined when there is no such SLO. */
export type Explain = (id: string) => Promise<Explanation | undefined>;
