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
}

/** How a promise became easier. A changed SLI counts: nobody can tell whether it is easier. */
export const looseningKinds = ["deleted", "objective", "sli", "window", "gate-off", "policy"] as const;
export type LooseningKind = (typeof looseningKinds)[number];

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
  requirement?: Requirement;
  approvals: readonly Approval[];
  ended?: { at: Timestamp; why: "approved" | "over" | "taken-back" };
}

/** Events about promises; the subject is `definitions` for the first, the loosening's id for the others. */
export interface LooseningEvents {
  /** What changed among all promises, at most some hundreds an entry. */
  "promises-changed": { set: Readonly<Record<string, SloPromise>>; gone: readonly string[] };
  "promise-loosened": Omit<Loosening, "id" | "at" | "approvals" | "ended">;
  "loosening-approved": { group: string };
  "loosening-ended": { why: "approved" | "over" | "taken-back" };
}
