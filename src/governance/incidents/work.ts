import type { Timestamp } from "../../model/units.ts";
import type { Act, Occasion } from "../act.ts";
import type { Identity } from "../people/identity.ts";
import { checkMoment, invalid, recorded, refuse, type State, workable } from "./ground.ts";
import { type Incident, incidentState, isUnderWay } from "./incident.ts";

/** Notes and actions of one incident: more is a loop, not a timeline. */
export const mostOfEach = 1_000;

export interface NoteInput {
  id: string;
  text: string;
  region?: string;
  at?: Timestamp | undefined;
}

/** A line on the timeline; also after the end, where what was learned is written down. */
export function noteIncident(
  state: State,
  { now }: Occasion,
  identity: Identity,
  { id, text, region, at }: NoteInput,
): Act<Incident> {
  const incident = workable(state, identity, id);
  if ("refused" in incident) return incident;
  const late = checkMoment("at", at, now);
  if (late !== undefined) return late;
  if (incident.notes.length >= mostOfEach)
    return refuse("conflict", `${id} has ${mostOfEach} notes: write on elsewhere and link to it`);
  const payload = { text, ...(region !== undefined && { region }), ...(at !== undefined && { at }) };
  return recorded(state, now, identity, id, [{ kind: "incident-noted", subject: id, payload }]);
}

export interface ActionInput {
  id: string;
  what: string;
  region?: string | undefined;
  startedAt?: Timestamp | undefined;
  finishedAt?: Timestamp | undefined;
  outcome?: string | undefined;
}

/** Somebody begins to do something, or says what they did: the others see it before they do the opposite. */
export function startAction(
  state: State,
  { now, newId }: Occasion,
  identity: Identity,
  { id, what, region, startedAt = now, finishedAt, outcome }: ActionInput,
): Act<Incident> {
  const incident = workable(state, identity, id);
  if ("refused" in incident) return incident;
  if (incident.actions.length >= mostOfEach)
    return refuse("conflict", `${id} has ${mostOfEach} actions: that is more than one timeline can tell`);
  if (incidentState(incident) === "closed" && finishedAt === undefined)
    return refuse("conflict", `${id} is closed: reopen it, or say when the action was finished`);
  const late = checkMoment("startedAt", startedAt, now) ?? checkMoment("finishedAt", finishedAt, now);
  if (late !== undefined) return late;
  if (finishedAt !== undefined && finishedAt < startedAt)
    return invalid("finishedAt", "lies before its start");
  const payload = {
    action: newId("act"),
    what,
    startedAt,
    ...(region !== undefined && { region }),
    ...(finishedAt !== undefined && { finishedAt }),
    ...(outcome !== undefined && { outcome }),
  };
  return recorded(state, now, identity, id, [{ kind: "incident-action-started", subject: id, payload }]);
}

export interface FinishInput {
  id: string;
  action: string;
  finishedAt?: Timestamp | undefined;
  outcome?: string | undefined;
}

/** Anybody at the incident may say that an action is finished: who began it may have gone to bed. */
export function finishAction(
  state: State,
  { now }: Occasion,
  identity: Identity,
  { id, action: wanted, finishedAt = now, outcome }: FinishInput,
): Act<Incident> {
  const incident = workable(state, identity, id);
  if ("refused" in incident) return incident;
  const action = incident.actions.find((each) => each.id === wanted);
  if (action === undefined) return refuse("not-found", `${id} has no action ${JSON.stringify(wanted)}`);
  if (!isUnderWay(action)) return refuse("conflict", `${wanted} was finished already`);
  const late = checkMoment("finishedAt", finishedAt, now);
  if (late !== undefined) return late;
  if (finishedAt < action.startedAt) return invalid("finishedAt", "lies before its start");
  const payload = { action: wanted, finishedAt, ...(outcome !== undefined && { outcome }) };
  return recorded(state, now, identity, id, [{ kind: "incident-action-finished", subject: id, payload }]);
}
