import { RRuleTemporal } from "rrule-temporal";
import { Temporal } from "temporal-polyfill";
import { formatDuration } from "../../../model/durations.ts";
import { seconds, timestamp, type Timestamp } from "../../../model/units.ts";
import type { WindowSchedule } from "../window.ts";
import { grammarProblem } from "./grammar.ts";
import { nextOccurrence } from "./occurrences.ts";
import { firstStart, isInGap, startsOf, type RecurringSchedule } from "./rule.ts";

/** What is wrong with one field of what was asked for, and what would be right. */
export interface FieldProblem {
  field: string;
  message: string;
}

const minute = 60;
const day = 86_400;

/** Shorter than a scrape or two and no Prometheus would see the mask; longer than this is no maintenance. */
export const shortestOccurrence = seconds(minute);
export const longestOccurrence = seconds(30 * day);
/** How far from now a window may begin: what is further away is asked for when it comes nearer. */
export const furthestStart = seconds(400 * day);

/** Everything that is wrong with a schedule; the fields are named from `schedule.` on. */
export function checkSchedule(schedule: WindowSchedule, now: Timestamp): readonly FieldProblem[] {
  return schedule.kind === "once" ? checkOnce(schedule, now) : checkRecurring(schedule, now);
}

const problem = (field: string, message: string): FieldProblem => ({ field: `schedule.${field}`, message });

function checkOnce(
  { from, to }: Extract<WindowSchedule, { kind: "once" }>,
  now: Timestamp,
): readonly FieldProblem[] {
  if (!Number.isFinite(from) || !Number.isFinite(to)) return [problem("from", "give two moments in time")];
  if (to <= from) return [problem("to", "it ends before it begins: give a later end")];
  if (to <= now)
    return [
      problem(
        "to",
        "it is over already: a correction takes past time out of the budget; to end it now, cancel",
      ),
    ];
  return [...checkLength("to", to - from), ...checkStart("from", from, now)];
}

function checkLength(field: string, length: number): readonly FieldProblem[] {
  if (length >= shortestOccurrence && length <= longestOccurrence) return [];
  const bounds = `${formatDuration(shortestOccurrence)} to ${formatDuration(longestOccurrence)}`;
  return [problem(field, `one occurrence lasts from ${bounds}, not ${length} s: split or shorten it`)];
}

const checkStart = (field: string, at: number, now: Timestamp): readonly FieldProblem[] =>
  Math.abs(at - now) <= furthestStart
    ? []
    : [problem(field, `begins more than ${formatDuration(furthestStart)} from now: give a nearer start`)];

function checkRecurring(schedule: RecurringSchedule, now: Timestamp): readonly FieldProblem[] {
  const first = [
    ...checkLength("length", schedule.length),
    ...checkZone(schedule),
    ...(grammarProblem(schedule.rrule) ?? []).map((message) => problem("rrule", message)),
  ];
  if (first.length > 0) return first;
  const start = firstStart(schedule).epochMilliseconds / 1000;
  const second = checkStart("start", start, now);
  return second.length > 0 ? second : checkStarts(schedule, now);
}

function checkZone(schedule: RecurringSchedule): readonly FieldProblem[] {
  const { start, timeZone } = schedule;
  if (!isZone(timeZone))
    return [problem("timeZone", `${JSON.stringify(timeZone)} is no IANA time zone, such as Europe/Berlin`)];
  if (!isLocalTime(start))
    return [
      problem(
        "start",
        `${JSON.stringify(start)} is no local date and time, such as 2026-11-01T02:00, without a zone`,
      ),
    ];
  if (!isInGap(schedule)) return [];
  return [
    problem("start", `${start} does not exist in ${timeZone}: clocks went forward over it; choose another`),
  ];
}

/** Offsets such as +02:00 are no zones: they know no daylight saving. */
function isZone(timeZone: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/.test(timeZone)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
    return true;
  } catch {
    return false;
  }
}

function isLocalTime(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text)) return false;
  try {
    Temporal.PlainDateTime.from(text, { overflow: "reject" });
    return true;
  } catch {
    return false;
  }
}

/** What only the rule's own dates can tell: that it ever occurs, still occurs, and ends before it begins again. */
function checkStarts(schedule: RecurringSchedule, now: Timestamp): readonly FieldProblem[] {
  const forbidden = strictly(schedule);
  if (forbidden !== undefined) return [problem("rrule", forbidden)];
  const first = firstOf(schedule);
  if (first === undefined) return [problem("rrule", neverOccurs)];
  if (nextOccurrence(schedule, timestamp(now - schedule.length)) === undefined)
    return [problem("rrule", "its last occurrence is over already")];
  const starts = startsFrom(schedule, first);
  const distances = starts.slice(1).map((start, index) => start - (starts[index] ?? start));
  const shortest = seconds(Math.min(...distances));
  if (shortest >= schedule.length) return [];
  const apart = formatDuration(shortest);
  return [problem("length", `occurrences begin ${apart} apart at times: one lasts ${apart} at most`)];
}

const neverOccurs = "does not occur within five years of its start: is there such a date?";
const fiveYears = 1827 * day;

/** The first start of all, if it is near. The library gives up with an error, here after some five years of days. */
function firstOf(schedule: RecurringSchedule): number | undefined {
  const dtstart = firstStart(schedule);
  const begin = dtstart.epochMilliseconds;
  try {
    const rule = new RRuleTemporal({ rruleString: schedule.rrule, dtstart, maxIterations: 2_000 });
    const first = rule.next(new Date(begin), true)?.epochMilliseconds;
    return first === undefined || first > begin + fiveYears * 1000 ? undefined : first / 1000;
  } catch {
    return undefined;
  }
}

/** Of more than a year; of rules that begin many times a day the first weeks show all there is. */
function startsFrom(schedule: RecurringSchedule, first: number): readonly number[] {
  const within = (span: number): readonly number[] =>
    startsOf(schedule)
      .between(new Date(first * 1000), new Date((first + span) * 1000), true)
      .map(({ epochMilliseconds }) => epochMilliseconds / 1000);
  const weeks = within(60 * day);
  return weeks.length > 200 ? weeks : within(furthestStart);
}

/** Parts that RFC 5545 does not allow together, in the words of the library. */
function strictly(schedule: RecurringSchedule): string | undefined {
  try {
    new RRuleTemporal({ rruleString: schedule.rrule, dtstart: firstStart(schedule), strict: true });
    return undefined;
  } catch (error) {
    return `RFC 5545 does not allow it: ${error instanceof Error ? error.message : String(error)}`;
  }
}
