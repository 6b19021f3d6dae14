import type { Timestamp } from "../../model/units.ts";
import { states, type State } from "../../model/policy.ts";
import type { Snapshot } from "../../runtime/snapshot.ts";
import type { StateCounts } from "../schemas/common.ts";

export const iso = (at: Timestamp): string => new Date(Math.round(at * 1_000)).toISOString();

/** An object without its undefined fields: absent is absent in JSON, and under `exactOptionalPropertyTypes`. */
export function present<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  // Every line of every list comes through here: by entries it took four times as long.
  const found: Partial<T> = {};
  for (const name of Object.keys(fields) as (keyof T)[])
    if (fields[name] !== undefined) found[name] = fields[name];
  return found as { [K in keyof T]: Exclude<T[K], undefined> };
}

/** Milliseconds are enough to say how old something is. */
export const toMilliseconds = (age: number): number => Math.round(age * 1_000) / 1_000;

/** Seconds since the snapshot was finished; clocks that step back make nothing younger than new. */
export const snapshotAge = (snapshot: Snapshot, now: Timestamp): number =>
  toMilliseconds(Math.max(0, now - snapshot.finishedAt));

export const cycleView = (snapshot: Snapshot, now: Timestamp) => ({
  cycle: snapshot.cycle,
  at: iso(snapshot.finishedAt),
  ageSeconds: snapshotAge(snapshot, now),
});

export function countStates(found: readonly State[]): StateCounts {
  const counts = Object.fromEntries(states.map((state) => [state, 0])) as StateCounts;
  for (const state of found) counts[state] += 1;
  return counts;
}
