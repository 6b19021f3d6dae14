import type { Timestamp } from "../../model/units.ts";
import type { Act, Refusal, RefusalCode } from "../act.ts";
import { actsFor, holds, type Identity } from "../people/identity.ts";
import type { GovernanceState } from "../state.ts";
import type { Incident } from "./incident.ts";
import { bookOf, closeResolved } from "./receive.ts";

/** What the commands on incidents have in common. */

export type State = Pick<GovernanceState, "alerts" | "incidents">;

export const refuse = (refused: RefusalCode, message: string): Refusal => ({ refused, message });
export const invalid = (field: string, message: string): Refusal => ({
  refused: "invalid",
  message: `${field}: ${message}`,
  fields: [{ field, message }],
});

/** Whoever works on a service works on its incidents: people who may ask for something, and bots. */
export function mayWorkOn(identity: Identity, service: string): Refusal | undefined {
  if (!holds(identity, "requester", "approver", "admin", "machine"))
    return refuse("forbidden", "incidents are worked on by requesters, approvers, machines and admins");
  return holds(identity, "admin") || actsFor(identity, service)
    ? undefined
    : refuse("forbidden", `${identity.subject} does not act for ${service}: ask somebody who does`);
}

/** The incident, to somebody who may work on it. */
export function workable({ incidents }: State, identity: Identity, id: string): Incident | Refusal {
  const incident = incidents.get(id);
  if (incident === undefined)
    return refuse("not-found", `there is no incident ${JSON.stringify(id)}: the list names those there are`);
  return mayWorkOn(identity, incident.service) ?? incident;
}

/** A moment that people give: it is of the past, and not before the incident could have begun. */
export function checkMoment(field: string, at: Timestamp | undefined, now: Timestamp): Refusal | undefined {
  if (at === undefined || at <= now) return undefined;
  return invalid(field, "is in the future: say what has happened");
}

type Said = Parameters<ReturnType<typeof bookOf>["add"]>[0];

/** The events, those that follow from them, and the incident as it will be. */
export function recorded(
  state: State,
  now: Timestamp,
  { subject }: Identity,
  id: string,
  said: readonly Said[],
): Act<Incident> {
  const book = bookOf(state, now, subject);
  for (const each of said) book.add(each);
  // The last action may have been all that kept it open.
  if (said.some(({ kind }) => kind === "incident-action-finished")) closeResolved(book);
  const answer = book.incidents.get(id);
  if (answer === undefined) throw new Error(`an event about ${id} left no incident`);
  return { events: book.events, answer };
}
