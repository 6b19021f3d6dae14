import type { ReceivedAlert } from "../governance/incidents/alert.ts";
import type { Closing, Incident, IncidentAction, Spell } from "../governance/incidents/incident.ts";
import { groupKey } from "../model/observation.ts";
import type { Timestamp } from "../model/units.ts";

export const timelineKinds = [
  "began",
  "alert-fired",
  "alert-resolved",
  "note",
  "action-started",
  "action-finished",
  "closed",
  "reopened",
] as const;
export type TimelineKind = (typeof timelineKinds)[number];

/** One line of an incident's timeline, at the time that it happened rather than at which it was written down. */
export interface TimelineEntry {
  at: Timestamp;
  kind: TimelineKind;
  text: string;
  by?: string;
  region?: string;
  /** Id of the alert or the action that it is about. */
  about?: string;
}

/** Everything that happened in an incident, whoever saw or did it, oldest first. */
export function timelineOf(
  incident: Incident,
  alerts: ReadonlyMap<string, ReceivedAlert>,
): readonly TimelineEntry[] {
  const told = incident.alerts.flatMap((id) => alerts.get(id) ?? []);
  const entries: readonly TimelineEntry[] = [
    ...incident.spells.map((spell, index) => beginning(incident, spell, index)),
    ...told.flatMap(alertEntries),
    ...incident.notes.map(({ at, by, region, text }): TimelineEntry => ({
      at,
      kind: "note",
      text,
      by,
      ...where(region),
    })),
    ...incident.actions.flatMap(actionEntries),
    ...incident.spells.flatMap(closing),
  ];
  // A stable sort: of what happened at one moment the cause stands before what it led to.
  return entries.toSorted((a, b) => a.at - b.at);
}

const where = (region: string | undefined): { region?: string } => (region === undefined ? {} : { region });

function beginning({ byAlert, openedBy }: Incident, { from: at }: Spell, index: number): TimelineEntry {
  if (index > 0) return { at, kind: "reopened", text: "it was not over" };
  return { at, kind: "began", text: "the incident began", ...(!byAlert && { by: openedBy }) };
}

const closing = ({ to, closed }: Spell): TimelineEntry[] =>
  to === undefined || closed === undefined ? [] : [{ at: to, kind: "closed", ...closingOf(closed) }];

const closingOf = ({ cause, by, reason }: Closing): Pick<TimelineEntry, "text" | "by"> =>
  cause === "alerts-resolved"
    ? { text: "every alert has resolved" }
    : { text: reason === undefined ? "closed" : `closed: ${reason}`, by };

function alertEntries({ id, startsAt, endsAt, ...alert }: ReceivedAlert): TimelineEntry[] {
  const fired: TimelineEntry = { at: startsAt, kind: "alert-fired", text: nameOf(alert), about: id };
  if (endsAt === undefined) return [fired];
  return [fired, { at: endsAt, kind: "alert-resolved", text: nameOf(alert), about: id }];
}

/** `ErrorBudgetBurn (page, fast) of payments.availability.production, region=eu` */
function nameOf({
  alertname,
  severity,
  tier,
  slo,
  group,
}: Pick<ReceivedAlert, "alertname" | "severity" | "tier" | "slo" | "group">): string {
  const kind = [severity, tier].filter((word) => word !== undefined).join(", ");
  const labels = groupKey(group);
  return (
    `${alertname}${kind === "" ? "" : ` (${kind})`}` +
    `${slo === undefined ? "" : ` of ${slo}`}${labels === "" ? "" : `, ${labels}`}`
  );
}

function actionEntries(action: IncidentAction): TimelineEntry[] {
  const { id: about, by, region, what, startedAt, finishedAt, finishedBy, outcome } = action;
  const started: TimelineEntry = {
    at: startedAt,
    kind: "action-started",
    text: what,
    by,
    ...where(region),
    about,
  };
  if (finishedAt === undefined) return [started];
  const text = outcome === undefined ? what : `${what}: ${outcome}`;
  const finished = { at: finishedAt, kind: "action-finished" as const, text, by: finishedBy ?? by };
  return [started, { ...finished, ...where(region), about }];
}
