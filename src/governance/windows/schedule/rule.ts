import { RRuleTemporal } from "rrule-temporal";
import { Temporal } from "temporal-polyfill";
import type { WindowSchedule } from "../window.ts";

export type RecurringSchedule = Extract<WindowSchedule, { kind: "recurring" }>;

/**
 * Starts of occurrences as RFC 5545 has them: the wall-clock time is kept when clocks change; a start that a day
 * does not have (clocks go forward) is left out that day; one that a day has twice (clocks go back) is the earlier.
 */
export function startsOf(schedule: RecurringSchedule): RRuleTemporal {
  const known = rules.get(schedule);
  if (known !== undefined) return known;
  const rule = new RRuleTemporal({ rruleString: schedule.rrule, dtstart: firstStart(schedule) });
  rules.set(schedule, rule);
  return rule;
}

/** Schedules are immutable and asked for at every gate question: each is taken apart once. */
const rules = new WeakMap<RecurringSchedule, RRuleTemporal>();

/** @throws RangeError when the zone is unknown or the start is no local date and time */
export const firstStart = ({ start, timeZone }: Pick<RecurringSchedule, "start" | "timeZone">) =>
  Temporal.PlainDateTime.from(start, { overflow: "reject" }).toZonedDateTime(timeZone);

/** Whether that zone's clocks never showed this time on that day, because they went forward over it. */
export function isInGap({ start, timeZone }: Pick<RecurringSchedule, "start" | "timeZone">): boolean {
  const asked = Temporal.PlainDateTime.from(start, { overflow: "reject" });
  return !asked.toZonedDateTime(timeZone).toPlainDateTime().equals(asked);
}
