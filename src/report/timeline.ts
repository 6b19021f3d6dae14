import { titleOf, type Deployment } from "../governance/deployments/deployment.ts";
import type { ReceivedAlert } from "../governance/incidents/alert.ts";
import {
  type Closing,
  endOf,
  type Incident,
  type IncidentAction,
  type Spell,
  startOf,
} from "../governance/incidents/incident.ts";
import { groupKey } from "../model/observation.ts";
import type { TimelineKind } from "../model/wording.ts";
import type { Timestamp } from "../model/units.ts";
import { deploymentSpan } from "./attribution/sources.ts";

/** One line of an incident's timeline, at the time that it happened rather than at which it was written down. */
export interface TimelineEntry {
  at: Timestamp;
  kind: TimelineKind;
  text: string;
  by?: string;
  region?: string;
  /** Id of the alert, the action or the deployment that it is about. */
  about?: string;
}

/**
 * What went out near an incident: of its service, or of what that depends on, and still watched when it began or later.
 * How long a deployment is watched is attribution's rule.
 */
export function deploymentsNear(
  incident: Incident,
  deployments: Iterable<Deployment>,
  dependsOn: readonly string[],
  now: Timestamp,
): readonly Deployment[] {
  const [from, to] = [startOf(incident), endOf(incident) ?? now];
  const there = [...deployments].filter(({ environment }) => environment === incident.environment);
  return [incident.service, ...dependsOn].flatMap((service) => {
    const own = there.filter((each) => each.service === service);
    return own.filter((each) => {
      const watched = deploymentSpan(each, own, now);
      return watched.from <= to && watched.to > from;
    });
  });
}

/** Everything that happened in an incident and near it, whoever saw or did it, oldest first. */
export function timelineOf(
  incident: Incident,
  alerts: ReadonlyMap<string, ReceivedAlert>,
  near: readonly Deployment[] = [],
): readonly TimelineEntry[] {
  const told = incident.alerts.flatMap((id) => alerts.get(id) ?? []);
  const entries: readonly TimelineEntry[] = [
    ...near.map(deploymentEntry),
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

/** `checkout v3.12.0 went out (failed)` */
function deploymentEntry(deployment: Deployment): TimelineEntry {
  const { id: about, service, startedAt: at, recordedBy: by, outcome } = deployment;
  const how = outcome === undefined ? " (under way)" : outcome === "succeeded" ? "" : ` (${outcome})`;
  return { at, kind: "deployed", text: `${service} ${titleOf(deployment)} went out${how}`, by, about };
}

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
