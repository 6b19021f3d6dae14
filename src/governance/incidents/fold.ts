import type { Timestamp } from "../../model/units.ts";
import type { JournalEntry } from "../journal.ts";
import type { ReceivedAlert } from "./alert.ts";
import type { Closing, Incident, IncidentAction, Spell } from "./incident.ts";

/** A year and what a yearly review takes: what is older stays in the journal, and leaves memory. */
export const keptFor = 400 * 86_400;

/** Alerts by id, in the order they were told. */
export function foldAlerts(alerts: Map<string, ReceivedAlert>, entry: JournalEntry): void {
  const { subject: id, at } = entry;
  if (entry.kind === "alert-fired") {
    alerts.set(id, { ...entry.payload, id, receivedAt: at });
    forget(alerts, at, ({ receivedAt, endsAt }) => (endsAt === undefined ? undefined : receivedAt));
  }
  const alert = alerts.get(id);
  if (entry.kind === "alert-resolved" && alert !== undefined)
    alerts.set(id, { ...alert, endsAt: entry.payload.endsAt });
}

/** Incidents by id, in the order they were opened. */
export function foldIncidents(incidents: Map<string, Incident>, entry: JournalEntry): void {
  if (entry.kind === "incident-opened") {
    incidents.set(entry.subject, opened(entry));
    forget(incidents, entry.at, ({ spells }) => spells.at(-1)?.to);
  }
  if (entry.kind === "alert-fired" && entry.payload.incident !== undefined) {
    const joined = incidents.get(entry.payload.incident);
    if (joined !== undefined)
      incidents.set(joined.id, { ...joined, alerts: [...joined.alerts, entry.subject] });
  }
  const incident = incidents.get(entry.subject);
  if (incident !== undefined) incidents.set(entry.subject, { ...incident, ...changeOf(incident, entry) });
}

function opened({ subject: id, at, actor, payload }: JournalEntry<"incident-opened">): Incident {
  const { service, environment, title, startedAt, alert } = payload;
  return {
    id,
    service,
    environment,
    title,
    openedAt: at,
    openedBy: actor,
    byAlert: alert !== undefined,
    spells: [{ from: startedAt }],
    alerts: [],
    notes: [],
    actions: [],
  };
}

/** What an entry changes of an incident; nothing for kinds that are not about incidents. */
function changeOf(incident: Incident, entry: JournalEntry): Partial<Incident> {
  const { at, actor } = entry;
  switch (entry.kind) {
    case "incident-reopened":
      return { spells: [...incident.spells, { from: entry.payload.from }] };
    case "incident-closed": {
      const { endedAt, ...how } = entry.payload;
      return { spells: ended(incident.spells, endedAt, { at, by: actor, ...how }) };
    }
    case "incident-changed":
      return changed(incident, entry.payload);
    case "incident-noted":
      return { notes: [...incident.notes, { at, by: actor, ...entry.payload }] };
    case "incident-action-started": {
      const { action: id, ...what } = entry.payload;
      const finishedBy = what.finishedAt === undefined ? {} : { finishedBy: actor };
      return { actions: [...incident.actions, { id, by: actor, ...what, ...finishedBy }] };
    }
    case "incident-action-finished": {
      const { action, ...end } = entry.payload;
      return { actions: finished(incident.actions, action, { ...end, finishedBy: actor }) };
    }
    default:
      return {};
  }
}

/** An incident cannot end before it began. */
const ended = (spells: readonly Spell[], to: Timestamp, closed: Closing): readonly Spell[] =>
  spells.map((spell, index) =>
    index === spells.length - 1 ? { ...spell, to: to > spell.from ? to : spell.from, closed } : spell,
  );

const changed = (
  { spells, title: before }: Incident,
  { title = before, startedAt }: { title?: string; startedAt?: Timestamp },
): Partial<Incident> => ({
  title,
  ...(startedAt !== undefined && {
    spells: spells.map((spell, index) => (index === 0 ? { ...spell, from: startedAt } : spell)),
  }),
});

const finished = (
  actions: readonly IncidentAction[],
  id: string,
  end: Pick<IncidentAction, "finishedAt" | "finishedBy" | "outcome">,
): readonly IncidentAction[] => actions.map((each) => (each.id === id ? { ...each, ...end } : each));

/** Drops from the oldest on what is over for too long. */
function forget<Item>(
  items: Map<string, Item>,
  now: Timestamp,
  overSince: (item: Item) => Timestamp | undefined,
): void {
  for (const [id, item] of items) {
    const since = overSince(item);
    if (since === undefined || now - since < keptFor) return;
    items.delete(id);
  }
}
