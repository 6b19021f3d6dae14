import { formatPercent } from "../../model/decimals.ts";
import type { ExceptionState } from "../../model/governance/states.ts";
import type { Policy } from "../../model/policy.ts";
import type { Timestamp } from "../../model/units.ts";
import type { Facts } from "../facts.ts";
import { describeSeats, missingSeats } from "../quorum.ts";
import { goneSlos, servicePolicy } from "./concerned.ts";
import { costOf, isOverCap, newPage } from "./cost.ts";
import type { Exception } from "./exception.ts";
import type { Approval } from "./request.ts";
import { requirementInForce } from "./requirement.ts";
import { isGranted } from "./silver-bullets.ts";
import { isWaiting, needsNobody, stateOf } from "./state.ts";
import { isoMinute } from "./words.ts";

/** Why an exception opens no gate at this moment. */
export const obstacleCodes = [
  "over",
  "orphaned",
  "approvals-missing",
  "not-yet",
  "used-up",
  "budget-cap",
  "cost-unknown",
  "page",
  "no-silver-bullet",
] as const;
export type ObstacleCode = (typeof obstacleCodes)[number];

export interface Obstacle {
  code: ObstacleCode;
  /** For a person: `an approval of director is missing`. */
  sentence: string;
}

export interface Situation {
  facts: Facts;
  exceptions: ReadonlyMap<string, Exception>;
  now: Timestamp;
}

/** Approvals that count now: a stand-in's only while every policy concerned lets that group stand in. */
export const validApprovals = (
  { approvals }: Pick<Exception, "approvals">,
  policy: Policy | undefined,
): readonly Approval[] =>
  approvals.filter(
    ({ standIn, group }) => !standIn || policy?.exceptions.escalateTo.includes(group) === true,
  );

/** Seats that nobody fills yet, of what was asked and of what the state of things asks now. */
export function seatsMissing(exception: Exception, facts: Facts): readonly string[] {
  if (needsNobody(exception)) return [];
  const { request, requirement } = exception;
  const policy = servicePolicy(request, facts);
  const owner = facts.services.get(request.service)?.owner;
  const { seats } = requirementInForce(requirement, request, facts);
  return missingSeats(seats, validApprovals(exception, policy), owner);
}

/**
 * Everything that keeps an exception from opening the gate at this moment; empty when it would. All of it is found
 * from the journal and the newest facts, whether or not anybody has appended what is due. That all its uses are
 * spent is `used-up`: the changes it was used on still pass.
 */
export function obstaclesOf(
  exception: Exception,
  { facts, exceptions, now }: Situation,
): readonly Obstacle[] {
  const state = stateOf(exception, now);
  if (
    exception.ended !== undefined ||
    !(isWaiting(state) || now < exception.request.expiry) ||
    state === "denied"
  )
    return [{ code: "over", sentence: overSentence(exception, state) }];
  const found = [
    orphaned(exception, facts),
    waiting(exception, facts),
    notYet(exception, now),
    capped(exception, facts),
    paged(exception, facts),
    withoutBullet(exception, exceptions, facts, now),
    usedUp(exception),
  ];
  return found.filter((each) => each !== undefined);
}

const overSentence = ({ ended }: Exception, state: ExceptionState): string =>
  ended?.reason === undefined ? `it is ${state}` : `it is ${state}: ${ended.reason}`;

type Found = Obstacle | undefined;

function orphaned({ request }: Exception, facts: Facts): Found {
  const sentence = orphanSentence(request, facts);
  return sentence === undefined ? undefined : { code: "orphaned", sentence };
}

function orphanSentence(request: Exception["request"], facts: Facts): string | undefined {
  const service = facts.services.get(request.service);
  if (service === undefined) return `orphaned: the service ${request.service} was deleted`;
  const places = request.environments.filter((name) => !service.environments.includes(name));
  if (places.length > 0) return `orphaned: ${request.service} is not in ${places.join(", ")} any more`;
  const gone = goneSlos(request, facts);
  return gone.length === 0
    ? undefined
    : `orphaned: ${gone.join(", ")} ${gone.length === 1 ? "was" : "were"} deleted`;
}

function waiting(exception: Exception, facts: Facts): Found {
  const missing = seatsMissing(exception, facts);
  if (missing.length === 0) return undefined;
  const seats = describeSeats(missing, facts.services.get(exception.request.service)?.owner);
  return { code: "approvals-missing", sentence: `it waits for the approval of ${seats}` };
}

const notYet = ({ request }: Exception, now: Timestamp): Found =>
  now < request.start
    ? { code: "not-yet", sentence: `it comes into force at ${isoMinute(request.start)}` }
    : undefined;

function capped(exception: Exception, facts: Facts): Found {
  const cap = exception.request.maxBudgetCost;
  if (cap === undefined) return undefined;
  const cost = costOf(exception, facts);
  if (isOverCap(cost, cap))
    return {
      code: "budget-cap",
      sentence: `it has cost ${formatPercent(cost.spent)} of the budget of ${cost.slo ?? "its SLOs"}, more than the ${formatPercent(cap)} granted`,
    };
  if (cost.unknown.length === 0) return undefined;
  return {
    code: "cost-unknown",
    sentence: `what it has cost ${cost.unknown.join(", ")} is not known, and its cap is ${formatPercent(cap)}`,
  };
}

function paged(exception: Exception, facts: Facts): Found {
  const page = newPage(exception, facts);
  if (page === undefined) return undefined;
  return {
    code: "page",
    sentence: `${page.slo} pages since ${isoMinute(page.since)}, after it was approved`,
  };
}

function withoutBullet(
  exception: Exception,
  exceptions: Situation["exceptions"],
  facts: Facts,
  now: Timestamp,
): Found {
  const policy = servicePolicy(exception.request, facts);
  if (!exception.request.silverBullet || policy === undefined) return undefined;
  return isGranted(exception, exceptions.values(), policy, now)
    ? undefined
    : { code: "no-silver-bullet", sentence: "the policy now in force grants no such silver bullet" };
}

const usedUp = (exception: Exception): Found => {
  const { uses, request } = exception;
  if (uses.length < request.maxUses) return undefined;
  return {
    code: "used-up",
    sentence: uses.length === 1 ? "its only use is spent" : `all ${uses.length} uses are spent`,
  };
};
