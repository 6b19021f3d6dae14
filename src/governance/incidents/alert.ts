import { createHash } from "node:crypto";
import type { GroupLabels } from "../../model/observation.ts";
import type { Timestamp } from "../../model/units.ts";
import type { AlertMark } from "./feedback.ts";

/** One alert of a notification, as Alertmanager's webhook (version 4) tells it; times as it wrote them. */
export interface NotifiedAlert {
  status: "firing" | "resolved";
  labels: Readonly<Record<string, string>>;
  startsAt: Timestamp;
  /** When it resolved; meaningless while it fires. */
  endsAt: Timestamp;
  /** Alertmanager's own digest of the labels. */
  fingerprint: string;
  summary?: string;
}

/** What is kept of an alert that Alertmanager told of. */
export interface AlertRecord {
  fingerprint: string;
  startsAt: Timestamp;
  alertname: string;
  service: string;
  /** Canonical name. */
  environment: string;
  /** The SLO's id, where the alert names one. */
  slo?: string;
  tier?: string;
  severity?: string;
  /** Values of the labels that the SLO is grouped by. */
  group: GroupLabels;
  summary?: string;
  /** The incident that it opened or joined. */
  incident?: string;
  /** It is of those that open incidents, and keeps this one open until it resolves. */
  opens: boolean;
}

export interface ReceivedAlert extends AlertRecord {
  id: string;
  receivedAt: Timestamp;
  /** When it resolved, by Alertmanager's account. */
  endsAt?: Timestamp;
  /** What the last one who said so thinks of it. */
  marked?: AlertMark & { by: string; at: Timestamp };
}

/** Events about alerts; the subject is the alert's id. */
export interface AlertEvents {
  "alert-fired": AlertRecord;
  "alert-resolved": { endsAt: Timestamp; incident?: string };
}

/** The same alert of the same start has the same id, however often and by whomever it is told. */
export const alertId = (fingerprint: string, startsAt: Timestamp): string =>
  `al-${createHash("sha256")
    .update(`${fingerprint} ${Math.round(startsAt * 1_000)}`)
    .digest("hex")
    .slice(0, 16)}`;
