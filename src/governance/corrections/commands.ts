import { createHash } from "node:crypto";
import type { CorrectionState } from "../../model/governance/states.ts";
import { type Act, type Occasion, type Refusal, type RefusalCode } from "../act.ts";
import { canonical } from "../chain.ts";
import type { Requirement } from "../exceptions/request.ts";
import type { Facts } from "../facts.ts";
import type { EventPayloads, JournalEvent } from "../journal.ts";
import { actsFor, holds, type Identity } from "../people/identity.ts";
import { covers, mergeSeats, requirementFor } from "../exceptions/requirement.ts";
import { describeSeats, groupToSitFor, missingSeats, seat, type Stake } from "../quorum.ts";
import type { GovernanceState } from "../state.ts";
import type { Correction, CorrectionEvents, CorrectionRequest } from "./correction.ts";
import { readRequest, type CorrectionInput, type FieldProblem } from "./request.ts";

/** What a command comes to: the correction as it then is. */
export interface CorrectionAnswer {
  id: string;
  state: CorrectionState;
  /** Seats still to be filled; empty once it is decided. */
  missing: readonly string[];
}

const refuse = (refused: RefusalCode, message: string, fields?: readonly FieldProblem[]): Refusal => ({
  refused,
  message,
  ...(fields !== undefined && { fields }),
});

const hashOf = (request: CorrectionRequest): string =>
  createHash("sha256").update(canonical(request)).digest("hex");

/** Asks that a stretch of the past count otherwise than it was recorded. */
export function requestCorrection(
  _: GovernanceState,
  { now, newId }: Occasion,
  identity: Identity,
  input: CorrectionInput,
  facts: Facts,
): Act<CorrectionAnswer> {
  if (!holds(identity, "requester", "approver", "admin"))
    return refuse("forbidden", "asking for a correction needs the role requester");
  if (!actsFor(identity, input.service))
    return refuse("forbidden", `${identity.subject} does not act for the service ${input.service}`);
  const request = readRequest(input, facts, now);
  if (isProblems(request))
    return refuse("invalid", "the correction does not make sense as asked for", request);
  const requirement = requirementNow(stakesOf(request, facts), facts.services.get(request.service)?.owner);
  const id = newId("co");
  const payload = { request, requestHash: hashOf(request), requirement };
  const event: JournalEvent = {
    at: now,
    actor: identity.subject,
    kind: "correction-requested",
    subject: id,
    payload,
  };
  return { events: [event], answer: { id, state: "pending", missing: requirement.seats } };
}

const isProblems = (read: CorrectionRequest | readonly FieldProblem[]): read is readonly FieldProblem[] =>
  Array.isArray(read);

/** What the SLOs concerned are in, each a say in what must be approved. */
function stakesOf({ service, slos, environments }: CorrectionRequest, facts: Facts): readonly Stake[] {
  const concerned = environments
    .flatMap((environment) => facts.slosOf(service, environment))
    .filter(({ slo }) => slos.length === 0 || slos.includes(slo.id))
    .map(({ standing, policy }): Stake => ({ state: standing.state, policy }));
  // Every SLO concerned is gone: what nobody can judge any more is asked about as the worst.
  const policy = facts.policies.get(facts.services.get(service)?.policy ?? "default");
  return concerned.length > 0 || policy === undefined ? concerned : [{ state: "unknown", policy }];
}

/** The quorum of the worst present state among the SLOs concerned, and at least one person of any group. */
const requirementNow = (stakes: readonly Stake[], owner: string | undefined): Requirement =>
  requirementFor(stakes, owner) ?? { state: "frozen", seats: [seat.any], policy: "default", policyHash: "" };

export interface ApproveCorrection {
  id: string;
  /** The group to sit for; chosen where it is left out. */
  group?: string | undefined;
  /** What the approver has read: refused as outdated when it is no longer that. */
  requestHash?: string | undefined;
  comment?: string | undefined;
}

/** Fills one seat; the last one puts the correction in force. */
export function approveCorrection(
  state: GovernanceState,
  occasion: Occasion,
  identity: Identity,
  { id, group: wanted, requestHash, comment }: ApproveCorrection,
  facts: Facts,
): Act<CorrectionAnswer> {
  const correction = findPending(state, id);
  if (isRefused(correction)) return correction;
  const refusal = refuseApprover(identity, correction);
  if (refusal !== undefined) return refusal;
  if (requestHash !== undefined && requestHash !== correction.requestHash)
    return refuse("outdated", `${id} is not what was read: read it again`);
  const owner = facts.services.get(correction.request.service)?.owner;
  const stakes = stakesOf(correction.request, facts);
  const known = stakes.filter(({ state: stands }) => stands !== "unknown");
  const requirement = raised(correction.requirement, known, owner);
  // What is not known asks for more while it lasts; it does not raise what was asked for good.
  const { seats } = raised(requirement, stakes, owner);
  const open = missingSeats(seats, correction.approvals, owner);
  const before = correction.approvals.find(({ by }) => by === identity.subject);
  if (before !== undefined && open.length > 0)
    return refuse("conflict", `${identity.subject} has approved ${id} already`);
  // A state that was unknown when the last seat was filled is known again: whoever sits says so once more.
  const group = before?.group ?? groupToSitFor(identity, seats, correction.approvals, owner, wanted);
  if (group === undefined) return refuse("not-in-quorum", noSeat(identity, open, owner));
  const sitting = { by: identity.subject, group, standIn: false };
  const missing = missingSeats(seats, [...correction.approvals, sitting], owner);
  const complete = missing.length === 0;
  const payload = {
    requestHash: correction.requestHash,
    group,
    complete,
    ...(requirement !== correction.requirement && { requirement }),
    ...(comment !== undefined && { comment }),
  };
  const answer = { id, state: complete ? ("approved" as const) : ("pending" as const), missing };
  return { events: [eventOf("correction-approved", id, identity, occasion, payload)], answer };
}

/** What was asked for stays asked for; a worse state or a stricter policy adds to it. */
function raised(asked: Requirement, stakes: readonly Stake[], owner: string | undefined): Requirement {
  const present = requirementFor(stakes, owner);
  if (present === undefined || covers(asked.seats, present.seats, owner)) return asked;
  return { ...present, seats: mergeSeats(asked.seats, present.seats, owner) };
}

const noSeat = (
  { subject, groups }: Identity,
  missing: readonly string[],
  owner: string | undefined,
): string =>
  `no seat is left that ${subject} (${groups.length === 0 ? "in no group" : groups.join(", ")}) can fill; open: ${describeSeats(missing, owner)}`;

function refuseApprover(identity: Identity, { id, requestedBy }: Correction): Refusal | undefined {
  if (identity.kind !== "person" || !holds(identity, "approver", "admin"))
    return refuse("forbidden", "approving needs a person with the role approver");
  if (identity.subject === requestedBy)
    return refuse("own-request", `${identity.subject} asked for ${id}: somebody else must approve it`);
  return undefined;
}

export interface DecideCorrection {
  id: string;
  reason: string;
}

/** One no is enough. */
export function denyCorrection(
  state: GovernanceState,
  occasion: Occasion,
  identity: Identity,
  { id, reason }: DecideCorrection,
): Act<CorrectionAnswer> {
  const correction = findPending(state, id);
  if (isRefused(correction)) return correction;
  if (identity.kind !== "person" || !holds(identity, "approver", "admin"))
    return refuse("forbidden", "denying needs a person with the role approver");
  if (reason.trim() === "") return needsReason;
  const event = eventOf("correction-denied", id, identity, occasion, { reason: reason.trim() });
  return { events: [event], answer: { id, state: "denied", missing: [] } };
}

export interface WithdrawCorrection {
  id: string;
  reason?: string | undefined;
}

/** Who asked takes it back, or an admin does; only while nobody has decided. */
export function withdrawCorrection(
  state: GovernanceState,
  occasion: Occasion,
  identity: Identity,
  { id, reason }: WithdrawCorrection,
): Act<CorrectionAnswer> {
  const correction = findPending(state, id);
  if (isRefused(correction)) return correction;
  if (identity.subject !== correction.requestedBy && !holds(identity, "admin"))
    return refuse("forbidden", `only ${correction.requestedBy} or an admin can withdraw ${id}`);
  const payload = reason === undefined ? {} : { reason };
  const event = eventOf("correction-withdrawn", id, identity, occasion, payload);
  return { events: [event], answer: { id, state: "withdrawn", missing: [] } };
}

/** Ends an approved correction: from now on the period counts as it was recorded. */
export function revokeCorrection(
  state: GovernanceState,
  occasion: Occasion,
  identity: Identity,
  { id, reason }: DecideCorrection,
): Act<CorrectionAnswer> {
  const correction = state.corrections.get(id);
  if (correction === undefined) return refuse("not-found", `there is no correction ${id}`);
  if (identity.kind !== "person" || !holds(identity, "approver", "admin"))
    return refuse("forbidden", "revoking needs a person with the role approver");
  if (correction.state !== "approved")
    return refuse("conflict", `${id} is ${correction.state}: only an approved correction can be revoked`);
  if (reason.trim() === "") return needsReason;
  const event = eventOf("correction-revoked", id, identity, occasion, { reason: reason.trim() });
  return { events: [event], answer: { id, state: "revoked", missing: [] } };
}

const needsReason = refuse("invalid", "say why", [{ field: "reason", message: "say why, in a sentence" }]);

function findPending(state: GovernanceState, id: string): Correction | Refusal {
  const correction = state.corrections.get(id);
  if (correction === undefined) return refuse("not-found", `there is no correction ${id}`);
  if (correction.state === "pending") return correction;
  return refuse("conflict", `${id} is already ${correction.state}`);
}

const isRefused = (found: Correction | Refusal): found is Refusal => "refused" in found;

const eventOf = <Kind extends keyof CorrectionEvents>(
  kind: Kind,
  subject: string,
  { subject: actor }: Identity,
  { now: at }: Occasion,
  payload: EventPayloads[Kind],
): JournalEvent => ({ at, actor, kind, subject, payload }) as JournalEvent;
