import { timestamp, type Timestamp } from "../../model/units.ts";
import type { Act, Occasion } from "../act.ts";
import type { Facts } from "../facts.ts";
import type { Identity } from "../people/identity.ts";
import { checkMoment, invalid, mayWorkOn, recorded, refuse, type State, workable } from "./ground.ts";
import { endOf, type Incident, incidentState, isUnderWay, startOf } from "./incident.ts";

export interface OpenInput {
  service: string;
  environment: string;
  title: string;
  startedAt?: Timestamp;
}

/** A person or a bot saw trouble before any alert did. */
export function openIncident(
  state: State,
  { now, newId }: Occasion,
  identity: Identity,
  { service, environment, title, startedAt = now }: OpenInput,
  facts: Facts,
): Act<Incident> {
  const known = facts.services.get(service);
  const refusal = mayWorkOn(identity, service);
  if (refusal !== undefined) return refusal;
  if (known === undefined) return invalid("service", `no service ${JSON.stringify(service)} is registered`);
  const place = facts.environments.get(environment)?.name ?? environment;
  if (!known.environments.includes(place))
    return invalid("environment", `${service} is not registered in ${JSON.stringify(environment)}`);
  const late = checkMoment("startedAt", startedAt, now);
  if (late !== undefined) return late;
  const there = openAt(state, service, place);
  if (there !== undefined)
    return refuse("conflict", `${there.id} is open there already: work on that one, together`);
  const id = newId("inc");
  const payload = { service, environment: place, title, startedAt };
  return recorded(state, now, identity, id, [{ kind: "incident-opened", subject: id, payload }]);
}

/** One place has one open incident: several regions work on one timeline. */
export const openAt = ({ incidents }: Pick<State, "incidents">, service: string, environment: string) =>
  [...incidents.values()].findLast(
    (each) => each.service === service && each.environment === environment && incidentState(each) === "open",
  );

export interface ChangeInput {
  id: string;
  title?: string | undefined;
  startedAt?: Timestamp | undefined;
}

/** Alerts tell of trouble some minutes after it began: people know better when. */
export function changeIncident(
  state: State,
  { now }: Occasion,
  identity: Identity,
  { id, title, startedAt }: ChangeInput,
): Act<Incident> {
  const incident = workable(state, identity, id);
  if ("refused" in incident) return incident;
  const late = checkMoment("startedAt", startedAt, now);
  if (late !== undefined) return late;
  const firstEnd = incident.spells[0]?.to;
  if (startedAt !== undefined && firstEnd !== undefined && startedAt > firstEnd)
    return invalid("startedAt", "lies after its end");
  const payload = {
    ...(title !== undefined && title !== incident.title && { title }),
    ...(startedAt !== undefined && startedAt !== startOf(incident) && { startedAt }),
  };
  // The same again changes nothing.
  if (Object.keys(payload).length === 0) return { events: [], answer: incident };
  return recorded(state, now, identity, id, [{ kind: "incident-changed", subject: id, payload }]);
}

export interface CloseInput {
  id: string;
  reason?: string | undefined;
  endedAt?: Timestamp | undefined;
}

/** It is over, whatever the alerts say: those that go on ringing do not open it again. */
export function closeIncident(
  state: State,
  { now }: Occasion,
  identity: Identity,
  { id, reason, endedAt = now }: CloseInput,
): Act<Incident> {
  const incident = workable(state, identity, id);
  if ("refused" in incident) return incident;
  if (incidentState(incident) === "closed") return refuse("conflict", `${id} is closed already`);
  const busy = incident.actions.filter(isUnderWay);
  if (busy.length > 0)
    return refuse(
      "conflict",
      `${busy.map(({ id: each, what, by }) => `${each} (${what}, ${by})`).join(", ")} is under way: finish it first`,
    );
  const late = checkMoment("endedAt", endedAt, now);
  if (late !== undefined) return late;
  if (endedAt < (incident.spells.at(-1)?.from ?? endedAt))
    return invalid("endedAt", "lies before its beginning");
  const payload = { endedAt, cause: "by-hand" as const, ...(reason !== undefined && { reason }) };
  return recorded(state, now, identity, id, [{ kind: "incident-closed", subject: id, payload }]);
}

/** It was not over after all. */
export function reopenIncident(
  state: State,
  { now }: Occasion,
  identity: Identity,
  { id, reason }: { id: string; reason?: string | undefined },
): Act<Incident> {
  const incident = workable(state, identity, id);
  if ("refused" in incident) return incident;
  if (incidentState(incident) === "open") return refuse("conflict", `${id} is open`);
  const other = openAt(state, incident.service, incident.environment);
  if (other !== undefined) return refuse("conflict", `${other.id} is open there: work on that one`);
  const from = timestamp(Math.max(now, endOf(incident) ?? now));
  const payload = { from, ...(reason !== undefined && { reason }) };
  return recorded(state, now, identity, id, [{ kind: "incident-reopened", subject: id, payload }]);
}
