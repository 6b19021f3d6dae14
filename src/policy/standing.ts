import type { GroupLabels } from "../model/observation.ts";
import type { Cause, GradedState, State } from "../model/policy.ts";
import type { Timestamp } from "../model/units.ts";

/** Where a group of an SLO (or a whole ungrouped one) stands under its policy. */
export interface Standing {
  state: State;
  /** Since when it has been in this state. */
  since: Timestamp;
  /** Why, when `unknown`. */
  cause?: Cause;
  /** Judged on less than 90 % of the window. */
  partial: boolean;
  /** consumed × coverage as judged; absent when unknown. */
  spent?: number;
  /** The graded state that hysteresis holds; equals `state` unless that is `unknown`. */
  held: GradedState;
  /** Held states whose leaving line lies above `spent`, and since when: each is left after the policy's hold. */
  leaving: Readonly<Partial<Record<GradedState, Timestamp>>>;
  /**
   * Policy hash and objective under which `held` was reached: another promise is judged without the old
   * hysteresis. Empty while nothing was ever known.
   */
  basis: string;
}

/** A move from one state to another, as it is journalled. */
export interface Transition {
  slo: string;
  group: GroupLabels;
  at: Timestamp;
  from: State;
  to: State;
  cause?: Cause;
  consumed?: number;
  coverage?: number;
  policy: string;
  policyHash: string;
  objective: string;
}
