import type { Seconds, Timestamp } from "../../model/units.ts";
import type { SpentAt } from "./events.ts";
import type { Approval, ExceptionRequest, Requirement } from "./request.ts";

/** One (exception, service, environment, sha): the same change asked again is the same use. */
export interface Use {
  service: string;
  environment: string;
  sha?: string;
  decision: string;
  at: Timestamp;
}

export interface Review {
  by: string;
  at: Timestamp;
  verdict: "justified" | "not-justified";
  comment: string;
}

/** An exception as the journal tells it. What the clock does to it is not in here: `stateOf` adds that. */
export interface Exception {
  id: string;
  request: ExceptionRequest;
  requestHash: string;
  requestedBy: string;
  requestedAt: Timestamp;
  /** What was asked for at the request, raised since if the budget worsened; never lowered. */
  requirement: Requirement;
  /** Of the present request only: an edit empties it. */
  approvals: readonly Approval[];
  /** The service's owner group as of the requirement. */
  owner?: string;
  answerWithin: Seconds;
  /** Since when an answer is owed: the request, its last edit, or when an approved one needed more seats. */
  waitingSince: Timestamp;
  spentAt: SpentAt;
  /** When it was first seen in force; `spentAt` is of then. */
  inForceAt?: Timestamp;
  /** `reminded`: what its reviewers were told last. */
  breakGlass?: { reviewBy: Timestamp; reviews: readonly Review[]; reminded?: "due" | "overdue" };
  uses: readonly Use[];
  remindedAt?: Timestamp;
  /** When it was said that it is soon over. */
  expiringAt?: Timestamp;
  escalated?: { at: Timestamp; to: readonly string[] };
  ended?: {
    state: "denied" | "withdrawn" | "revoked" | "expired";
    at: Timestamp;
    by: string;
    reason?: string;
  };
  /** Of a silver bullet: when what it left to do was done. */
  followedUpAt?: Timestamp;
}
