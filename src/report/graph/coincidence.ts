import type { Course, Stretch } from "../../model/course.ts";

/** A ledger's course, and the share of events that may be bad. */
export interface Burning {
  budget: number;
  course: Course;
}

/** How far the bad times of a caller fall into those of something it depends on. It is no statement about causes. */
export type Coincidence =
  /** Too few intervals are known of both, or too few of them are bad. */
  | { kind: "too-little-data"; compared: number; bad: number }
  | {
      kind: "coincides" | "may-coincide" | "no-more-than-chance";
      /** Intervals known of both. */
      compared: number;
      /** Bad ones of the caller. */
      bad: number;
      /** Of these, those in which the dependency was bad as well. */
      together: number;
      /** Share of the bad events of the caller's bad intervals that fell into those. */
      events: number;
      /** 1 − the chance of seeing as much by accident among everything that was compared. */
      sure: number;
    };

const leastCompared = 36;
const leastBad = 3;
const sureOf = { coincides: 0.95, may: 0.8 } as const;

/** Whether it was bad at all: what was not, coincides with nothing. */
export const everBad = ({ budget, course }: Burning): boolean =>
  course.some(({ bad, total }) => bad > budget * total);

/** One interval in the time of both: undefined where one of them is not known. */
type Bad = readonly (boolean | undefined)[];

/**
 * Compares interval by interval: one is bad when more than the budget's share of its events is. How sure that is comes
 * from shifting the two against each other by every number of intervals, round and round: bad times come in runs, and a
 * shift keeps the runs while it undoes whatever binds them. `tests` says how many dependencies that were bad at
 * all were tried: the best of many looks good by accident.
 */
export function coincidence(
  caller: Burning,
  dependency: Burning,
  { step }: Pick<Stretch, "step">,
  tests: number,
): Coincidence {
  const times = gridOf(caller.course, dependency.course, step);
  const [own, other] = [badAt(caller, times), badAt(dependency, times)];
  const ownBad = own.flatMap((bad, at) => (bad === true ? [at] : []));
  const found = overlap(ownBad, other, 0);
  const compared = own.filter((bad, at) => bad !== undefined && other[at] !== undefined).length;
  if (compared < leastCompared || found.bad < leastBad)
    return { kind: "too-little-data", compared, bad: found.bad };
  const sure = Math.max(0, 1 - tests * chanceOf(ownBad, other));
  const kind =
    sure >= sureOf.coincides ? "coincides" : sure >= sureOf.may ? "may-coincide" : "no-more-than-chance";
  return { kind, compared, ...found, events: eventsOf(caller, times, ownBad, other), sure };
}

/** Every interval from the first to the last that is known of either. */
function gridOf(a: Course, b: Course, step: number): readonly number[] {
  const all = [...a, ...b].map(({ at }) => at);
  if (all.length === 0) return [];
  const first = all.reduce((least, at) => Math.min(least, at), Infinity);
  const last = all.reduce((most, at) => Math.max(most, at), -Infinity);
  return Array.from({ length: Math.round((last - first) / step) + 1 }, (_, n) => first + n * step);
}

function badAt({ budget, course }: Burning, times: readonly number[]): Bad {
  const known = new Map(course.map(({ at, bad, total }) => [Number(at), bad > budget * total]));
  return times.map((at) => known.get(at));
}

/** Bad intervals of the caller, and those that the dependency, moved on by `shift`, shares. */
function overlap(ownBad: readonly number[], other: Bad, shift: number): { bad: number; together: number } {
  const theirs = ownBad.map((at) => other[(at + shift) % other.length]).filter((bad) => bad !== undefined);
  return { bad: theirs.length, together: theirs.filter(Boolean).length };
}

/** The share of all shifts, none included, that put as much of the caller's bad time beside the dependency's. */
function chanceOf(ownBad: readonly number[], other: Bad): number {
  const shares = other.flatMap((_, shift) => {
    const { bad, together } = overlap(ownBad, other, shift);
    return bad === 0 ? [] : [together / bad];
  });
  const seen = shares[0] ?? 0;
  return shares.filter((each) => each >= seen - 1e-12).length / shares.length;
}

/** Share of the bad events of the caller's bad intervals that fell into those in which the dependency was bad. */
function eventsOf(
  { course }: Burning,
  times: readonly number[],
  ownBad: readonly number[],
  other: Bad,
): number {
  const badOf = new Map(course.map(({ at, bad }) => [Number(at), bad]));
  const sum = (indices: readonly number[]) =>
    indices.reduce((all, index) => all + (badOf.get(times[index] ?? 0) ?? 0), 0);
  const known = ownBad.filter((index) => other[index] !== undefined);
  return sum(known.filter((index) => other[index] === true)) / sum(known);
}
