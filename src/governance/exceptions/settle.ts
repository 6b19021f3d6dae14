import { genesis } from "../chain.ts";
import { systemActor, type EventKind, type EventPayloads, type JournalEvent } from "../journal.ts";
import type { Timestamp } from "../../model/units.ts";
import type { Facts } from "../facts.ts";
import { seat } from "../quorum.ts";
import { servicePolicy } from "./concerned.ts";
import { costOf, decidedAt, spentNow } from "./cost.ts";
import type { Exception } from "./exception.ts";
import { foldExceptions } from "./fold.ts";
import { obstaclesOf, seatsMissing } from "./obstacles.ts";
import { raisedRequirement } from "./requirement.ts";
import {
  deadlinesOf,
  expiringFrom,
  hasQuorum,
  isInForce,
  isUsedUp,
  isWaiting,
  needsNobody,
  stateOf,
} from "./state.ts";

/** An exception with all that time and data have brought about, and the events that say so. */
export interface Settled {
  exception: Exception;
  events: readonly JournalEvent[];
}

interface Moment {
  facts: Facts;
  now: Timestamp;
}

type Due = { [Kind in EventKind]: [Kind, EventPayloads[Kind]] }[EventKind];
type Step = (exception: Exception, moment: Moment) => Due | undefined;

/**
 * What is due of one exception. Commands put it before their own events, the leader appends it once a cycle: what an
 * exception is never depends on who was there first.
 */
export function settle(exception: Exception, moment: Moment): Settled {
  let settled: Settled = { exception, events: [] };
  for (const step of [raise, end, comeIntoForce, revoke, remind, escalate, sayExpiring]) {
    if (settled.exception.ended !== undefined) break;
    const due = step(settled.exception, moment);
    if (due !== undefined) settled = added(settled, eventOf(exception.id, due, moment.now));
  }
  return settled;
}

const eventOf = (subject: string, [kind, payload]: Due, at: Timestamp): JournalEvent =>
  ({ at, actor: systemActor, kind, subject, payload }) as JournalEvent;

const added = ({ exception, events }: Settled, event: JournalEvent): Settled => ({
  exception: foldedInto(exception, event),
  events: [...events, event],
});

/** What the exception will be once the event is recorded. */
export function foldedInto(exception: Exception, event: JournalEvent): Exception {
  const only = new Map([[exception.id, exception]]);
  foldExceptions(only, { ...event, seq: 0, prevHash: genesis.hash, hash: genesis.hash });
  return only.get(exception.id) ?? exception;
}

/** Before anything ends for want of an answer: who has only now to be asked must have time to answer. */
const raise: Step = (exception, { facts, now }) => {
  if (needsNobody(exception) || !isOpenFor(exception, now)) return undefined;
  const { request, requirement } = exception;
  const raised = raisedRequirement(requirement, request, facts);
  const owner = facts.services.get(request.service)?.owner;
  const isOthers = owner !== undefined && owner !== exception.owner && requirement.seats.includes(seat.owner);
  if (raised === undefined && !isOthers) return undefined;
  const payload = { requirement: raised ?? requirement, ...(owner !== undefined && { owner }) };
  return ["exception-requirement-raised", payload];
};

const isOpenFor = (exception: Exception, now: Timestamp): boolean => {
  const state = stateOf(exception, now);
  return isWaiting(state) || state === "approved" || state === "active";
};

const end: Step = (exception, { now }) => {
  const state = stateOf(exception, now);
  if (state === "denied")
    return [
      "exception-denied",
      { reason: "nobody answered in time: silence is no consent", cause: "no-answer" },
    ];
  return hasQuorum(exception) && now >= exception.request.expiry ? ["exception-expired", {}] : undefined;
};

const revoke: Step = (exception, { facts, now }) => {
  if (!isInForce(exception, now)) return undefined;
  const found = obstaclesOf(exception, { facts, exceptions: new Map(), now }).find(
    ({ code }) => code === "budget-cap" || code === "page",
  );
  if (found === undefined) return undefined;
  const cause = found.code === "page" ? "page" : "budget-cap";
  return ["exception-revoked", { reason: found.sentence, cause }];
};

const remind: Step = (exception, { facts, now }) => {
  if (exception.remindedAt !== undefined || stateOf(exception, now) !== "pending") return undefined;
  if (now < deadlinesOf(exception).remindAt) return undefined;
  return ["exception-reminded", { missing: seatsMissing(exception, facts) }];
};

const escalate: Step = (exception, { facts, now }) => {
  if (exception.escalated !== undefined || stateOf(exception, now) !== "escalated") return undefined;
  const to = servicePolicy(exception.request, facts)?.exceptions.escalateTo ?? [];
  return ["exception-escalated", { to, missing: seatsMissing(exception, facts) }];
};

const sayExpiring: Step = (exception, { now }) => {
  const { expiringAt, request, uses } = exception;
  if (expiringAt !== undefined || isUsedUp(exception) || !isInForce(exception, now)) return undefined;
  if (now < expiringFrom(request)) return undefined;
  return ["exception-expiring", { usesLeft: request.maxUses - uses.length }];
};

/**
 * What is spent at the start is what the cost counts from; of one that starts at once, what was when it was approved.
 * Under a cap it waits until that is known: it could never be compared later.
 */
const comeIntoForce: Step = (exception, { facts, now }) => {
  const { request, inForceAt } = exception;
  if (inForceAt !== undefined || !isInForce(exception, now)) return undefined;
  const before = request.start > decidedAt(exception) ? {} : exception.spentAt;
  const spentAt = { ...spentNow(request, facts), ...before };
  const { unknown } = costOf({ ...exception, spentAt }, facts);
  if (request.maxBudgetCost !== undefined && unknown.length > 0) return undefined;
  return ["exception-in-force", { spentAt }];
};
