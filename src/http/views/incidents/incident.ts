import type { Deployment } from "../../../governance/deployments/deployment.ts";
import type { ReceivedAlert } from "../../../governance/incidents/alert.ts";
import {
  endOf,
  type Incident,
  incidentState,
  isUnderWay,
  type Spell,
  startOf,
} from "../../../governance/incidents/incident.ts";
import { timelineOf } from "../../../report/timeline.ts";
import type { AlertBody, IncidentBody, IncidentDetailBody } from "../../schemas/incidents/incident.ts";
import { iso } from "../common.ts";

type Alerts = ReadonlyMap<string, ReceivedAlert>;

const alertsOf = ({ alerts: ids }: Incident, alerts: Alerts): readonly ReceivedAlert[] =>
  ids.flatMap((id) => alerts.get(id) ?? []);

const spellView = ({ from, to, closed }: Spell): IncidentBody["spells"][number] => ({
  from: iso(from),
  ...(to !== undefined && { to: iso(to) }),
  ...(closed !== undefined && { closed: { ...closed, at: iso(closed.at) } }),
});

export function incidentView(incident: Incident, alerts: Alerts): IncidentBody {
  const { id, service, environment, title, openedBy, openedAt, byAlert, spells, actions } = incident;
  const end = endOf(incident);
  return {
    id,
    state: incidentState(incident),
    service,
    environment,
    title,
    openedBy,
    openedAt: iso(openedAt),
    byAlert,
    startedAt: iso(startOf(incident)),
    ...(end !== undefined && { endedAt: iso(end) }),
    spells: spells.map(spellView),
    firing: alertsOf(incident, alerts).filter(({ endsAt }) => endsAt === undefined).length,
    underWay: actions.filter(isUnderWay).length,
  };
}

export function alertView(alert: ReceivedAlert): AlertBody {
  const { startsAt, endsAt, fingerprint: _, receivedAt: __, opens: ___, marked: ____, ...said } = alert;
  return { ...said, startsAt: iso(startsAt), ...(endsAt !== undefined && { endsAt: iso(endsAt) }) };
}

export const incidentDetailView = (
  incident: Incident,
  alerts: Alerts,
  near: readonly Deployment[],
): IncidentDetailBody => ({
  ...incidentView(incident, alerts),
  alerts: alertsOf(incident, alerts).map(alertView),
  actions: incident.actions.map(({ startedAt, finishedAt, finishedBy: _, ...said }) => ({
    ...said,
    startedAt: iso(startedAt),
    ...(finishedAt !== undefined && { finishedAt: iso(finishedAt) }),
  })),
  timeline: timelineOf(incident, alerts, near).map((entry) => ({ ...entry, at: iso(entry.at) })),
});
