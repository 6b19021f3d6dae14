import type { Timestamp } from "../../model/units.ts";
import type { Act, Occasion, Refusal } from "../act.ts";
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
import type { Settled } from "./settle.ts";
import { isOpen, needsNobody } from "./state.ts";
import { withHeld } from "./with-held.ts";

export interface EditException {
  id: string;
  input: ExceptionInput;
  /** What whoever edits has read: refused as outdated when it is no longer that. */
  requestHash?: string | undefined;
}

/** Replaces the request as a whole, and with it every approval: nobody has approved what it says now. */
export function editException(
  state: Journalled,
  { now }: Occasion,
  identity: Identity,
  { id, input, requestHash: read }: EditException,
  present: Facts,
): Act<ExceptionAnswer> {
  const facts = withHeld(present, state, now);
  const settled = editable(state, now, identity, id, facts);
  if (wasRefused(settled)) return settled;
  const { exception } = settled;
  if (read !== undefined && read !== exception.requestHash)
    return refuse("outdated", `${id} was edited since you read it: read it again`);
  if (input.silverBullet === true) return needsNobodyElse;
  if (input.service !== exception.request.service)
    return refuse("conflict", `${id} is for ${exception.request.service}: ask for another one`);
  const used = exception.uses.length;
  const asked = readRequest({ start: exception.request.start, ...input }, { facts, now, used });
  if (wasRefused(asked)) return asked;
  const { request, policy } = asked;
  const requestHash = hashOfRequest(request);
  if (requestHash === exception.requestHash) return record(settled, [], now);
  const payload = { request, requestHash, ...circumstancesOf(request, policy, facts) };
  const { subject: actor } = identity;
  return record(settled, [{ at: now, actor, kind: "exception-edited", subject: id, payload }], now);
}

const needsNobodyElse = refuse(
  "conflict",
  "what nobody has to approve is not edited: withdraw it and ask anew",
);

/** The request as it stands, or why this person cannot edit it now, whatever they would write. */
function editable(
  state: Journalled,
  now: Timestamp,
  identity: Identity,
  id: string,
  facts: Facts,
): Settled | Refusal {
  const settled = found(state, id, facts, now);
  if (wasRefused(settled)) return settled;
  const { exception } = settled;
  const barred = mayAsk(identity, exception.request.service);
  if (barred !== undefined) return barred;
  if (exception.requestedBy !== identity.subject)
    return refuse("forbidden", `${id} is ${exception.requestedBy}'s request: only they may edit it`);
  if (!isOpen(exception, now)) return refuse("conflict", `${id} is over: ask for another one`);
  return needsNobody(exception) ? needsNobodyElse : settled;
}

export const mayEditException = (
  state: Journalled,
  now: Timestamp,
  identity: Identity,
  id: string,
  facts: Facts,
): boolean => !wasRefused(editable(state, now, identity, id, facts));
