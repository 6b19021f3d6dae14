import type { IncidentState } from "../../model/governance/states.ts";
import type { Timestamp } from "../../model/units.ts";

/** A stretch of time in which the incident was open; the last one has no end while it is. */
export interface Spell {
  from: Timestamp;
  to?: Timestamp;
  /** Why it ended. */
  closed?: Closing;
}

export interface Closing {
  at: Timestamp;
  by: string;
  cause: ClosingCause;
  reason?: string;
}

export const closingCauses = ["alerts-resolved", "by-hand"] as const;
export type ClosingCause = (typeof closingCauses)[number];

/** Something that somebody wants the others to know. */
export interface Note {
  at: Timestamp;
  by: string;
  /** Where they sit, or what part of the world they speak of. */
  region?: string;
  text: string;
}

/** Something that somebody does about it. */
export interface IncidentAction {
  id: string;
  by: string;
  region?: string;
  what: string;
  startedAt: Timestamp;
  finishedAt?: Timestamp;
  finishedBy?: string;
  outcome?: string;
}

/** Trouble of one service in one environment, from its first sign to its end. */
export interface Incident {
  id: string;
  service: string;
  /** Canonical name. */
  environment: string;
  title: string;
  openedAt: Timestamp;
  openedBy: string;
  /** Nobody opened it but an alert: it closes when its alerts have resolved. */
  byAlert: boolean;
  /** Oldest first, disjoint; the first begins when the trouble began, as far as is known. */
  spells: readonly Spell[];
  /** Ids of the alerts that opened or joined it, in the order they were told. */
  alerts: readonly string[];
  notes: readonly Note[];
  actions: readonly IncidentAction[];
}

/** Events about incidents; the subject is the incident's id. */
export interface IncidentEvents {
  "incident-opened": {
    service: string;
    environment: string;
    title: string;
    startedAt: Timestamp;
    /** The alert that opened it; absent when a person did. */
    alert?: string;
  };
  "incident-reopened": { from: Timestamp; alert?: string; reason?: string };
  "incident-closed": { endedAt: Timestamp; cause: ClosingCause; reason?: string };
  /** The title or the beginning, as people know it better. */
  "incident-changed": { title?: string; startedAt?: Timestamp };
  "incident-noted": { text: string; region?: string; at?: Timestamp };
  "incident-action-started": {
    action: string;
    what: string;
    region?: string;
    startedAt: Timestamp;
    finishedAt?: Timestamp;
    outcome?: string;
  };
  "incident-action-finished": { action: string; finishedAt: Timestamp; outcome?: string };
}

export const presentSpell = ({ spells }: Pick<Incident, "spells">): Spell | undefined => {
  const last = spells.at(-1);
  return last?.to === undefined ? last : undefined;
};

export const incidentState = (incident: Incident): IncidentState =>
  presentSpell(incident) === undefined ? "closed" : "open";

/** When the trouble began. */
export const startOf = ({ spells, openedAt }: Incident): Timestamp => spells[0]?.from ?? openedAt;

/** When it ended; undefined while it is open. */
export const endOf = ({ spells }: Incident): Timestamp | undefined => spells.at(-1)?.to;

export const isUnderWay = ({ finishedAt }: IncidentAction): boolean => finishedAt === undefined;
