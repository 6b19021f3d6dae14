import { servicePolicy } from "../../../governance/exceptions/concerned.ts";
import { costOf } from "../../../governance/exceptions/cost.ts";
import type { Exception } from "../../../governance/exceptions/exception.ts";
import { obstaclesOf, validApprovals } from "../../../governance/exceptions/obstacles.ts";
import { requirementInForce } from "../../../governance/exceptions/requirement.ts";
import { isReviewOverdue } from "../../../governance/exceptions/review.ts";
import { deadlinesOf, isWaiting, needsNobody, stateOf } from "../../../governance/exceptions/state.ts";
import type { Facts } from "../../../governance/facts.ts";
import type { GovernanceState } from "../../../governance/state.ts";
import type { Timestamp } from "../../../model/units.ts";
import type { ExceptionBody } from "../../schemas/governance/exception.ts";
import { iso } from "../common.ts";
import { quorumView } from "./quorum.ts";

interface Scene {
  state: Pick<GovernanceState, "exceptions">;
  facts: Facts;
  now: Timestamp;
}

export function exceptionView(exception: Exception, scene: Scene): ExceptionBody {
  const { id, requestHash, requestedBy, requestedAt, followedUpAt } = exception;
  return {
    id,
    state: stateOf(exception, scene.now),
    ...requestView(exception),
    usesLeft: Math.max(0, exception.request.maxUses - exception.uses.length),
    ...(followedUpAt !== undefined && { followedUpAt: iso(followedUpAt) }),
    ...{ requestHash, requestedBy },
    requestedAt: iso(requestedAt),
    ...quorumOf(exception, scene),
    obstacles: obstacles(exception, scene),
    ...waiting(exception, scene),
    uses: exception.uses.map(({ at, ...use }) => ({ ...use, at: iso(at) })),
    ...cost(exception, scene),
    ...aftermath(exception, scene),
  };
}

function requestView({ request }: Exception) {
  const { slos, environments, change, reason, evidence, start, expiry, ...rest } = request;
  return {
    ...rest,
    slos: [...slos],
    environments: [...environments],
    change: { ...change, kinds: [...change.kinds] },
    reason: { ...reason },
    evidence: [...evidence],
    start: iso(start),
    expiry: iso(expiry),
  };
}

function quorumOf(exception: Exception, { facts }: Scene): Pick<ExceptionBody, "quorum"> {
  if (needsNobody(exception)) return {};
  const { request, requirement } = exception;
  const approvals = validApprovals(exception, servicePolicy(request, facts));
  const owner = facts.services.get(request.service)?.owner;
  return { quorum: quorumView(requirementInForce(requirement, request, facts), approvals, owner) };
}

const obstacles = (exception: Exception, { state, facts, now }: Scene): ExceptionBody["obstacles"] =>
  obstaclesOf(exception, { facts, exceptions: state.exceptions, now }).map((each) => ({ ...each }));

function waiting(exception: Exception, { now }: Scene): Pick<ExceptionBody, "answerBy" | "escalated"> {
  const { escalated } = exception;
  if (!isWaiting(stateOf(exception, now))) return {};
  const { remindAt, escalateAt, denyAt } = deadlinesOf(exception);
  return {
    answerBy: { remindAt: iso(remindAt), escalateAt: iso(escalateAt), denyAt: iso(denyAt) },
    ...(escalated !== undefined && { escalated: { at: iso(escalated.at), to: [...escalated.to] } }),
  };
}

function cost(exception: Exception, { facts }: Scene): Pick<ExceptionBody, "cost"> {
  if (exception.inForceAt === undefined) return {};
  const { slo, spent } = costOf(exception, facts);
  return { cost: { spent, ...(slo !== undefined && { slo }) } };
}

function aftermath(exception: Exception, { now }: Scene): Pick<ExceptionBody, "breakGlass" | "ended"> {
  const { breakGlass, ended } = exception;
  return {
    ...(breakGlass !== undefined && {
      breakGlass: {
        reviewBy: iso(breakGlass.reviewBy),
        overdue: isReviewOverdue(exception, now),
        reviews: breakGlass.reviews.map(({ at, ...review }) => ({ ...review, at: iso(at) })),
      },
    }),
    ...(ended !== undefined && {
      ended: {
        at: iso(ended.at),
        by: ended.by,
        ...(ended.reason !== undefined && { reason: ended.reason }),
      },
    }),
  };
}
