import type { Seconds, Timestamp } from "../../model/units.ts";
import type { Approval, Requirement } from "../exceptions/request.ts";

/** A planned work, or a fault that is known and lived with. A known issue never opens the gate. */
export const windowKinds = ["maintenance", "known-issue"] as const;
export type WindowKind = (typeof windowKinds)[number];

/** When it applies: once, or again and again by an RFC 5545 rule read in an IANA time zone. */
export type WindowSchedule =
  | { kind: "once"; from: Timestamp; to: Timestamp }
  | {
      kind: "recurring";
      /** `FREQ=WEEKLY;BYDAY=SU`, without DTSTART. */
      rrule: string;
      /** Local wall time of the first occurrence: `2026-11-01T02:00`. */
      start: string;
      timeZone: string;
      length: Seconds;
    };

export interface WindowRequest {
  kind: WindowKind;
  title: string;
  reason: string;
  service: string;
  /** Ids; empty for every SLO of the service there. */
  slos: readonly string[];
  environments: readonly string[];
  /** Only the groups that carry these labels; empty for the whole SLO. */
  group: Readonly<Record<string, string>>;
  schedule: WindowSchedule;
  acts: {
    /** Quiets alerts: the mask metric, and silences where configured. */
    alerts: boolean;
    /** What its time counts for in the adjusted budget. */
    budget: "count" | "drop" | "count-good";
    /** `open` lets changes pass with a warning while it lasts; `closed` lets only rollbacks and security fixes. */
    gate: "none" | "open" | "closed";
  };
}

export const windowStates = ["pending", "scheduled", "running", "over", "denied", "cancelled"] as const;
export type WindowState = (typeof windowStates)[number];

/** What quiets alerts acts at once; what changes the budget or opens the gate acts when its quorum has approved. */
export interface MaintenanceWindow {
  id: string;
  request: WindowRequest;
  requestHash: string;
  createdBy: string;
  createdAt: Timestamp;
  /** Absent when nothing in it needs approval. */
  requirement?: Requirement;
  approvals: readonly Approval[];
  deniedAt?: Timestamp;
  cancelledAt?: Timestamp;
}

/** Events about windows; the subject is the window's id. */
export interface WindowEvents {
  "window-created": { request: WindowRequest; requestHash: string; requirement?: Requirement };
  /** Extended, shortened or otherwise edited: voids approvals. */
  "window-changed": { request: WindowRequest; requestHash: string; requirement?: Requirement };
  "window-approved": { requestHash: string; group: string };
  "window-denied": { reason: string };
  "window-cancelled": { reason?: string };
}
