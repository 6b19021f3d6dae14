import { formerPeriod, periodAt } from "../../budget/calendar/period.ts";
import { countDay, nextDay, openTally, type GroupTally, type Tally } from "../../budget/calendar/tally.ts";
import type { LedgerSpan } from "../../model/correction.ts";
import type { Slo } from "../../model/slo.ts";
import type { Timestamp } from "../../model/units.ts";
import { windowText, type CalendarWindow } from "../../model/window.ts";

/** The period under way and the one before it. */
export interface Pair {
  present: Tally;
  former: Tally;
}

/** What is known of one SLO's periods. */
export interface Tallies {
  /** Window and grouping that it speaks of: others are another question. */
  about: string;
  pair: Pair;
}

/** An SLO with a calendar window. */
export type CalendarSlo = Slo & { window: CalendarWindow };
export const isCalendar = (slo: Slo): slo is CalendarSlo => slo.window.kind === "calendar";

export const aboutOf = ({ window, groupBy }: CalendarSlo): string =>
  `${windowText(window)} by ${groupBy.join(",")}`;

const openPair = (window: CalendarWindow, at: Timestamp): Pair => {
  const period = periodAt(window, at);
  return { present: openTally(period), former: openTally(formerPeriod(window, period)) };
};

/** What is known as of now: in a new period the one that has just ended is the former. */
export function talliesAt(slo: CalendarSlo, known: Tallies | undefined, at: Timestamp): Tallies {
  const about = aboutOf(slo);
  const fresh = openPair(slo.window, at);
  if (known?.about !== about) return { about, pair: fresh };
  const pair = moved(known.pair, fresh);
  return pair === known.pair ? known : { about, pair };
}

function moved(pair: Pair, fresh: Pair): Pair {
  if (isSame(pair.present, fresh.present)) return pair;
  return { present: fresh.present, former: isSame(pair.present, fresh.former) ? pair.present : fresh.former };
}

const isSame = (a: Tally, b: Tally): boolean =>
  a.period.from === b.period.from && a.period.to === b.period.to;

/** Days wanted, the most pressing first: those of the period under way, then those of the one before. */
export const daysWanted = (
  slo: CalendarSlo,
  { pair }: Tallies,
  now: Timestamp,
  atMost: number,
): readonly { span: LedgerSpan; rank: number }[] =>
  [pair.present, pair.former].flatMap((tally, rank) =>
    daysAhead(slo.window, tally, now, atMost).map((span) => ({ span, rank })),
  );

function daysAhead(
  window: CalendarWindow,
  tally: Tally,
  now: Timestamp,
  atMost: number,
): readonly LedgerSpan[] {
  const days: LedgerSpan[] = [];
  let next = tally;
  while (days.length < atMost) {
    const day = nextDay(window, next, now);
    if (day === undefined) break;
    days.push(day);
    next = { ...next, through: day.until };
  }
  return days;
}

/** What a day holds for one SLO; undefined while nobody has said. */
export type DayCounts = (span: LedgerSpan) => ReadonlyMap<string, GroupTally> | undefined;

/** The tallies with all days that were answered. */
export const counted = (
  { window }: CalendarSlo,
  { about, pair }: Tallies,
  now: Timestamp,
  day: DayCounts,
): Tallies => ({
  about,
  pair: {
    present: countThrough(window, pair.present, now, day),
    former: countThrough(window, pair.former, now, day),
  },
});

function countThrough(window: CalendarWindow, tally: Tally, now: Timestamp, day: DayCounts): Tally {
  let next = tally;
  for (;;) {
    const span = nextDay(window, next, now);
    const found = span === undefined ? undefined : day(span);
    if (span === undefined || found === undefined) return next;
    next = countDay(next, span, found);
  }
}

export const isComplete = ({ window }: CalendarSlo, { present, former }: Pair, now: Timestamp): boolean =>
  nextDay(window, present, now) === undefined && nextDay(window, former, now) === undefined;
