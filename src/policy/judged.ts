import type { Assessment, GroupAssessment } from "../budget/assessment.ts";
import type { Policy } from "../model/policy.ts";
import type { Slo } from "../model/slo.ts";
import type { Standing } from "./standing.ts";

export interface JudgedGroup {
  assessment: GroupAssessment;
  /** Of a gone group: where it last stood; it counts for nothing. */
  standing: Standing;
}

/** One SLO with everything a cycle found out about it. Immutable. */
export interface JudgedSlo {
  slo: Slo;
  /** The policy that judges it, resolved from `slo.policy`. */
  policy: Policy;
  assessment: Assessment;
  /** The worst group's; an ungrouped SLO has one group. */
  standing: Standing;
  /** The group whose standing this is: its numbers are the SLO's. */
  worst: JudgedGroup;
  /** Worst first; gone groups last. */
  groups: readonly JudgedGroup[];
}
