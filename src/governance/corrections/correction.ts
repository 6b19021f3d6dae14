import type { Timestamp } from "../../model/units.ts";
import type { Approval, Requirement } from "../exceptions/request.ts";

/** `drop`: the period counts as if it had not been; `count-good`: its bad events count as good. Drop wins overlaps. */
export const correctionEffects = ["drop", "count-good"] as const;
export type CorrectionEffect = (typeof correctionEffects)[number];

export interface CorrectionRequest {
  service: string;
  /** Ids; empty for every SLO of the service there. */
  slos: readonly string[];
  environments: readonly string[];
  /** As asked for; what is taken out is aligned outwards to the ledger's samples. */
  from: Timestamp;
  to: Timestamp;
  effect: CorrectionEffect;
  reason: string;
  evidence: readonly string[];
}

export const correctionStates = ["pending", "approved", "denied", "withdrawn", "revoked"] as const;
export type CorrectionState = (typeof correctionStates)[number];

export interface Correction {
  id: string;
  request: CorrectionRequest;
  requestHash: string;
  requestedBy: string;
  requestedAt: Timestamp;
  requirement: Requirement;
  approvals: readonly Approval[];
  state: CorrectionState;
  decidedAt?: Timestamp;
  decidedBy?: string;
  decision?: string;
}

/** Events about corrections; the subject is the correction's id. */
export interface CorrectionEvents {
  "correction-requested": { request: CorrectionRequest; requestHash: string; requirement: Requirement };
  "correction-approved": { requestHash: string; group: string };
  "correction-denied": { reason: string };
  "correction-withdrawn": { reason?: string };
  "correction-revoked": { reason: string };
}
