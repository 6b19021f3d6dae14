import type { Timestamp } from "../../model/units.ts";
import type { Act, Occasion } from "../act.ts";
import type { Facts } from "../facts.ts";
import type { JournalEntry } from "../journal.ts";
import type { Identity } from "../people/identity.ts";
import type { GovernanceState } from "../state.ts";
import type { ReceivedAlert } from "./alert.ts";
import { keptFor } from "./fold.ts";
import { checkMoment, invalid, mayWorkOn, refuse } from "./ground.ts";

/** What somebody who was there thinks of an alert. */
export const marks = ["useful", "noise", "duplicate"] as const;
export type Mark = (typeof marks)[number];

/** What can be said of an alert: a mark, or that none of those before is meant any more. */
export const sayings = [...marks, "none"] as const;

export interface AlertMark {
  mark: Mark;
  comment?: string;
  /** When the trouble began that it told of: how long it took to tell follows. */
  began?: Timestamp;
}

/** A key was pressed by mistake. */
export interface Withdrawal {
  mark: "none";
  comment?: string;
}

/** Trouble that no alert told of. */
export interface MissedAlert {
  id: string;
  slo: string;
  service: string;
  environment: string;
  from: Timestamp;
  to?: Timestamp;
  what: string;
  enteredBy: string;
  enteredAt: Timestamp;
}

/** Events of feedback; the subject is the alert's id, or that of the miss. */
export interface FeedbackEvents {
  "alert-marked": AlertMark | Withdrawal;
  "alert-missed": Omit<MissedAlert, "id" | "enteredBy" | "enteredAt">;
}

/** The newest mark counts: people learn more. */
export function foldMarks(alerts: Map<string, ReceivedAlert>, entry: JournalEntry): void {
  if (entry.kind !== "alert-marked") return;
  const alert = alerts.get(entry.subject);
  if (alert === undefined) return;
  const { marked: _, ...unmarked } = alert;
  const { payload, actor: by, at } = entry;
  alerts.set(alert.id, payload.mark === "none" ? unmarked : { ...unmarked, marked: { ...payload, by, at } });
}

/** Misses by id, oldest first. */
export function foldMissed(missed: Map<string, MissedAlert>, entry: JournalEntry): void {
  if (entry.kind !== "alert-missed") return;
  const { subject: id, at: enteredAt, actor: enteredBy, payload } = entry;
  missed.set(id, { id, ...payload, enteredBy, enteredAt });
  for (const [old, each] of missed) {
    if (enteredAt - each.enteredAt < keptFor) return;
    missed.delete(old);
  }
}

export type MarkInput = { id: string; began?: Timestamp } & (AlertMark | Withdrawal);

/** Says what an alert was worth, once or again. */
export function markAlert(
  { alerts }: Pick<GovernanceState, "alerts">,
  { now }: Occasion,
  identity: Identity,
  { id, began, ...said }: MarkInput,
): Act<{ id: string }> {
  const alert = alerts.get(id);
  if (alert === undefined)
    return refuse("not-found", `there is no alert ${JSON.stringify(id)}: nines alerts list names them`);
  const refusal = mayWorkOn(identity, alert.service) ?? checkMoment("began", began, now);
  if (refusal !== undefined) return refusal;
  if (began !== undefined && began > alert.startsAt)
    return invalid("began", "lies after the alert: an alert cannot be early");
  // What is of no worth any more has no beginning either.
  const mark = said.mark === "none" || began === undefined ? said : { ...said, began };
  const event = { at: now, actor: identity.subject, kind: "alert-marked", subject: id } as const;
  return { events: [{ ...event, payload: mark }], answer: { id } };
}

export type MissInput = Pick<MissedAlert, "slo" | "from" | "to" | "what">;

/** Enters trouble that nobody was told of. */
export function enterMissed(
  _: unknown,
  { now, newId }: Occasion,
  identity: Identity,
  { slo, from, to, what }: MissInput,
  { slosOf }: Pick<Facts, "slosOf">,
): Act<{ id: string }> {
  const [service = "", , environment = ""] = slo.split(".");
  if (!slosOf(service, environment).some((each) => each.slo.id === slo))
    return invalid("slo", `there is no SLO ${JSON.stringify(slo)}: write its whole id`);
  const refusal =
    mayWorkOn(identity, service) ?? checkMoment("from", from, now) ?? checkMoment("to", to, now);
  if (refusal !== undefined) return refusal;
  if (to !== undefined && to <= from) return invalid("to", "lies before its beginning");
  const id = newId("miss");
  const payload = { slo, service, environment, from, what, ...(to !== undefined && { to }) };
  const event = { at: now, actor: identity.subject, kind: "alert-missed", subject: id, payload } as const;
  return { events: [event], answer: { id } };
}
