import type { Burn, FiringAlert, GroupLabels, PeriodSeen } from "../model/observation.ts";
import type { Cause } from "../model/policy.ts";
import type { Seconds, Timestamp } from "../model/units.ts";
import type { TakenOut } from "./adjust/adjust.ts";

/** The error budget as a sum of the ledger over the SLO's window, under git's objective. */
export interface BudgetSum {
  /** good = total − bad, never below 0. Unit: `eventUnit(slo.sli)`. */
  good: number;
  bad: number;
  total: number;
  /** bad ÷ total, 0 to 1; 0 without traffic. */
  errorRatio: number;
  /** Share of the budget used up: error ratio ÷ (1 − objective). 1 is all of it. */
  consumed: number;
  /** consumed × coverage: what policy states judge. */
  spent: number;
  /** Of a calendar window, whose `consumed` and `spent` are shares of what the whole period may lose. */
  period?: Projection;
}

/** What a calendar period will hold, by what is known of it now. */
export interface Projection extends PeriodSeen {
  /** How much of it the ledger can tell of. */
  elapsed: Seconds;
  /** Events of the whole period: seen, missed and still to come. */
  promised: number;
  /** Whence those to come: the former period's pace, the pace so far, or nothing, since slices are all there. */
  basis: "former" | "pace" | "slices";
  /** Events a second that are taken to come. */
  pace?: number;
  /** Consumed of what may be bad of the events so far. */
  toDate: number;
}

/** When the budget is gone if the burn of the last hour goes on. */
export type Exhaustion =
  | { kind: "exhausted" }
  /** At burn ≤ 1 a rolling window forgets as fast as it fills; a calendar one ends before its budget does. */
  | { kind: "never" }
  /** `pace` is the burn taken, over `window`. */
  | { kind: "in"; seconds: Seconds; at: Timestamp; pace: number; window: Seconds }
  /** No burn was recorded. */
  | { kind: "unknown" };

export interface GroupAssessment {
  /** Empty for an ungrouped SLO. */
  group: GroupLabels;
  /** Silent for an hour while other groups of the SLO speak: listed, not judged. */
  gone: boolean;
  /** As recorded; absent when nothing was. No correction ever changes it. */
  raw?: BudgetSum;
  /**
   * Less what approved corrections and windows take out: equal to `raw` where nothing does. Absent when `raw` is, and
   * when Prometheus could not say what lies in the corrected spans: `unadjusted` then says why.
   */
  adjusted?: BudgetSum;
  /** Coverage of what was not dropped: by it `adjusted.spent` is weighed. */
  adjustedCoverage?: number;
  /** What was taken out, oldest first; absent when nothing was. */
  taken?: readonly TakenOut[];
  unadjusted?: string;
  /** Ledger samples present ÷ expected, 0 to 1. */
  coverage?: number;
  /** Coverage below 90 %: the state is said with that reservation. */
  partial: boolean;
  /** Short windows first. A window without traffic is absent. */
  burn: readonly Burn[];
  /** Every firing alert of this group, from Prometheus. */
  firing: readonly FiringAlert[];
  /** Prometheus' own firing `ErrorBudgetBurn{tier="fast"}`: gate and pager never disagree. */
  fastBurn: boolean;
  exhaustion: Exhaustion;
  /** When the ledger was last written, by Prometheus' clock, and how long ago that was when this was judged. */
  dataAt?: Timestamp;
  dataAge?: Seconds;
  /** Why nothing better than `unknown` can be said of this group; numbers may stand beside it, as last known. */
  cause?: Cause;
}

/** What is known of the rules that Prometheus runs, against those that git would compile to. */
export interface RulesSeen {
  /** `rules_hash` of `slo_info`; absent when Prometheus has no rules for this SLO. */
  hash?: string;
  /** Differ from git (hash or window), or are not loaded. */
  behind: boolean;
  /** First noticed; present while `behind`. */
  behindSince?: Timestamp;
  /** Until when numbers of the old rules are still judged; present while `behind` and something is recorded. */
  graceUntil?: Timestamp;
}

export type WarningCode = "rules-behind" | "bad-above-total" | "source-failing";
export interface AssessmentWarning {
  code: WarningCode;
  /** One sentence for a person. */
  message: string;
}

/** What can be said about one SLO's error budget in one cycle. */
export interface Assessment {
  slo: string;
  /** Prometheus' own `time()` behind the numbers; absent when this source has never answered. */
  observedAt?: Timestamp;
  /** Live groups first, then the gone; one with an empty `group` for an ungrouped SLO, whatever is known. */
  groups: readonly GroupAssessment[];
  rules: RulesSeen;
  warnings: readonly AssessmentWarning[];
  /** Why nothing can be said of any group, and in one sentence what to do. */
  cause?: Cause;
  detail?: string;
}
