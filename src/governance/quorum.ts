import type { GradedState, Policy, State } from "../model/policy.ts";
import { gradedStates } from "../model/policy.ts";
import type { Approval, Requirement } from "./exceptions/request.ts";

/**
 * Who sits in which seat: the one place for it. Exceptions, corrections, windows and loosened promises all ask here,
 * so that no two of them can come to different quorums from the same approvals.
 */

/** The seats that are no group's own name. */
export const seat = { owner: "owner", any: "any" } as const;

/** What filling needs of an approval; a real {@link Approval} is one. */
export type Seated = Pick<Approval, "by" | "group" | "standIn">;

/** One seat of a requirement and the approval that fills it. */
export interface FilledSeat {
  seat: string;
  by?: Seated;
}

const fits = (seatName: string, { group, standIn }: Seated, owner: string | undefined): boolean =>
  standIn ||
  seatName === seat.any ||
  (seatName === seat.owner ? owner !== undefined && group === owner : group === seatName);

/** Named seats first: who could take one must not be spent on a seat that anybody can take. */
const namedFirst = (a: string, b: string): number => Number(a === seat.any) - Number(b === seat.any);

/**
 * The fullest filling of the seats. Each is filled by another person, and `any` by a group that sits nowhere else:
 * a group agreeing with itself is one opinion. `owner` is the service's owner group; without one nobody but a
 * stand-in can fill that seat. One result for each seat, named seats first.
 */
export function fillSeats(
  seats: readonly string[],
  approvals: readonly Seated[],
  owner: string | undefined,
): readonly FilledSeat[] {
  const ordered = seats.toSorted(namedFirst);
  const people = approvals.filter(({ by }, index) => approvals.findIndex((each) => each.by === by) === index);
  return best(ordered, people, owner, []);
}

/** Tries every filling, seat by seat: quorums have a handful of seats. */
function best(
  seats: readonly string[],
  free: readonly Seated[],
  owner: string | undefined,
  sitting: readonly string[],
): readonly FilledSeat[] {
  const [name, ...others] = seats;
  if (name === undefined) return [];
  let fullest: readonly FilledSeat[] = [];
  for (const by of free) {
    const repeats = name === seat.any && !by.standIn && sitting.includes(by.group);
    if (repeats || !fits(name, by, owner)) continue;
    const rest = best(
      others,
      free.filter((each) => each !== by),
      owner,
      [...sitting, by.group],
    );
    const filling = [{ seat: name, by }, ...rest];
    if (countFilled(filling) > countFilled(fullest)) fullest = filling;
    if (countFilled(fullest) === seats.length) return fullest;
  }
  const without = [{ seat: name }, ...best(others, free, owner, sitting)];
  return countFilled(without) > countFilled(fullest) || fullest.length === 0 ? without : fullest;
}

const countFilled = (filling: readonly FilledSeat[]): number =>
  filling.filter(({ by }) => by !== undefined).length;

/** Seats that nobody fills yet. */
export const missingSeats = (
  seats: readonly string[],
  approvals: readonly Seated[],
  owner: string | undefined,
): readonly string[] =>
  fillSeats(seats, approvals, owner)
    .filter(({ by }) => by === undefined)
    .map((each) => each.seat);

export const isQuorate = (
  seats: readonly string[],
  approvals: readonly Seated[],
  owner: string | undefined,
): boolean => missingSeats(seats, approvals, owner).length === 0;

/**
 * The group by which one more person helps the quorum along; undefined when there is no seat left for them. A group
 * that a seat is named after goes before one that can only sit for `any`; `wanted` narrows it to that group.
 */
export function groupToSitFor(
  { subject, groups }: { subject: string; groups: readonly string[] },
  seats: readonly string[],
  approvals: readonly Seated[],
  owner: string | undefined,
  wanted?: string,
): string | undefined {
  if (approvals.some(({ by }) => by === subject)) return undefined;
  const missing = missingSeats(seats, approvals, owner).length;
  const isNamed = (group: string): boolean =>
    seats.includes(group) || (group === owner && seats.includes(seat.owner));
  const helps = groups.filter(
    (group) =>
      (wanted === undefined || group === wanted) &&
      missingSeats(seats, [...approvals, { by: subject, group, standIn: false }], owner).length < missing,
  );
  return helps.find(isNamed) ?? helps[0];
}

/** One SLO's say in what must be approved. */
export interface Stake {
  state: State;
  policy: Policy;
}

/** What is not known is asked about as the worst. */
export const askedAs = (state: State): GradedState => (state === "unknown" ? "frozen" : state);

/**
 * The quorum of the worst state among the SLOs concerned. Where several policies have an SLO in that state, all of
 * their seats are asked for; the first names the requirement. Without an SLO there is nothing to ask by.
 */
export function requirementOf(stakes: readonly Stake[]): Requirement | undefined {
  const rank = ({ state }: Stake): number => gradedStates.indexOf(askedAs(state));
  const worst = stakes.reduce((most, stake) => Math.max(most, rank(stake)), -1);
  const atWorst = stakes.filter((stake) => rank(stake) === worst);
  const [first] = atWorst;
  if (first === undefined) return undefined;
  const state = askedAs(first.state);
  const seats = unionOf(atWorst.map(({ policy }) => policy.quorum[state] ?? []));
  return { state, seats, policy: first.policy.name, policyHash: first.policy.hash };
}

/** Each seat as often as the list asks that asks for it most. */
export function unionOf(lists: readonly (readonly string[])[]): readonly string[] {
  return lists.reduce<readonly string[]>((union, list) => [...union, ...missingFrom(list, union)], []);
}

/** What of `wanted` the list lacks, counted. */
export function missingFrom(wanted: readonly string[], list: readonly string[]): readonly string[] {
  const spare = [...list];
  return wanted.filter((name) => {
    const index = spare.indexOf(name);
    if (index >= 0) spare.splice(index, 1);
    return index < 0;
  });
}

/** As a person says it: `owner (team-payments) and sre`. */
export const describeSeats = (seats: readonly string[], owner: string | undefined): string =>
  seats.map((name) => (name === seat.owner ? `owner (${owner ?? "none is declared"})` : name)).join(", ");
