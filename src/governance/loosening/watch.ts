import { gradedStates, type GradedState, type LooseningEffect, type Policy } from "../../model/policy.ts";
import type { Definitions } from "../../model/definitions.ts";
import { timestamp, type Timestamp } from "../../model/units.ts";
import { systemActor, type JournalEvent } from "../journal.ts";
import { seat } from "../quorum.ts";
import type { GovernanceState } from "../state.ts";
import { loosenedBy } from "./easier.ts";
import { isHeld, type Held } from "./held.ts";
import type { Loosening, LooseningEnd, LooseningKind, SloPromise } from "./promise.ts";
import { isSamePromise, promisedBy, type Promised } from "./promises.ts";

/** Where an SLO stood under the promise last accepted: the grade it holds, whatever is known of it just now. */
export interface Stood {
  state: GradedState;
  /** Share of the budget spent, as judged. */
  spent?: number;
}

/** Nobody sits over an edit for longer than this. */
export const holdFor = 7 * 86_400;
/** Promises in one entry. */
const perEntry = 300;

/** What is to be said of one SLO: the events, and what becomes the accepted promise (null: none any more). */
interface Finding {
  events?: readonly JournalEvent[];
  accept?: SloPromise | null;
}

interface Scene {
  state: GovernanceState;
  promised: Promised;
  stood: ReadonlyMap<string, Stood>;
  now: Timestamp;
  newId: (prefix: string) => string;
}

/**
 * What the definitions of now change among the promises last accepted: easier ones are journalled with where the SLO
 * stood and, where its policy says `hold`, wait for approval while the accepted one stands. Nothing to say is no
 * event, so that every cycle and every replica may ask again. Without any accepted promise (the first start) all are
 * accepted as they are.
 */
export function promiseEvents(
  state: GovernanceState,
  definitions: Definitions,
  stood: ReadonlyMap<string, Stood>,
  now: Timestamp,
  newId: (prefix: string) => string,
): readonly JournalEvent[] {
  const promised = promisedBy(definitions);
  const scene = { state, promised, stood, now, newId };
  const open = openBySlo(state.loosenings);
  const set = new Map<string, SloPromise>();
  const gone: string[] = [];
  const events: JournalEvent[] = [];
  for (const slo of new Set([...promised.promises.keys(), ...state.promises.keys()])) {
    const { events: said = [], accept } = look(slo, open.get(slo), scene);
    events.push(...said);
    if (accept === null) gone.push(slo);
    else if (accept !== undefined) set.set(slo, accept);
  }
  return [...events, ...changes(set, gone, scene)];
}

/** Held loosenings that have not ended, by SLO; of each there is at most one. */
function openBySlo(loosenings: ReadonlyMap<string, Loosening>): ReadonlyMap<string, Loosening> {
  const open = new Map<string, Loosening>();
  for (const each of loosenings.values())
    if (each.heldUntil !== undefined && each.ended === undefined) open.set(each.slo, each);
  return open;
}

function look(slo: string, open: Loosening | undefined, scene: Scene): Finding {
  const { state, promised, now } = scene;
  const accepted = state.promises.get(slo);
  const present = promised.promises.get(slo);
  if (accepted === undefined) return present === undefined ? {} : { accept: present };
  if (isSamePromise(accepted, present))
    return { ...ended(open, "taken-back", now), ...withPolicy(accepted, scene) };
  if (open !== undefined && isSamePromise(open.after, present))
    return isHeld(open, now) ? {} : over(open, now);
  const policyOf = (hash: string): Policy | undefined =>
    promised.policies.get(hash) ?? state.promisedPolicies.get(hash);
  const kinds = loosenedBy(accepted, present, policyOf);
  if (kinds.length === 0) return { ...ended(open, "taken-back", now), accept: present ?? null };
  return loosened({ slo, kinds, accepted, present, open, policy: policyOf(accepted.policyHash) }, scene);
}

/** An approval accepts a promise without its policy at hand: the next look keeps that, too. */
const withPolicy = (accepted: SloPromise, { state, promised }: Scene): Finding =>
  promised.policies.has(accepted.policyHash) && !state.promisedPolicies.has(accepted.policyHash)
    ? { accept: accepted }
    : {};

const over = (open: Loosening, now: Timestamp): Finding => ({
  events: [end(open, "over", now)],
  accept: open.after ?? null,
});

const ended = (open: Loosening | undefined, why: LooseningEnd, now: Timestamp): Finding =>
  open === undefined ? {} : { events: [end(open, why, now)] };

const end = ({ id }: Loosening, why: LooseningEnd, at: Timestamp): JournalEvent => ({
  at,
  actor: systemActor,
  kind: "loosening-ended",
  subject: id,
  payload: { why },
});

interface Easier {
  slo: string;
  kinds: readonly LooseningKind[];
  accepted: SloPromise;
  present: SloPromise | undefined;
  /** The hold that this edit comes on top of: pieces are held as the whole would be. */
  open: Loosening | undefined;
  policy: Policy | undefined;
}

function loosened({ slo, kinds, accepted, present, open, policy: known }: Easier, scene: Scene): Finding {
  const { promised, now, newId } = scene;
  const accept = present ?? null;
  // A policy that nobody kept: today's of that name speaks for it.
  const namesake = [...promised.policies.values()].find(({ name }) => name === accepted.policy);
  const policy = known ?? open?.policy ?? namesake;
  if (policy === undefined) return { ...ended(open, "replaced", now), accept };
  const stood = worse(open, scene.stood.get(slo));
  const isStillHeld = open !== undefined && isHeld(open, now);
  const effect = isStillHeld ? "hold" : effectOf(policy, stood.state, accepted);
  if (effect === undefined) return { ...ended(open, "replaced", now), accept };
  const payload = {
    slo,
    kinds,
    before: accepted,
    ...(present !== undefined && { after: present }),
    ...stood,
    policy,
    ...(effect === "hold" && heldBy(policy, stood.state, now)),
  };
  const event: JournalEvent = {
    at: now,
    actor: systemActor,
    kind: "promise-loosened",
    subject: newId("lo"),
    payload,
  };
  const events = [...(ended(open, "replaced", now).events ?? []), event];
  return effect === "hold" ? { events } : { events, accept };
}

/** A second edit meets the standing that the first one is held by, or a worse one. */
function worse(open: Loosening | undefined, now: Stood = { state: "healthy" }): Stood {
  if (open === undefined || gradedStates.indexOf(now.state) > gradedStates.indexOf(open.state)) return now;
  return { state: open.state, ...(open.spent !== undefined && { spent: open.spent }) };
}

/**
 * What the policy says of the state; unsaid, it is announced from `caution` on. A promise that the gate never judged
 * has no standing to keep.
 */
function effectOf(policy: Policy, state: GradedState, { gate }: SloPromise): LooseningEffect | undefined {
  const said = policy.loosening[state];
  const effect =
    said ?? (gradedStates.indexOf(state) >= gradedStates.indexOf("caution") ? "announce" : undefined);
  return effect === "hold" && !gate ? "announce" : effect;
}

function heldBy(policy: Policy, state: GradedState, now: Timestamp): Pick<Held, "heldUntil" | "requirement"> {
  const { [state]: quorum = [] } = policy.quorum;
  const seats = quorum.length > 0 ? quorum : [seat.any];
  return {
    heldUntil: timestamp(now + holdFor),
    requirement: { state, seats, policy: policy.name, policyHash: policy.hash },
  };
}

/** The accepted promises that changed, some hundreds an entry, each with the policies that are new in it. */
function changes(
  set: ReadonlyMap<string, SloPromise>,
  gone: readonly string[],
  { state, promised, now }: Scene,
): readonly JournalEvent[] {
  const all = [...[...set].map(([slo, promise]) => ({ slo, promise })), ...gone.map((slo) => ({ slo }))];
  const kept = new Set(state.promisedPolicies.keys());
  const entries: JournalEvent[] = [];
  for (let from = 0; from < all.length; from += perEntry) {
    const part: readonly { slo: string; promise?: SloPromise }[] = all.slice(from, from + perEntry);
    const set: Record<string, SloPromise> = {};
    const policies: Record<string, Policy> = {};
    for (const { slo, promise } of part) {
      if (promise === undefined) continue;
      set[slo] = promise;
      const policy = promised.policies.get(promise.policyHash);
      if (policy === undefined || kept.has(policy.hash)) continue;
      policies[policy.hash] = policy;
      kept.add(policy.hash);
    }
    const gone = part.filter(({ promise }) => promise === undefined).map(({ slo }) => slo);
    const payload = { set, gone, ...(Object.keys(policies).length > 0 && { policies }) };
    entries.push({ at: now, actor: systemActor, kind: "promises-changed", subject: "definitions", payload });
  }
  return entries;
}
