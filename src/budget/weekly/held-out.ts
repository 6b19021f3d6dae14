import { badAhead } from "./paths.ts";
import { meanOf, sameHours, week, type Hours } from "./hours.ts";

/** How far two ways to foresee a day were from what came, in bad events, over the last two weeks. */
export interface HeldOut {
  /** By the same hours of the weeks before. */
  pattern: number;
  /** By the pace of the last hour. */
  present: number;
  /** Share of those days that came within the band. */
  within: number;
}

/** Nearer than the present pace, and its band held on three days of four: else it is better not shown. */
export const isWorthShowing = ({ pattern, present, within }: HeldOut): boolean =>
  pattern < present && within >= 0.75;

const ahead = 24;
const every = 6;
/** One week alone is too often right by chance. */
const weeksHeldOut = 2;
const fewestWeeks = 4;

/** Foresees each day of the last two weeks from what was known before it, both ways; undefined without two before those. */
export function heldOut(hours: Hours): HeldOut | undefined {
  if (hours.length < fewestWeeks * week) return undefined;
  let [pattern, present, within, days] = [0, 0, 0, 0];
  for (let origin = hours.length - weeksHeldOut * week; origin + ahead <= hours.length; origin += every) {
    const known = hours.slice(0, origin);
    const came = sumAhead(hours, origin);
    const foreseen = Array.from({ length: ahead }, (_, n) => meanOf(sameHours(known, origin + n), "bad"));
    pattern += Math.abs(foreseen.reduce((sum, each) => sum + each, 0) - came);
    present += Math.abs(ahead * (known.at(-1)?.bad ?? 0) - came);
    const { low, high } = badAhead(known, ahead);
    if (low <= came && came <= high) within++;
    days++;
  }
  return { pattern, present, within: within / days };
}

const sumAhead = (hours: Hours, from: number): number =>
  hours.slice(from, from + ahead).reduce((sum, each) => sum + (each?.bad ?? 0), 0);
