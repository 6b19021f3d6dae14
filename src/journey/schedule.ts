import { createHash } from "node:crypto";
import type { Journey } from "../model/journey.ts";

/** Milliseconds since 1970; run times are whole milliseconds, so that a slot has one start whoever calculates it. */
export interface Timetable {
  every: number;
  /** Where in its interval a journey runs, from its name and location: 500 journeys spread over their minute. */
  phase: number;
  jitter: number;
  /** What the jitter of a slot is drawn from. */
  seed: string;
}

/** An evenly spread share of `span`, the same for the same words. */
function share(words: string, span: number): number {
  if (span <= 0) return 0;
  return Math.floor((createHash("sha256").update(words).digest().readUIntBE(0, 6) / 2 ** 48) * span);
}

export function timetableOf(
  { name, schedule }: Pick<Journey, "name" | "schedule">,
  location: string,
): Timetable {
  const every = schedule.every * 1_000;
  const seed = `${name}\0${location}`;
  // Runs stay in their order: a run's jitter never reaches into the next slot.
  const jitter = Math.min(schedule.jitter * 1_000, every - 1);
  return { every, phase: share(seed, every), jitter, seed };
}

/** The number of the slot that a moment lies in: slots are numbered since 1970, whoever counts them. */
export const slotAt = ({ every, phase }: Timetable, moment: number): number =>
  Math.floor((moment - phase) / every);

/** When the run of a slot begins. */
export const startOf = ({ every, phase, jitter, seed }: Timetable, slot: number): number =>
  slot * every + phase + share(`${seed}\0${slot}`, jitter);

/** The first slot after `last` of which the start has not passed. */
export function nextSlot(timetable: Timetable, now: number, last?: number): number {
  let slot = slotAt(timetable, now);
  if (startOf(timetable, slot) < now) slot++;
  return last === undefined ? slot : Math.max(slot, last + 1);
}

/** How many slots began after `last` and before `next`: runs that nobody made. */
export const slotsBetween = (last: number, next: number): number => Math.max(0, next - last - 1);
