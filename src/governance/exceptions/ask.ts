import type { Policy } from "../../model/policy.ts";
import { timestamp } from "../../model/units.ts";
import { type Act, type Occasion, type Refusal } from "../act.ts";
import type { Facts } from "../facts.ts";
import type { JournalEvent } from "../journal.ts";
import type { Identity } from "../people/identity.ts";
import { askedAs, seat } from "../quorum.ts";
import {
  answerOf,
  hashOfRequest,
  mayAsk,
  refuse,
  wasRefused,
  type ExceptionAnswer,
  type Journalled,
} from "./command.ts";
import { spentNow } from "./cost.ts";
import type { Circumstances } from "./events.ts";
import type { Exception } from "./exception.ts";
import type { BreakGlassInput, ExceptionInput } from "./input.ts";
import { readRequest } from "./read-request.ts";
import type { ExceptionRequest } from "./request.ts";
import { requirementNow } from "./requirement.ts";
import { isReviewOverdue } from "./review.ts";
import { isoMinute } from "./words.ts";
import { magazineOf } from "./silver-bullets.ts";
import { withHeld } from "./with-held.ts";

/** Asks for an exception. With a silver bullet it is in force at its start; else when its quorum has approved. */
export function requestException(
  state: Journalled,
  occasion: Occasion,
  identity: Identity,
  input: ExceptionInput,
  present: Facts,
): Act<ExceptionAnswer> {
  const facts = withHeld(present, state, occasion.now);
  const barred = mayAsk(identity, input.service);
  if (barred !== undefined) return barred;
  const read = readRequest(input, { facts, now: occasion.now });
  if (wasRefused(read)) return read;
  return noBullet(state, read.request, read.policy, occasion) ?? requested(occasion, identity, read, facts);
}

/**
 * Opens the gate at once, against `deny` as well, and leaves the looking to afterwards: two other people within the
 * policy's time. While one such look is overdue, the glass of that service stays whole.
 */
export function breakGlass(
  state: Journalled,
  occasion: Occasion,
  identity: Identity,
  input: BreakGlassInput,
  present: Facts,
): Act<ExceptionAnswer> {
  const facts = withHeld(present, state, occasion.now);
  const barred = mayAsk(identity, input.service) ?? reviewOverdue(state, input.service, occasion);
  if (barred !== undefined) return barred;
  const { businessImpact = "", risk = "", rollbackPlan = "", ...rest } = input;
  const whole = { ...rest, businessImpact, risk, rollbackPlan, silverBullet: false };
  const read = readRequest(whole, { facts, now: occasion.now, urgent: true });
  if (wasRefused(read)) return read;
  if (read.request.start > occasion.now)
    return {
      refused: "invalid",
      message: "an emergency begins now: leave start out, or request an exception",
      fields: [{ field: "start", message: "lies ahead" }],
    };
  const reviewBy = timestamp(occasion.now + read.policy.breakGlass.reviewWithin);
  return requested(occasion, identity, read, facts, { reviewBy });
}

function requested(
  { now, newId }: Occasion,
  { subject }: Identity,
  { request, policy }: { request: ExceptionRequest; policy: Policy },
  facts: Facts,
  glass?: { reviewBy: Exception["requestedAt"] },
): Act<ExceptionAnswer> {
  const id = newId("ex");
  const event: JournalEvent<"exception-requested"> = {
    at: now,
    actor: subject,
    kind: "exception-requested",
    subject: id,
    payload: {
      request,
      requestHash: hashOfRequest(request),
      ...circumstancesOf(request, policy, facts),
      ...(glass !== undefined && { breakGlass: glass }),
    },
  };
  return { events: [event], answer: answerOf(firstOf(event), now) };
}

function firstOf(event: JournalEvent<"exception-requested">): Exception {
  const { breakGlass: glass, ...payload } = event.payload;
  return {
    id: event.subject,
    ...payload,
    requestedBy: event.actor,
    requestedAt: event.at,
    waitingSince: event.at,
    approvals: [],
    uses: [],
    ...(glass !== undefined && { breakGlass: { ...glass, reviews: [] } }),
  };
}

/** What the state of things adds to a request. */
export function circumstancesOf(request: ExceptionRequest, policy: Policy, facts: Facts): Circumstances {
  const owner = facts.services.get(request.service)?.owner;
  const nothingKnown = {
    state: askedAs("unknown"),
    seats: [seat.any],
    policy: policy.name,
    policyHash: policy.hash,
  };
  return {
    requirement: requirementNow(request, facts) ?? nothingKnown,
    ...(owner !== undefined && { owner }),
    answerWithin: policy.exceptions.answerWithin,
    spentAt: spentNow(request, facts),
  };
}

function noBullet(
  { exceptions }: Journalled,
  { silverBullet, service, start }: ExceptionRequest,
  policy: Policy,
  { now }: Occasion,
): Refusal | undefined {
  if (!silverBullet) return undefined;
  const at = timestamp(Math.max(start, now));
  const { quarter, perQuarter, left, followUpOf } = magazineOf(exceptions.values(), service, policy, at, now);
  if (followUpOf !== undefined)
    return refuse(
      "no-silver-bullet",
      `what the last silver bullet of ${service} left to do comes first: follow up ${followUpOf.id}`,
    );
  return left > 0
    ? undefined
    : refuse("no-silver-bullet", `${service} has no silver bullet left of its ${perQuarter} in ${quarter}`);
}

function reviewOverdue({ exceptions }: Journalled, service: string, { now }: Occasion): Refusal | undefined {
  const overdue = [...exceptions.values()].find(
    (each) => each.request.service === service && isReviewOverdue(each, now),
  );
  return overdue === undefined
    ? undefined
    : refuse(
        "review-overdue",
        `the review of ${overdue.id} was due at ${isoMinute(overdue.breakGlass?.reviewBy ?? now)}: two people have to look at it before the glass of ${service} is broken again`,
      );
}
