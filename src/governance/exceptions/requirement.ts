import { gradedStates, type GradedState } from "../../model/policy.ts";
import type { Facts } from "../facts.ts";
import { askedAs, isQuorate, requirementOf, seat, unionOf, type Seated, type Stake } from "../quorum.ts";
import { stakesOf } from "./concerned.ts";
import type { ExceptionRequest, Requirement } from "./request.ts";

type Owner = string | undefined;

/** Nobody lets their own change through: where a policy asks for nobody, it is asked for somebody. */
const atLeastSomebody: readonly string[] = [seat.any];

/** Stands for an owner group where none is declared, so that seats can still be compared. */
const someOwner = "(owner)";

/** One person for each seat, `any` each of another group: what any quorum of these seats has at the least. */
const fillingOf = (seats: readonly string[], owner: string): readonly Seated[] =>
  seats.map((name, index) => ({
    by: `person ${index}`,
    group: name === seat.owner ? owner : name === seat.any ? `(group ${index})` : name,
    standIn: false,
  }));

/** Whether everybody who fills `seats` thereby fills `others`. */
export const covers = (seats: readonly string[], others: readonly string[], owner: Owner): boolean =>
  isQuorate(others, fillingOf(seats, owner ?? someOwner), owner ?? someOwner);

/** The fewest seats that fill both lists. */
export function mergeSeats(a: readonly string[], b: readonly string[], owner: Owner): readonly string[] {
  if (covers(a, b, owner)) return a;
  if (covers(b, a, owner)) return b;
  const named = (seats: readonly string[]) => seats.filter((name) => name !== seat.any);
  const merged = [...unionOf([named(a), named(b)])];
  while (!covers(merged, a, owner) || !covers(merged, b, owner)) merged.push(seat.any);
  return merged;
}

const rank = (state: GradedState): number => gradedStates.indexOf(state);

const seatsOf = ({ state, policy }: Stake): readonly string[] => policy.quorum[askedAs(state)] ?? [];

/**
 * What the stakes ask for together: the quorum of the worst state, and of every other one what that does not cover.
 * Undefined without a stake.
 */
export function requirementFor(stakes: readonly Stake[], owner: Owner): Requirement | undefined {
  const worst = requirementOf(stakes);
  if (worst === undefined) return undefined;
  const seats = stakes.map(seatsOf).reduce((sum, each) => mergeSeats(sum, each, owner), worst.seats);
  return { ...worst, seats: seats.length === 0 ? atLeastSomebody : seats };
}

/** What the state of things asks of a request now. */
export const requirementNow = (request: ExceptionRequest, facts: Facts): Requirement | undefined =>
  requirementFor(stakesOf(request, facts), facts.services.get(request.service)?.owner);

/**
 * The requirement to record because the budget has worsened or the policy become stricter; undefined when what was
 * asked covers what is asked now. It only grows. A state that is not known asks for more while it lasts, at the
 * gate, but worsens nothing for good: a Prometheus that is restarted must not cost every exception a director.
 */
export function raisedRequirement(
  before: Requirement,
  request: ExceptionRequest,
  facts: Facts,
): Requirement | undefined {
  const owner = facts.services.get(request.service)?.owner;
  const known = stakesOf(request, facts).filter(({ state }) => state !== "unknown");
  const now = requirementFor(known, owner);
  if (now === undefined || covers(before.seats, now.seats, owner)) return undefined;
  const worse = rank(now.state) >= rank(before.state) ? now : before;
  return { ...worse, seats: mergeSeats(before.seats, now.seats, owner) };
}

/** What has to be filled at this moment: what was asked, and what the state of things asks now. */
export function requirementInForce(
  before: Requirement,
  request: ExceptionRequest,
  facts: Facts,
): Requirement {
  const owner = facts.services.get(request.service)?.owner;
  const now = requirementNow(request, facts);
  if (now === undefined || covers(before.seats, now.seats, owner)) return before;
  return { ...now, seats: mergeSeats(before.seats, now.seats, owner) };
}
