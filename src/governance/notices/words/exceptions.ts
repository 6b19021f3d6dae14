import type { Timestamp } from "../../../model/units.ts";
import type { Exception } from "../../exceptions/exception.ts";
import { deadlinesOf, hasQuorum } from "../../exceptions/state.ts";
import { isoMinute } from "../../exceptions/words.ts";
import type { EventKind, JournalEntry } from "../../journal.ts";
import { describeSeats, missingSeats } from "../../quorum.ts";
import type { GovernanceState } from "../../state.ts";
import type { Announcement } from "../notice.ts";

type Said = Pick<Announcement, "kind" | "what" | "why" | "means" | "next"> & {
  facts?: Announcement["facts"];
};

/** Words about an exception, for whoever it concerns; nothing of one that the journal does not know. */
const about =
  <Kind extends EventKind>(say: (exception: Exception, entry: JournalEntry<Kind>) => Said | undefined) =>
  (entry: JournalEntry<Kind>, { exceptions }: GovernanceState): Announcement | undefined => {
    const exception = exceptions.get(entry.subject);
    const said = exception && say(exception, entry);
    return said && addressed(exception, said);
  };

function addressed(exception: Exception, { facts = {}, ...said }: Said): Announcement {
  const { id, request, requestedBy, owner } = exception;
  const [environment] = request.environments;
  return {
    subject: id,
    service: request.service,
    // Of several environments none is the one that a route could go by.
    ...(request.environments.length === 1 && environment !== undefined && { environment }),
    ...(owner !== undefined && { owner }),
    path: `/api/v1/exceptions/${id}`,
    ...said,
    facts: {
      exception: id,
      requestedBy,
      environments: request.environments,
      ...(request.change.sha !== undefined && { sha: request.change.sha }),
      expiry: request.expiry,
      ...facts,
    },
  };
}

const placesOf = ({ request: { service, environments } }: Exception): string =>
  `${service} in ${environments.join(" and ")}`;

const changeOf = ({ request: { change } }: Exception): string =>
  change.sha === undefined
    ? change.kinds.length === 0
      ? "any change"
      : `any ${change.kinds.join(" or ")}`
    : `the change ${change.sha}`;

const asked = ({ requestedBy, request }: Exception): string => `${requestedBy}: ${request.reason.text}`;

const missingOf = ({ requirement, approvals, owner }: Exception): readonly string[] =>
  missingSeats(requirement.seats, approvals, owner);

/** Who still has to say something; the owner group by its name. */
const askedOf = (exception: Exception): string => describeSeats(missingOf(exception), exception.owner);

const approveIt = ({ id }: Exception): string =>
  `read it with nines exception show ${id}, then nines exception approve or deny ${id}`;

const silence = (exception: Exception): string =>
  `without an answer it is denied at ${isoMinute(deadlinesOf(exception).denyAt)}`;

export const exceptionRequested = about<"exception-requested" | "exception-edited">((exception, { kind }) => {
  const { breakGlass, request } = exception;
  if (breakGlass !== undefined) return glassBroken(exception, breakGlass.reviewBy);
  const verb = kind === "exception-edited" ? "changed the request of" : "asks for";
  const what = `${exception.requestedBy} ${verb} an exception for ${placesOf(exception)}`;
  const facts = { seats: exception.requirement.seats, missing: missingOf(exception) };
  if (request.silverBullet)
    return {
      kind: "exception-requested",
      what: `${exception.requestedBy} spends a silver bullet on ${placesOf(exception)}`,
      why: request.reason.text,
      means: `${changeOf(exception)} passes without approval from ${isoMinute(request.start)} to ${isoMinute(request.expiry)}`,
      next: `see what it is for: nines exception show ${exception.id}`,
      facts,
    };
  return {
    kind: "exception-requested",
    what,
    why: `the state is ${exception.requirement.state}; ${request.reason.text}`,
    means: `${askedOf(exception)} must approve before ${changeOf(exception)} goes out; ${silence(exception)}`,
    next: approveIt(exception),
    facts,
  };
});

const glassBroken = (exception: Exception, reviewBy: Timestamp): Said => ({
  kind: "exception-requested",
  what: `${exception.requestedBy} broke the glass for ${placesOf(exception)}`,
  why: exception.request.reason.text,
  means: `${changeOf(exception)} passes at once, and two others have to review it by ${isoMinute(reviewBy)}`,
  next: `review it: nines exception show ${exception.id}, then nines exception review ${exception.id}`,
  facts: { breakGlass: true, reviewBy },
});

export const exceptionRaised = about<"exception-requirement-raised">((exception) => ({
  kind: "exception-requested",
  what: `${exception.id} for ${placesOf(exception)} needs more approvals than before`,
  why: `the state is ${exception.requirement.state} now, or its policy or owner has changed`,
  means: `${askedOf(exception)} must approve as well; ${silence(exception)}`,
  next: approveIt(exception),
  facts: { seats: exception.requirement.seats, missing: missingOf(exception) },
}));

export const exceptionReminded = about<"exception-reminded">((exception, { payload: { missing } }) => ({
  kind: "exception-reminded",
  what: `${exception.id} for ${placesOf(exception)} still waits for ${describeSeats(missing, exception.owner)}`,
  why: asked(exception),
  means: `half the time is over: from ${isoMinute(deadlinesOf(exception).escalateAt)} on others are asked, and ${silence(exception)}`,
  next: approveIt(exception),
  facts: { missing },
}));

export const exceptionEscalated = about<"exception-escalated">((exception, { payload: { to, missing } }) => ({
  kind: "exception-escalated",
  what: `${exception.id} for ${placesOf(exception)} is escalated to ${to.length === 0 ? "nobody" : to.join(" or ")}`,
  why: `${describeSeats(missing, exception.owner)} did not answer in time; ${asked(exception)}`,
  means:
    to.length === 0
      ? `the policy names nobody who may stand in; ${silence(exception)}`
      : `${to.join(" or ")} may stand in for whoever is missing; ${silence(exception)}`,
  next: approveIt(exception),
  facts: { to, missing },
}));

export const exceptionApproved = about<"exception-approved">((exception) => {
  // One of several has approved: the others know what they are asked.
  if (!hasQuorum(exception)) return undefined;
  const { request, approvals } = exception;
  return {
    kind: "exception-decided",
    what: `${exception.id} for ${placesOf(exception)} is approved`,
    why: approvals.map(({ by, group }) => `${by} for ${group}`).join(", "),
    means: `${changeOf(exception)} passes from ${isoMinute(request.start)} to ${isoMinute(request.expiry)}, ${request.maxUses === 1 ? "once" : `${request.maxUses} times`}`,
    next: "run the deployment again: the gate lets it pass",
    facts: { decision: "approved" },
  };
});

const decidedAgainst = (
  exception: Exception,
  decision: "denied" | "withdrawn" | "revoked",
  why: string,
): Said => ({
  kind: "exception-decided",
  what: `${exception.id} for ${placesOf(exception)} is ${decision}`,
  why,
  means: `it lets no change pass${decision === "revoked" ? " any more" : ""}`,
  next:
    decision === "withdrawn"
      ? "nothing is to be done"
      : `see what would be allowed: nines gate --service ${exception.request.service}`,
  facts: { decision },
});

export const exceptionDenied = about<"exception-denied">((exception, { actor, payload }) =>
  decidedAgainst(
    exception,
    "denied",
    payload.cause === "no-answer" ? payload.reason : `${actor}: ${payload.reason}`,
  ),
);

export const exceptionWithdrawn = about<"exception-withdrawn">((exception, { actor, payload: { reason } }) =>
  decidedAgainst(exception, "withdrawn", `${actor} withdrew it${reason === undefined ? "" : `: ${reason}`}`),
);

export const exceptionRevoked = about<"exception-revoked">((exception, { actor, payload: { reason } }) =>
  decidedAgainst(exception, "revoked", `${actor}: ${reason}`),
);

export const exceptionExpiring = about<"exception-expiring">((exception, { payload: { usesLeft } }) => ({
  kind: "exception-expiring",
  what: `${exception.id} for ${placesOf(exception)} expires at ${isoMinute(exception.request.expiry)}`,
  why: `it was asked for until then; ${asked(exception)}`,
  means: `${usesLeft === 1 ? "one use is" : `${usesLeft} uses are`} left, for ${changeOf(exception)}`,
  next: "deploy before then, or ask for another one",
  facts: { usesLeft },
}));

export const reviewDue = about<"exception-review-due">((exception, { payload: { reviewBy, overdue } }) => ({
  kind: "review-due",
  what: overdue
    ? `the review of ${exception.id} for ${placesOf(exception)} is overdue`
    : `${exception.id} for ${placesOf(exception)} is to be reviewed by ${isoMinute(reviewBy)}`,
  why: `${exception.requestedBy} broke the glass: ${exception.request.reason.text}`,
  means: overdue
    ? `until two others have reviewed it, nobody can break the glass for ${exception.request.service} again`
    : "two others have to look at it",
  next: `nines exception show ${exception.id}, then nines exception review ${exception.id}`,
  facts: { reviewBy, overdue },
}));

/** A change went out by exception; a decision that spends none is no news. */
export function exceptionsUsed(
  { subject, actor, payload }: JournalEntry<"gate-decision">,
  { exceptions }: GovernanceState,
): Announcement | undefined {
  const [use] = payload.uses;
  const exception = use && exceptions.get(use.exception);
  if (use === undefined || exception === undefined) return undefined;
  const left = exception.request.maxUses - exception.uses.length;
  return addressed(exception, {
    kind: "exception-used",
    what: `${use.sha ?? "a change"} goes to ${payload.key.environment} of ${payload.key.services.join(", ")} by exception ${use.exception}`,
    why: asked(exception),
    means: `the gate let it pass for ${actor}; ${left} of ${exception.request.maxUses} uses are left`,
    next: `watch what it costs: nines exception show ${use.exception}`,
    facts: { decision: subject, usesLeft: left },
  });
}
