import { timestamp, type Timestamp } from "../../../model/units.ts";
import type { WindowSchedule } from "../window.ts";
import { startsOf } from "./rule.ts";

/** One time that a window applies: from the first moment to just before the last. */
export interface Occurrence {
  from: Timestamp;
  to: Timestamp;
}

/** Occurrences that overlap from … to, whole, in order. Their number is bounded by what a rule may ask for. */
export function occurrencesOf(
  schedule: WindowSchedule,
  from: Timestamp,
  to: Timestamp,
): readonly Occurrence[] {
  if (schedule.kind === "once")
    return schedule.from < to && schedule.to > from ? [{ from: schedule.from, to: schedule.to }] : [];
  const { length } = schedule;
  return startsOf(schedule)
    .between(dateOf(from - length), dateOf(to), true)
    .map((start) => start.epochMilliseconds / 1000)
    .filter((start) => start < to && start + length > from)
    .map((start) => ({ from: timestamp(start), to: timestamp(start + length) }));
}

const dateOf = (at: number): Date => new Date(at * 1000);

/** The occurrence that is under way; of several the one that ends last. */
export function occurrenceAt(schedule: WindowSchedule, now: Timestamp): Occurrence | undefined {
  const running = occurrencesOf(schedule, now, timestamp(now + 0.001)).filter(({ from }) => from <= now);
  return running.reduce<Occurrence | undefined>(
    (last, each) => (last === undefined || each.to > last.to ? each : last),
    undefined,
  );
}

/** The next occurrence that begins after now; undefined when there is none any more. */
export function nextOccurrence(schedule: WindowSchedule, now: Timestamp): Occurrence | undefined {
  if (schedule.kind === "once")
    return schedule.from > now ? { from: schedule.from, to: schedule.to } : undefined;
  const next = startsOf(schedule).next(dateOf(now));
  if (next === null) return undefined;
  const from = next.epochMilliseconds / 1000;
  return { from: timestamp(from), to: timestamp(from + schedule.length) };
}
