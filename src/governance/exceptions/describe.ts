import type { Timestamp } from "../../model/units.ts";
import { holds, type Identity } from "../people/identity.ts";
import { describeSeats, fillSeats, seat, type FilledSeat } from "../quorum.ts";
import { seatFor } from "./answer.ts";
import { wasRefused } from "./command.ts";
import { servicePolicy } from "./concerned.ts";
import { costOf, type Cost } from "./cost.ts";
import type { Exception } from "./exception.ts";
import { obstaclesOf, seatsMissing, validApprovals, type Obstacle, type Situation } from "./obstacles.ts";
import type { ExceptionState, Requirement } from "./request.ts";
import { requirementInForce } from "./requirement.ts";
import { isReviewed, isReviewOverdue, reviewersNeeded } from "./review.ts";
import { settle } from "./settle.ts";
import { deadlinesOf, isWaiting, needsNobody, stateOf, type Deadlines } from "./state.ts";
import { isoMinute } from "./words.ts";

/** Everything that a page about an exception says beside what was asked for. */
export interface ExceptionStanding {
  /** By journal and clock, and by what is due of it: also when nobody has recorded that yet. */
  state: ExceptionState;
  /** What has to be filled now; undefined when it needs nobody. */
  requirement?: Requirement;
  /** Seat by seat, with who sits in it. */
  seats: readonly FilledSeat[];
  missing: readonly string[];
  /** Groups whose members may take a missing seat now; `any` stands for every group. */
  mayStillSit: readonly string[];
  usesLeft: number;
  cost: Cost;
  /** Empty when it would open the gate for its next change. */
  obstacles: readonly Obstacle[];
  isOrphaned: boolean;
  /** While it waits. */
  deadlines?: Deadlines;
  /** Of a broken glass. */
  review?: { by: Timestamp; missing: number; isOverdue: boolean };
  /** Of a silver bullet that has been fired: what it left to do is not done. */
  followUpIsOpen: boolean;
  /** What the person who looks at it should know first. */
  sentence: string;
}

/** How an exception stands at this moment. */
export function describeException(recorded: Exception, situation: Situation): ExceptionStanding {
  const { facts, now } = situation;
  const { exception } = settle(recorded, { facts, now });
  const { request, breakGlass } = exception;
  const owner = facts.services.get(request.service)?.owner;
  const state = stateOf(exception, now);
  const obstacles = obstaclesOf(exception, situation);
  const free = needsNobody(exception);
  const requirement = requirementInForce(exception.requirement, request, facts);
  const valid = validApprovals(exception, servicePolicy(request, facts));
  const missing = seatsMissing(exception, facts);
  return {
    state,
    ...(!free && { requirement }),
    seats: free ? [] : fillSeats(requirement.seats, valid, owner),
    missing,
    mayStillSit: isWaiting(state) ? groupsFor(missing, exception, situation) : [],
    usesLeft: Math.max(request.maxUses - exception.uses.length, 0),
    cost: costOf(exception, facts),
    obstacles,
    isOrphaned: obstacles.some(({ code }) => code === "orphaned"),
    ...(isWaiting(state) && { deadlines: deadlinesOf(exception) }),
    ...(breakGlass !== undefined && {
      review: {
        by: breakGlass.reviewBy,
        missing: Math.max(reviewersNeeded - breakGlass.reviews.length, 0),
        isOverdue: isReviewOverdue(exception, now),
      },
    }),
    followUpIsOpen: request.silverBullet && exception.uses.length > 0 && exception.followedUpAt === undefined,
    sentence: sentenceOf(exception, state, obstacles, situation),
  };
}

function groupsFor(
  missing: readonly string[],
  { request, escalated }: Exception,
  { facts }: Situation,
): readonly string[] {
  if (missing.length === 0) return [];
  const owner = facts.services.get(request.service)?.owner;
  const named = missing.flatMap((name) =>
    name === seat.owner ? (owner === undefined ? [] : [owner]) : [name],
  );
  const standIns =
    escalated === undefined ? [] : (servicePolicy(request, facts)?.exceptions.escalateTo ?? []);
  return [...new Set([...named, ...standIns])];
}

/** Whether this person could take a seat now: for "what waits for me". */
export function waitsFor(recorded: Exception, who: Identity, situation: Situation): boolean {
  const { facts, now } = situation;
  const { exception } = settle(recorded, { facts, now });
  if (!isWaiting(stateOf(exception, now)) || exception.requestedBy === who.subject) return false;
  if (who.kind !== "person" || !holds(who, "approver", "admin")) return false;
  return !wasRefused(seatFor(exception, who, facts));
}

function sentenceOf(
  exception: Exception,
  state: ExceptionState,
  obstacles: readonly Obstacle[],
  { facts, now }: Situation,
): string {
  const { request, uses, ended, breakGlass } = exception;
  const owner = facts.services.get(request.service)?.owner;
  if (breakGlass !== undefined && !isReviewed(exception) && (ended !== undefined || now >= request.expiry))
    return `${state}; its review ${isReviewOverdue(exception, now) ? "was" : "is"} due by ${isoMinute(breakGlass.reviewBy)}`;
  if (ended !== undefined) return ended.reason === undefined ? state : `${state}: ${ended.reason}`;
  const orphan = obstacles.find(({ code }) => code === "orphaned");
  if (orphan !== undefined) return orphan.sentence;
  if (isWaiting(state)) {
    const seats = describeSeats(seatsMissing(exception, facts), owner);
    return `waits for ${seats}; denied without an answer by ${isoMinute(deadlinesOf(exception).denyAt)}`;
  }
  const [first] = obstacles;
  if (first !== undefined && state !== "consumed") return first.sentence;
  const left = `${uses.length} of ${request.maxUses} ${request.maxUses === 1 ? "use" : "uses"} spent`;
  return state === "active" || state === "consumed" ? `${left}, until ${isoMinute(request.expiry)}` : state;
}
