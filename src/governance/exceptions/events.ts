import type { Seconds, Timestamp } from "../../model/units.ts";
import type { ExceptionRequest, Requirement } from "./request.ts";

/** Budget spent by each SLO (id → raw consumed share) when the exception first came into force. */
export type SpentAt = Readonly<Record<string, number>>;

/** What nines adds to a request, from the policy and the state of things when it came. */
export interface Circumstances {
  requirement: Requirement;
  /** The service's owner group, who sit in the seat `owner`. */
  owner?: string;
  /** Reminded of after half of it, escalated after it, denied after twice it. */
  answerWithin: Seconds;
  spentAt: SpentAt;
}

/** Events about exceptions; the subject is the exception's id. */
export interface ExceptionEvents {
  "exception-requested": {
    request: ExceptionRequest;
    requestHash: string;
    /** Acts at once, without quorum, and is reviewed afterwards. */
    breakGlass?: { reviewBy: Timestamp };
  } & Circumstances;
  /** Voids every approval. */
  "exception-edited": {
    request: ExceptionRequest;
    requestHash: string;
  } & Circumstances;
  "exception-approved": {
    requestHash: string;
    group: string;
    standIn: boolean;
    comment?: string;
    /** With it, the cost is counted from here until the exception is seen in force. */
    spentAt: SpentAt;
  };
  "exception-denied": { reason: string; cause?: "no-answer" };
  "exception-withdrawn": { reason?: string };
  /** By a person, or by nines because its budget cap was passed or a new page fired. */
  "exception-revoked": { reason: string; cause?: "budget-cap" | "page" };
  "exception-reminded": { missing: readonly string[] };
  "exception-escalated": { to: readonly string[]; missing: readonly string[] };
  /** The budget worsened or the policy became stricter: more seats, former approvals still count. */
  "exception-requirement-raised": { requirement: Requirement; owner?: string };
  /** Approved, and its start has come. */
  "exception-in-force": { spentAt: SpentAt };
  /** In force, not used up, and soon over: said once. */
  "exception-expiring": { usesLeft: number };
  "exception-expired": Record<string, never>;
  /** A broken glass is not reviewed yet: said after half the time for it, and once more when that is over. */
  "exception-review-due": { reviewBy: Timestamp; overdue: boolean };
  /** One person looked at a break-glass; the second such event closes the review. */
  "exception-reviewed": { verdict: "justified" | "not-justified"; comment: string };
  /** What a silver bullet left to do is done; the next may be spent. */
  "exception-followed-up": { comment: string };
}
