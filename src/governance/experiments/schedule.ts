import { Temporal } from "temporal-polyfill";
import { type ExperimentSchedule, formatClock } from "../../model/experiment.ts";
import { timestamp, type Timestamp } from "../../model/units.ts";
import { weekdays } from "../../model/window.ts";
import type { Occurrence } from "../windows/schedule/occurrences.ts";

/** Two weeks and what a long holiday takes: whoever excludes more has to be asked. */
const daysAhead = 60;

const local = ({ timeZone }: ExperimentSchedule, now: Timestamp): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(now * 1_000)).toZonedDateTimeISO(timeZone);

/** The span of a local day, by its clock; none on a day that is left out. */
function spanOf(schedule: ExperimentSchedule, day: Temporal.PlainDate): Occurrence | undefined {
  const weekday = weekdays[day.dayOfWeek - 1];
  if (weekday === undefined || !schedule.days.includes(weekday)) return undefined;
  if (schedule.excluded.includes(day.toString())) return undefined;
  const at = (minutes: number): Timestamp => {
    const midnight = day.add({ days: Math.floor(minutes / 1_440) });
    const time = new Temporal.PlainTime(Math.floor(minutes / 60) % 24, minutes % 60);
    // A time that the clocks skip is the first one after; one that comes twice is the earlier.
    return timestamp(
      midnight.toZonedDateTime({ timeZone: schedule.timeZone, plainTime: time }).epochMilliseconds / 1_000,
    );
  };
  return { from: at(schedule.from), to: at(schedule.to) };
}

/** The span that is under way, or the next one; undefined when there is none in the next two months. */
export function nextSpan(schedule: ExperimentSchedule, now: Timestamp): Occurrence | undefined {
  const today = local(schedule, now).toPlainDate();
  for (let ahead = 0; ahead <= daysAhead; ahead++) {
    const span = spanOf(schedule, today.add({ days: ahead }));
    if (span !== undefined && span.to > now) return span;
  }
  return undefined;
}

const short = (day: string): string => day.charAt(0).toUpperCase() + day.slice(1, 3);

/** `Mon, Tue, Wed from 10:00 to 16:00 (Europe/Berlin)` */
export const describeSchedule = ({ days, from, to, timeZone }: ExperimentSchedule): string =>
  `${days.map(short).join(", ")} from ${formatClock(from)} to ${formatClock(to)} (${timeZone})`;

/** The local days that are left out and overlap from … to, midnight to midnight. */
export function excludedDays(
  { excluded, timeZone }: ExperimentSchedule,
  from: Timestamp,
  to: Timestamp,
): readonly Occurrence[] {
  const midnight = (day: Temporal.PlainDate): Timestamp =>
    timestamp(day.toZonedDateTime(timeZone).epochMilliseconds / 1_000);
  return excluded
    .map((text) => Temporal.PlainDate.from(text))
    .map((day) => ({ from: midnight(day), to: midnight(day.add({ days: 1 })) }))
    .filter((day) => day.from < to && day.to > from);
}
