import type { GradedState, Policy } from "../../model/policy.ts";
import type { Timestamp } from "../../model/units.ts";
import type { Approval, Requirement } from "../exceptions/request.ts";

/** What an SLO promises, reduced to what can be made easier. */
export interface SloPromise {
  service: string;
  environment: string;
  /** As written: `99.9%`. */
  objective: string;
  /** Seconds of a rolling window, or the text of a calendar one. */
  window: string;
  /** Changes with SLI, grouping and budgeting. */
  rulesHash: string;
  gate: boolean;
  policy: string;
  policyHash: string;
  /** The service's owner group: an edit that moves the seat `owner` must not choose who approves it. */
  owner?: string;
}

/** How a promise became easier. A changed SLI or window counts: nobody can tell whether it is easier. */
export const looseningKinds = ["deleted", "objective", "sli", "window", "gate-off", "policy"] as const;
export type LooseningKind = (typeof looseningKinds)[number];

export const looseningEnds = [
  /** Its quorum approved: the new promise is accepted. */
  "approved",
  /** Nobody approved or took it back for as long as it is held: the new promise is accepted. */
  "over",
  /** git promises as before again, or more. */
  "taken-back",
  /** git was edited once more: another loosening holds the same former promise. */
  "replaced",
] as const;
export type LooseningEnd = (typeof looseningEnds)[number];

export interface Loosening {
  /** `lo-…` */
  id: string;
  slo: string;
  kinds: readonly LooseningKind[];
  before: SloPromise;
  /** Absent when the SLO was deleted. */
  after?: SloPromise;
  /** Where it stood when it happened, and under which policy, whole: git may have lost it since. */
  state: GradedState;
  spent?: number;
  policy: Policy;
  at: Timestamp;
  /** The former standing is kept until then unless approved; absent when it is only announced. */
  heldUntil?: Timestamp;
  /** Who must approve before `heldUntil`; present while held. */
  requirement?: Requirement;
  approvals: readonly Approval[];
  ended?: { at: Timestamp; why: LooseningEnd };
}

/** Events about promises; the subject is `definitions` for the first, the loosening's id for the others. */
export interface LooseningEvents {
  /** What changed among all promises, at most some hundreds an entry. */
  "promises-changed": {
    set: Readonly<Record<string, SloPromise>>;
    gone: readonly string[];
    /** Policies that these promises are under, whole, by their hash: git may lose them while nines is down. */
    policies?: Readonly<Record<string, Policy>>;
  };
  "promise-loosened": Omit<Loosening, "id" | "at" | "approvals" | "ended">;
  "loosening-approved": { group: string; comment?: string };
  "loosening-ended": { why: LooseningEnd };
}
