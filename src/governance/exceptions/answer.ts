import { type Act, type Occasion, type Refusal } from "../act.ts";
import type { Facts } from "../facts.ts";
import type { Identity } from "../people/identity.ts";
import { describeSeats, groupToSitFor, seat } from "../quorum.ts";
import {
  found,
  isAdmin,
  needsText,
  onlyPeople,
  record,
  refuse,
  wasRefused,
  type ExceptionAnswer,
  type Journalled,
} from "./command.ts";
import { servicePolicy } from "./concerned.ts";
import { spentNow } from "./cost.ts";
import type { Exception } from "./exception.ts";
import { seatsMissing, validApprovals } from "./obstacles.ts";
import { requirementInForce } from "./requirement.ts";
import { isOpen, isWaiting, needsNobody, stateOf } from "./state.ts";
import { withHeld } from "./with-held.ts";

export interface ApproveInput {
  id: string;
  /** Of the request that the approver has read: what was edited since is not approved by accident. */
  requestHash: string;
  /** Which of their groups they sit for; the one that helps most when left out. */
  group?: string;
  comment?: string;
}

/** Takes one seat of the quorum. */
export function approveException(
  state: Journalled,
  { now }: Occasion,
  identity: Identity,
  { id, requestHash, group: wanted, comment }: ApproveInput,
  present: Facts,
): Act<ExceptionAnswer> {
  const facts = withHeld(present, state, now);
  const settled = onlyPeople(identity, "approver", "admin") ?? found(state, id, facts, now);
  if (wasRefused(settled)) return settled;
  const { exception } = settled;
  const barred = mayAnswer(exception, identity) ?? isOutdated(exception, requestHash);
  if (barred !== undefined) return barred;
  if (!isOpen(exception, now)) return refuse("conflict", `${id} is ${stateOf(exception, now)} already`);
  const chair = seatFor(exception, identity, facts, wanted);
  if (wasRefused(chair)) return chair;
  const said = comment?.trim() ?? "";
  const spentAt = spentNow(exception.request, facts);
  const payload = { requestHash, ...chair, ...(said !== "" && { comment: said }), spentAt };
  const { subject: actor } = identity;
  return record(settled, [{ at: now, actor, kind: "exception-approved", subject: id, payload }], now);
}

function isOutdated({ id, requestHash }: Exception, seen: string): Refusal | undefined {
  return seen === requestHash
    ? undefined
    : refuse("outdated", `${id} was edited since you read it: look at it again, it is ${requestHash} now`);
}

/** Only what still waits is answered, and never by whoever asked. */
function mayAnswer(exception: Exception, identity: Identity): Refusal | undefined {
  const { id, requestedBy } = exception;
  if (requestedBy === identity.subject)
    return refuse("own-request", `${id} is your own request: somebody else has to answer it`);
  if (needsNobody(exception)) return refuse("conflict", `${id} is in force without anybody's approval`);
  return undefined;
}

/** Whom somebody would sit for. After an escalation, a stand-in fills whatever seat is left. */
export function seatFor(
  exception: Exception,
  identity: Identity,
  facts: Facts,
  wanted?: string,
): { group: string; standIn: boolean } | Refusal {
  const { request, requirement, escalated, approvals } = exception;
  const owner = facts.services.get(request.service)?.owner;
  const { seats } = requirementInForce(requirement, request, facts);
  const missing = seatsMissing(exception, facts);
  if (approvals.some(({ by }) => by === identity.subject))
    return refuse("not-in-quorum", `you have approved ${exception.id} already: one person, one seat`);
  if (missing.length === 0) return refuse("conflict", `${exception.id} has all the approvals it needs`);
  const valid = validApprovals(exception, servicePolicy(request, facts));
  const group = groupToSitFor(identity, seats, valid, owner, wanted);
  if (group !== undefined) return { group, standIn: false };
  const standIns = servicePolicy(request, facts)?.exceptions.escalateTo ?? [];
  const standIn = identity.groups.find(
    (each) => standIns.includes(each) && (wanted === undefined || each === wanted),
  );
  if (escalated !== undefined && standIn !== undefined) return { group: standIn, standIn: true };
  const groups = identity.groups.join(", ") || "none";
  return refuse(
    "not-in-quorum",
    `${exception.id} waits for ${describeSeats(missing, owner)}; you sit for ${groups}`,
  );
}

/** Turns a request down, for good. Whoever may sit in its quorum can. */
export function denyException(
  state: Journalled,
  { now }: Occasion,
  identity: Identity,
  { id, reason }: { id: string; reason: string },
  present: Facts,
): Act<ExceptionAnswer> {
  const facts = withHeld(present, state, now);
  const settled =
    onlyPeople(identity, "approver", "admin") ?? needsText("reason", reason) ?? found(state, id, facts, now);
  if (wasRefused(settled)) return settled;
  const { exception } = settled;
  const barred = mayAnswer(exception, identity) ?? mayDecide(exception, identity, facts);
  if (barred !== undefined) return barred;
  if (!isWaiting(stateOf(exception, now)))
    return refuse("conflict", `${id} is ${stateOf(exception, now)}: only what waits is denied; revoke it`);
  const payload = { reason: reason.trim() };
  const { subject: actor } = identity;
  return record(settled, [{ at: now, actor, kind: "exception-denied", subject: id, payload }], now);
}

/** Somebody with a seat in the quorum, a stand-in, or an admin. */
export function mayDecide(exception: Exception, identity: Identity, facts: Facts): Refusal | undefined {
  const { request, requirement } = exception;
  const owner = facts.services.get(request.service)?.owner;
  const { seats } = requirementInForce(requirement, request, facts);
  const standIns = servicePolicy(request, facts)?.exceptions.escalateTo ?? [];
  const sits = (group: string): boolean =>
    (seats.includes(group) && group !== seat.owner) ||
    seats.includes(seat.any) ||
    group === owner ||
    standIns.includes(group);
  return isAdmin(identity) || identity.groups.some(sits)
    ? undefined
    : refuse("not-in-quorum", `only ${describeSeats(seats, owner)} and stand-ins decide on ${exception.id}`);
}
