import type { CorrectionEffect } from "../../model/correction.ts";
import type { CorrectionState } from "../../model/governance/states.ts";
import type { Timestamp } from "../../model/units.ts";
import type { Approval, Requirement } from "../exceptions/request.ts";

export interface CorrectionRequest {
  service: string;
  /** Ids; empty for every SLO of the service there. */
  slos: readonly string[];
  /** Canonical names. */
  environments: readonly string[];
  /** As asked for; what is taken out is aligned outwards to the ledger's samples. */
  from: Timestamp;
  to: Timestamp;
  effect: CorrectionEffect;
  reason: string;
  /** http or https links. */
  evidence: readonly string[];
}

export interface Correction {
  /** `co-…` */
  id: string;
  request: CorrectionRequest;
  requestHash: string;
  requestedBy: string;
  requestedAt: Timestamp;
  /** As asked for at the request, raised since if the budget worsened or the policy became stricter. */
  requirement: Requirement;
  approvals: readonly Approval[];
  state: CorrectionState;
  /** The last move out of `pending` or `approved`: when, by whom, and in which words. */
  decidedAt?: Timestamp;
  decidedBy?: string;
  decision?: string;
}

/** Events about corrections; the subject is the correction's id. */
export interface CorrectionEvents {
  "correction-requested": { request: CorrectionRequest; requestHash: string; requirement: Requirement };
  "correction-approved": {
    requestHash: string;
    group: string;
    /** With this the quorum is full: from now on the adjusted budget goes by it. */
    complete: boolean;
    /** More seats than when it was asked for: the budget has worsened or the policy become stricter. */
    requirement?: Requirement;
    comment?: string;
  };
  "correction-denied": { reason: string };
  "correction-withdrawn": { reason?: string };
  "correction-revoked": { reason: string };
}
