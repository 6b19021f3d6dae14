import { createHash } from "node:crypto";
import type { ExceptionState } from "../../model/governance/states.ts";
import type { Timestamp } from "../../model/units.ts";
import type { Act, Refusal, RefusalCode } from "../act.ts";
import { canonical } from "../chain.ts";
import type { Facts } from "../facts.ts";
import type { JournalEvent } from "../journal.ts";
import { actsFor, holds, type Identity, type Role } from "../people/identity.ts";
import type { GovernanceState } from "../state.ts";
import type { Exception } from "./exception.ts";
import type { ExceptionRequest } from "./request.ts";
import { settle, foldedInto, type Settled } from "./settle.ts";
import { stateOf } from "./state.ts";

/** What every command answers: enough to go on, and the same whenever it is told again. */
export interface ExceptionAnswer {
  id: string;
  requestHash: string;
  state: ExceptionState;
}

/** What an approval binds to. SHA-256 of the request's canonical text, hex. */
export const hashOfRequest = (request: ExceptionRequest): string =>
  createHash("sha256").update(canonical(request)).digest("hex");

export const refuse = (refused: RefusalCode, message: string): Refusal => ({ refused, message });

export const wasRefused = (found: object): found is Refusal => "refused" in found;

/** Somebody whose word counts: machines neither ask for exceptions nor decide on them. */
export function onlyPeople(
  { kind, roles, subject }: Identity,
  ...wanted: readonly Role[]
): Refusal | undefined {
  if (kind !== "person") return refuse("forbidden", `${subject} is a machine: exceptions are between people`);
  return wanted.some((role) => roles.includes(role))
    ? undefined
    : refuse(
        "forbidden",
        `this needs one of the roles ${wanted.join(", ")}; ${subject} has ${roles.join(", ") || "none"}`,
      );
}

export function onlyFor(identity: Identity, service: string): Refusal | undefined {
  return actsFor(identity, service)
    ? undefined
    : refuse("forbidden", `${identity.subject} does not act for ${service}`);
}

export const mayAsk = (identity: Identity, service: string): Refusal | undefined =>
  onlyPeople(identity, "requester", "admin") ?? onlyFor(identity, service);

export const isAdmin = (identity: Identity): boolean => holds(identity, "admin");

/** What commands need of the journal's state; without held promises only the present standings are asked about. */
export type Journalled = Pick<GovernanceState, "exceptions"> & Partial<Pick<GovernanceState, "loosenings">>;

/** The exception as it is at this moment, with what is due of it before anything else is added. */
export function found(
  { exceptions }: Journalled,
  id: string,
  facts: Facts,
  now: Timestamp,
): Settled | Refusal {
  const exception = exceptions.get(id);
  return exception === undefined
    ? refuse("not-found", `no exception is called ${id}`)
    : settle(exception, { facts, now });
}

/** Records these events after those that were due, and answers with what comes of it. */
export function record(
  { exception, events }: Settled,
  more: readonly JournalEvent[],
  now: Timestamp,
): Act<ExceptionAnswer> {
  const after = more.reduce(foldedInto, exception);
  return { events: [...events, ...more], answer: answerOf(after, now) };
}

export const answerOf = (exception: Exception, now: Timestamp): ExceptionAnswer => ({
  id: exception.id,
  requestHash: exception.requestHash,
  state: stateOf(exception, now),
});

/** Why somebody decided: it is read by those whom it concerns. */
export function needsText(field: string, text: string): Refusal | undefined {
  const said = text.trim();
  const message =
    said === "" ? "is missing" : said.length > 4_000 ? "is longer than 4000 characters" : undefined;
  return message === undefined
    ? undefined
    : { refused: "invalid", message: `${field} ${message}`, fields: [{ field, message }] };
}
