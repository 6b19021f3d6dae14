import { label } from "../../model/names.ts";
import { timestamp, type Timestamp } from "../../model/units.ts";
import type { Act, Occasion } from "../act.ts";
import type { Facts } from "../facts.ts";
import type { JournalEvent } from "../journal.ts";
import { actsFor, type Identity } from "../people/identity.ts";
import type { GovernanceState } from "../state.ts";
import { type AlertRecord, alertId, type NotifiedAlert, type ReceivedAlert } from "./alert.ts";
import { foldAlerts, foldIncidents } from "./fold.ts";
import { endOf, type Incident, incidentState, isUnderWay, presentSpell } from "./incident.ts";
import { type IncidentRules, opensIncident } from "./rules.ts";

/** What a notification came to. */
export interface Receipt {
  /** Ids of alerts that were news, firing or resolved. */
  recorded: readonly string[];
  opened: readonly string[];
  reopened: readonly string[];
  closed: readonly string[];
  ignored: readonly { fingerprint: string; why: string }[];
}

type Incidents = Pick<GovernanceState, "alerts" | "incidents">;

/**
 * Takes in one notification of Alertmanager. It may come again, late, or from a second Alertmanager: an alert of one
 * fingerprint and start is recorded once, and once resolved it stays so.
 */
export function receive(
  state: Incidents,
  { now, newId }: Occasion,
  identity: Identity,
  notified: readonly NotifiedAlert[],
  facts: Facts,
  rules: IncidentRules,
): Act<Receipt> {
  const ledger = bookOf(state, now, identity.subject);
  const ignored: { fingerprint: string; why: string }[] = [];
  for (const each of notified) {
    const record = recordOf(each, facts, rules, identity);
    if ("why" in record) ignored.push({ fingerprint: each.fingerprint, ...record });
    else takeAlert(ledger, each, record, rules, newId);
  }
  closeResolved(ledger);
  const subjects = (...kinds: readonly JournalEvent["kind"][]): string[] => [
    ...new Set(ledger.events.filter(({ kind }) => kinds.includes(kind)).map(({ subject }) => subject)),
  ];
  return {
    events: ledger.events,
    answer: {
      recorded: subjects("alert-fired", "alert-resolved"),
      opened: subjects("incident-opened"),
      reopened: subjects("incident-reopened"),
      closed: subjects("incident-closed"),
      ignored,
    },
  };
}

/** The state as it becomes while events are added to it. */
interface Book extends Incidents {
  events: JournalEvent[];
  now: Timestamp;
  add: (event: Omit<JournalEvent, "at" | "actor">) => void;
}

export function bookOf({ alerts, incidents }: Incidents, now: Timestamp, actor: string): Book {
  const book: Book = {
    alerts: new Map(alerts),
    incidents: new Map(incidents),
    events: [],
    now,
    add: (said) => {
      const event = { ...said, at: now, actor } as JournalEvent;
      book.events.push(event);
      const entry = { ...event, seq: 0, prevHash: "", hash: "" };
      foldAlerts(book.alerts, entry);
      foldIncidents(book.incidents, entry);
    },
  };
  return book;
}

/** What is kept of an alert, or why it is none of nines' business. */
function recordOf(
  { labels, startsAt, fingerprint, summary }: NotifiedAlert,
  facts: Facts,
  rules: IncidentRules,
  identity: Identity,
): Omit<AlertRecord, "incident"> | { why: string } {
  const own = (name: string): string | undefined =>
    Object.hasOwn(labels, name) && labels[name] !== "" ? labels[name] : undefined;
  const service = own(label.service);
  const place = own(label.environment);
  if (service === undefined || place === undefined)
    return { why: `it has no ${label.service} and ${label.environment}: it is no alert of an SLO` };
  if (!facts.services.has(service)) return { why: `no service ${JSON.stringify(service)} is registered` };
  if (!actsFor(identity, service)) return { why: `${identity.subject} does not act for ${service}` };
  const environment = facts.environments.get(place)?.name ?? place;
  const slo = own(label.id);
  const found = facts.slosOf(service, environment).find((each) => each.slo.id === slo)?.slo;
  const group = (found?.groupBy ?? []).flatMap((name) => {
    const value = own(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const optional = { slo, tier: own(label.tier), severity: own(label.severity), summary };
  return {
    fingerprint,
    startsAt,
    alertname: own(label.alertname) ?? "(unnamed)",
    service,
    environment,
    group: Object.fromEntries(group),
    opens: opensIncident(rules, labels),
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as Pick<
      AlertRecord,
      "slo" | "tier" | "severity" | "summary"
    >),
  };
}

function takeAlert(
  book: Book,
  { status, endsAt }: NotifiedAlert,
  record: Omit<AlertRecord, "incident">,
  rules: IncidentRules,
  newId: Occasion["newId"],
): void {
  const id = alertId(record.fingerprint, record.startsAt);
  if (!book.alerts.has(id)) fire(book, id, record, rules, newId);
  const known = book.alerts.get(id);
  if (status !== "resolved" || known === undefined || known.endsAt !== undefined) return;
  const { incident } = known;
  book.add({
    kind: "alert-resolved",
    subject: id,
    payload: { endsAt, ...(incident !== undefined && { incident }) },
  });
}

/** Records the alert, and before it the incident that it opens; one that opens none joins one that is open. */
function fire(
  book: Book,
  id: string,
  record: Omit<AlertRecord, "incident">,
  { reopenWithin }: IncidentRules,
  newId: Occasion["newId"],
): void {
  const { service, environment, startsAt, opens } = record;
  const those = [...book.incidents.values()].filter(
    (each) => each.service === service && each.environment === environment,
  );
  const former = those.findLast((each) => incidentState(each) === "open") ?? those.at(-1);
  let incident = former === undefined || incidentState(former) === "open" ? former?.id : undefined;
  if (incident === undefined && opens) {
    const end = former === undefined ? undefined : endOf(former);
    if (former !== undefined && end !== undefined && startsAt - end <= reopenWithin) {
      incident = former.id;
      const from = timestamp(Math.max(startsAt, end));
      book.add({ kind: "incident-reopened", subject: incident, payload: { from, alert: id } });
    } else {
      incident = newId("inc");
      book.add({ kind: "incident-opened", subject: incident, payload: openingOf(record, id) });
    }
  }
  book.add({
    kind: "alert-fired",
    subject: id,
    payload: { ...record, ...(incident !== undefined && { incident }) },
  });
}

const openingOf = (
  { service, environment, startsAt: startedAt, summary, alertname, slo }: Omit<AlertRecord, "incident">,
  alert: string,
) => ({
  service,
  environment,
  title: summary ?? `${alertname}${slo === undefined ? "" : ` of ${slo}`}`,
  startedAt,
  alert,
});

/** The alerts that keep an incident open: those that open one and have not resolved. */
export const holding = (
  { alerts: ids }: Incident,
  alerts: ReadonlyMap<string, ReceivedAlert>,
): readonly ReceivedAlert[] =>
  ids
    .map((id) => alerts.get(id))
    .filter((each) => each?.opens === true && each.endsAt === undefined) as ReceivedAlert[];

/**
 * Closes every incident that alerts opened, whose alerts have all resolved and about which nobody does anything any
 * more. One that a person opened is a person's to close.
 */
export function closeResolved(book: Book): void {
  for (const incident of book.incidents.values()) {
    const { byAlert, actions, alerts, id } = incident;
    const present = presentSpell(incident);
    if (!byAlert || present === undefined || actions.some(isUnderWay)) continue;
    if (holding(incident, book.alerts).length > 0) continue;
    const ends = alerts.map((each) => book.alerts.get(each)?.endsAt ?? present.from);
    const finished = actions.map(({ finishedAt }) => finishedAt ?? present.from);
    const endedAt = timestamp(Math.min(Math.max(present.from, ...ends, ...finished), book.now));
    book.add({ kind: "incident-closed", subject: id, payload: { endedAt, cause: "alerts-resolved" } });
  }
}
