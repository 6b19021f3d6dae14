import { Temporal } from "temporal-polyfill";
import type { LedgerSpan } from "../../model/correction.ts";
import { intervals } from "../../model/intervals.ts";
import { timestamp, type Timestamp } from "../../model/units.ts";
import { weekdays, windowText, type CalendarUnit, type CalendarWindow } from "../../model/window.ts";

/** A stretch of the calendar: from its first midnight to just before the first midnight after it. */
export interface Period {
  from: Timestamp;
  to: Timestamp;
}

/** The week, month, quarter or year of a moment; midnights are those of the window's zone. */
export const periodAt = (window: CalendarWindow, at: Timestamp): Period =>
  remembered(windowText(window), at, () => {
    const first = firstDay(window, dateAt(window, at));
    return between(window, first, next(window.unit, first));
  });

/** The one that ended when this one began. */
export const formerPeriod = (window: CalendarWindow, { from }: Period): Period =>
  periodAt(window, timestamp(from - 1));

/** The day of a moment: 23 or 25 hours where clocks change. */
export const dayAt = (window: CalendarWindow, at: Timestamp): Period =>
  remembered(`day ${window.timeZone}`, at, () => {
    const date = dateAt(window, at);
    return between(window, date, date.add({ days: 1 }));
  });

/**
 * The samples of the ledger that belong to a period. One stamped t holds what happened in (t − interval − delay,
 * t − delay], and belongs to where that ends: the sample that straddles midnight is the new period's.
 */
export const ledgerSpanOf = ({ from, to }: Period): LedgerSpan => ({
  after: Math.round((from + intervals.evaluationDelay) * 1_000),
  until: Math.round((to + intervals.evaluationDelay) * 1_000),
});

function firstDay({ unit, weekStart }: CalendarWindow, date: Temporal.PlainDate): Temporal.PlainDate {
  switch (unit) {
    case "week":
      return date.subtract({ days: (date.dayOfWeek - 1 - weekdays.indexOf(weekStart) + 7) % 7 });
    case "month":
      return date.with({ day: 1 });
    case "quarter":
      return date.with({ day: 1, month: date.month - ((date.month - 1) % 3) });
    case "year":
      return date.with({ day: 1, month: 1 });
  }
}

const lengths: Readonly<Record<CalendarUnit, Temporal.DurationLike>> = {
  week: { days: 7 },
  month: { months: 1 },
  quarter: { months: 3 },
  year: { years: 1 },
};
const next = (unit: CalendarUnit, first: Temporal.PlainDate): Temporal.PlainDate => first.add(lengths[unit]);

const dateAt = ({ timeZone }: CalendarWindow, at: Timestamp): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(at * 1_000))
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();

/** Where midnight itself does not exist, a day begins with the first moment that does. */
const between = ({ timeZone }: CalendarWindow, from: Temporal.PlainDate, to: Temporal.PlainDate): Period => ({
  from: timestamp(from.toZonedDateTime(timeZone).epochMilliseconds / 1_000),
  to: timestamp(to.toZonedDateTime(timeZone).epochMilliseconds / 1_000),
});

/** Thousands of SLOs share a window, and are asked about one moment after the other. */
const known = new Map<string, readonly Period[]>();
const kept = 4;

function remembered(name: string, at: Timestamp, find: () => Period): Period {
  const before = known.get(name) ?? [];
  const found = before.find(({ from, to }) => from <= at && at < to);
  if (found !== undefined) return found;
  const period = find();
  known.set(name, [period, ...before].slice(0, kept));
  return period;
}
