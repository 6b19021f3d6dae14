import type { ReasonCategory } from "../../model/governance/states.ts";
import type { ChangeKind, GradedState } from "../../model/policy.ts";
import type { Ratio, Timestamp } from "../../model/units.ts";

/** Which changes an exception covers; every condition given must hold. */
export interface ChangeSelector {
  /** Commit, tag or digest, exactly as the gate is told it; absent covers any change, use by use. */
  sha?: string;
  repository?: string;
  /** Empty covers every kind. */
  kinds: readonly ChangeKind[];
}

/** What a person asks for, in full: approvals bind to the hash of this. */
export interface ExceptionRequest {
  service: string;
  /** Ids of the SLOs that may be overspent; empty for every SLO of the service. */
  slos: readonly string[];
  /** Canonical names. */
  environments: readonly string[];
  change: ChangeSelector;
  reason: { category: ReasonCategory; text: string };
  businessImpact: string;
  risk: string;
  rollbackPlan: string;
  /** http or https links. */
  evidence: readonly string[];
  start: Timestamp;
  expiry: Timestamp;
  maxUses: number;
  /** Share of the whole error budget that its changes may cost before it is revoked; absent is no cap. */
  maxBudgetCost?: Ratio;
  /** Spends one of the quarter's exceptions that need no quorum. */
  silverBullet: boolean;
  /** Where the clean-up is tracked. */
  followUp?: string;
}

/** Who must approve because of one SLO's state under one policy. */
export interface Requirement {
  /** The state whose quorum it is; a state that is `unknown` asks as `frozen` does. */
  state: GradedState;
  /** Seats to fill, each by another person: `owner` is the service's owner group, `any` is any group. */
  seats: readonly string[];
  policy: string;
  policyHash: string;
}

/** One person in one seat. */
export interface Approval {
  by: string;
  /** The group that this person sits for. */
  group: string;
  at: Timestamp;
  /** Hash of the request as it was approved. */
  requestHash: string;
  /** Sits in for a missing seat after an escalation. */
  standIn: boolean;
}
