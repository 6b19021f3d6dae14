import { meanOf, sameHours, week, type Hours } from "./hours.ts";

/** Bad events of the hours ahead, one after the other. */
export type Path = readonly number[];

const draws = 100;
const block = 24;
/**
 * The farthest of five weeks lies 1.2 deviations from their mean, and 90 % of all weeks within 2.3 of it (Student's t):
 * what few weeks show of the spread is about half of it.
 */
const spread = 2;

/** Numbers in [0, 1), the same whenever they are asked for. */
function sequence(): () => number {
  let state = 20_261_128;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

/**
 * A hundred ways in which the hours ahead may go: each day is like the same day of one of the weeks before. Days are
 * taken whole, since bad hours come together.
 */
export function pathsAhead(hours: Hours, length: number): readonly Path[] {
  const roll = sequence();
  const weeks = Math.floor(hours.length / week);
  return Array.from({ length: draws }, () => {
    const path: number[] = [];
    while (path.length < length) {
      const back = Math.floor(roll() * weeks) + 1;
      for (let n = 0; n < block && path.length < length; n++) path.push(badLike(hours, path.length, back));
    }
    return path;
  });
}

/** The hour so many hours ahead, as it was in the week so many weeks back from it; should that be missing, as usual. */
function badLike(hours: Hours, ahead: number, back: number): number {
  const index = hours.length + ahead;
  const like = hours[index - week * (Math.floor(ahead / week) + back)];
  const usual = meanOf(sameHours(hours, index), "bad");
  return like === undefined ? usual : Math.max(usual + spread * (like.bad - usual), 0);
}

/** A band: of twenty, one lies below it and one above. */
export interface Band {
  low: number;
  likely: number;
  high: number;
}

export function bandOf(values: readonly number[]): Band {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)] ?? 0;
  return { low: at(0.05), likely: at(0.5), high: at(0.95) };
}

/** Bad events that the next hours may bring. */
export const badAhead = (hours: Hours, length: number): Band =>
  bandOf(pathsAhead(hours, length).map((path) => path.reduce((sum, each) => sum + each, 0)));
