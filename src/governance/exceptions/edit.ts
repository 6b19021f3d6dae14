import { type Act, type Occasion } from "../act.ts";
import type { Facts } from "../facts.ts";
import type { Identity } from "../people/identity.ts";
import { circumstancesOf } from "./ask.ts";
import {
  found,
  hashOfRequest,
  mayAsk,
  record,
  refuse,
  wasRefused,
  type ExceptionAnswer,
  type Journalled,
} from "./command.ts";
import type { ExceptionInput } from "./input.ts";
import { readRequest } from "./read-request.ts";
import { isOpen, needsNobody } from "./state.ts";
import { withHeld } from "./with-held.ts";

/** Replaces the request as a whole, and with it every approval: nobody has approved what it says now. */
export function editException(
  state: Journalled,
  { now }: Occasion,
  identity: Identity,
  { id, input }: { id: string; input: ExceptionInput },
  present: Facts,
): Act<ExceptionAnswer> {
  const facts = withHeld(present, state, now);
  const settled = found(state, id, facts, now);
  if (wasRefused(settled)) return settled;
  const { exception } = settled;
  const barred = mayAsk(identity, exception.request.service);
  if (barred !== undefined) return barred;
  if (exception.requestedBy !== identity.subject)
    return refuse("forbidden", `${id} is ${exception.requestedBy}'s request: only they may edit it`);
  if (!isOpen(exception, now)) return refuse("conflict", `${id} is over: ask for another one`);
  if (needsNobody(exception) || input.silverBullet === true)
    return refuse("conflict", "what nobody has to approve is not edited: withdraw it and ask anew");
  if (input.service !== exception.request.service)
    return refuse("conflict", `${id} is for ${exception.request.service}: ask for another one`);
  const used = exception.uses.length;
  const read = readRequest({ start: exception.request.start, ...input }, { facts, now, used });
  if (wasRefused(read)) return read;
  const requestHash = hashOfRequest(read.request);
  if (requestHash === exception.requestHash) return record(settled, [], now);
  const payload = {
    request: read.request,
    requestHash,
    ...circumstancesOf(read.request, read.policy, facts),
  };
  const { subject: actor } = identity;
  return record(settled, [{ at: now, actor, kind: "exception-edited", subject: id, payload }], now);
}
