import type { ExceptionState } from "../../model/governance/states.ts";
import { timestamp, type Timestamp } from "../../model/units.ts";
import { isQuorate } from "../quorum.ts";
import type { Exception } from "./exception.ts";

/** Needs nobody's approval: a token of the quarter stands for it, or two people look at it afterwards. */
export const needsNobody = ({ request, breakGlass }: Pick<Exception, "request" | "breakGlass">): boolean =>
  breakGlass !== undefined || request.silverBullet;

/** Whether everybody has approved who was asked, as far as the journal knows. */
export const hasQuorum = (exception: Exception): boolean =>
  needsNobody(exception) || isQuorate(exception.requirement.seats, exception.approvals, exception.owner);

export const isUsedUp = ({ uses, request }: Exception): boolean => uses.length >= request.maxUses;

export interface Deadlines {
  remindAt: Timestamp;
  escalateAt: Timestamp;
  /** Without its quorum it is denied then: silence is never consent. */
  denyAt: Timestamp;
}

/** When an answer that is still owed is asked for again, by others, and no more. */
export function deadlinesOf({ waitingSince, answerWithin, request }: Exception): Deadlines {
  const after = (times: number) => timestamp(Math.min(waitingSince + times * answerWithin, request.expiry));
  return { remindAt: after(0.5), escalateAt: after(1), denyAt: after(2) };
}

/** When it is said that an exception is soon over: an hour before, or after half of a shorter one. */
export const expiringFrom = ({ start, expiry }: Exception["request"]): Timestamp =>
  timestamp(Math.max(expiry - 3_600, (start + expiry) / 2));

/**
 * What an exception is at this moment, by the journal and the clock alone. That the budget has worsened since, or a
 * page fires, is not known here: whoever uses it asks for its obstacles as well.
 */
export function stateOf(exception: Exception, now: Timestamp): ExceptionState {
  const { ended, request } = exception;
  if (ended !== undefined) return ended.state === "expired" && isUsedUp(exception) ? "consumed" : ended.state;
  if (!hasQuorum(exception)) return waitingState(exception, now);
  if (isUsedUp(exception)) return "consumed";
  if (now >= request.expiry) return "expired";
  return now < request.start ? "approved" : "active";
}

function waitingState(exception: Exception, now: Timestamp): ExceptionState {
  const { escalateAt, denyAt } = deadlinesOf(exception);
  if (now >= denyAt) return "denied";
  return now >= escalateAt ? "escalated" : "pending";
}

/** Opens the gate, if only for changes that it was already used on. */
export const isInForce = (exception: Exception, now: Timestamp): boolean =>
  exception.ended === undefined &&
  hasQuorum(exception) &&
  exception.request.start <= now &&
  now < exception.request.expiry;

export const isWaiting = (state: ExceptionState): boolean => state === "pending" || state === "escalated";

/** Whether anything may still become of it. */
export const isOpen = (exception: Exception, now: Timestamp): boolean =>
  isWaiting(stateOf(exception, now)) || ["approved", "active"].includes(stateOf(exception, now));
