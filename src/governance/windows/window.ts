import type { WindowBudgetEffect, WindowGateEffect, WindowKind } from "../../model/governance/states.ts";
import type { Seconds, Timestamp } from "../../model/units.ts";
import type { Approval, Requirement } from "../exceptions/request.ts";

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

export interface WindowActs {
  /** Quiets alerts: the mask metric, and silences where configured. */
  alerts: boolean;
  budget: WindowBudgetEffect;
  gate: WindowGateEffect;
}

export interface WindowRequest {
  kind: WindowKind;
  title: string;
  reason: string;
  service: string;
  /** Ids; empty for every SLO of the service there. */
  slos: readonly string[];
  /** Canonical names. */
  environments: readonly string[];
  /** Only the groups that carry these labels; empty for the whole SLO. */
  group: Readonly<Record<string, string>>;
  schedule: WindowSchedule;
  acts: WindowActs;
}

/** What the window was before a change, in force until then: the past is not written anew. */
export interface FormerWindow {
  request: WindowRequest;
  since?: Timestamp;
  until: Timestamp;
}

/** What quiets alerts acts at once; what changes the budget or opens the gate acts when its quorum has approved. */
export interface MaintenanceWindow {
  id: string;
  request: WindowRequest;
  requestHash: string;
  createdBy: string;
  createdAt: Timestamp;
  /** Everybody who asked for it or changed it: none of them approves it. */
  authors: readonly string[];
  /** Absent when nothing in it needs approval. */
  requirement?: Requirement;
  /** Of the present request only: a change empties it. */
  approvals: readonly Approval[];
  /** When the last seat of the present request was filled. */
  approvedAt?: Timestamp;
  /** The present request speaks for the time from here on; absent when it speaks for all of its schedule. */
  since?: Timestamp;
  /** Oldest first; only those that had been in force. */
  former: readonly FormerWindow[];
  denied?: WindowEnd;
  cancelled?: WindowEnd;
}

export interface WindowEnd {
  at: Timestamp;
  by: string;
  reason?: string;
}

/** Events about windows; the subject is the window's id. */
export interface WindowEvents {
  "window-created": { request: WindowRequest; requestHash: string; requirement?: Requirement };
  /** Extended, shortened or otherwise edited: voids approvals. */
  "window-changed": { request: WindowRequest; requestHash: string; requirement?: Requirement };
  "window-approved": {
    requestHash: string;
    group: string;
    /** With this the quorum is full, as the owner of the service then was. */
    complete: boolean;
    /** More seats than when it was asked for: the budget has worsened or the policy become stricter. */
    requirement?: Requirement;
    comment?: string;
  };
  "window-denied": { reason: string };
  "window-cancelled": { reason?: string };
}
