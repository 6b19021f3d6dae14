import { type Act, type Occasion } from "../act.ts";
import type { Facts } from "../facts.ts";
import type { Identity } from "../people/identity.ts";
import { mayDecide } from "./answer.ts";
import {
  found,
  needsText,
  onlyPeople,
  record,
  refuse,
  wasRefused,
  type ExceptionAnswer,
  type Journalled,
} from "./command.ts";
import { isOpen, isUsedUp, isWaiting, stateOf } from "./state.ts";
import { withHeld } from "./with-held.ts";

/** Takes one's own request back. */
export function withdrawException(
  state: Journalled,
  { now }: Occasion,
  identity: Identity,
  { id, reason }: { id: string; reason?: string },
  present: Facts,
): Act<ExceptionAnswer> {
  const facts = withHeld(present, state, now);
  const settled = onlyPeople(identity, "requester", "admin") ?? found(state, id, facts, now);
  if (wasRefused(settled)) return settled;
  const { exception } = settled;
  if (exception.requestedBy !== identity.subject)
    return refuse("forbidden", `${id} is ${exception.requestedBy}'s request: deny or revoke it instead`);
  if (!isOpen(exception, now)) return refuse("conflict", `${id} is ${stateOf(exception, now)} already`);
  const said = reason?.trim() ?? "";
  const payload = said === "" ? {} : { reason: said };
  const { subject: actor } = identity;
  return record(settled, [{ at: now, actor, kind: "exception-withdrawn", subject: id, payload }], now);
}

/** Ends what was approved, at once: also for changes it was already used on. */
export function revokeException(
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
  const barred = mayDecide(exception, identity, facts);
  if (barred !== undefined) return barred;
  const is = stateOf(exception, now);
  if (isWaiting(is)) return refuse("conflict", `${id} is not approved yet: deny it`);
  const isConsumed = isUsedUp(exception) && exception.ended === undefined && now < exception.request.expiry;
  if (!isOpen(exception, now) && !isConsumed) return refuse("conflict", `${id} is ${is} already`);
  const payload = { reason: reason.trim() };
  const { subject: actor } = identity;
  return record(settled, [{ at: now, actor, kind: "exception-revoked", subject: id, payload }], now);
}
