import { formatDuration } from "./durations.ts";
import { seconds, type Seconds } from "./units.ts";

export const calendarUnits = ["week", "month", "quarter", "year"] as const;
export type CalendarUnit = (typeof calendarUnits)[number];

/** In ISO order: Monday is the first day of the week, number 1. */
export const weekdays = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;
export type Weekday = (typeof weekdays)[number];

/** The last days, whenever one looks. */
export interface RollingWindow {
  kind: "rolling";
  length: Seconds;
}

/** The week, month, quarter or year that is under way in a time zone: its budget is whole again when the next begins. */
export interface CalendarWindow {
  kind: "calendar";
  unit: CalendarUnit;
  /** IANA name. */
  timeZone: string;
  /** With which day a week begins; of no meaning for the other units. */
  weekStart: Weekday;
  /** Nominal, since months and quarters differ: what factors of alert tiers and rules of thumb go by. */
  length: Seconds;
}

export type Window = RollingWindow | CalendarWindow;

const day = 86_400;

/** 7, 30, 90 or 365 days. */
export const nominalLength: Readonly<Record<CalendarUnit, Seconds>> = {
  week: seconds(7 * day),
  month: seconds(30 * day),
  quarter: seconds(90 * day),
  year: seconds(365 * day),
};

/** The longest that there is, a leap year and the hour that autumn adds included. */
const longestOf: Readonly<Record<CalendarUnit, Seconds>> = {
  week: seconds(7 * day + 3_600),
  month: seconds(31 * day + 3_600),
  quarter: seconds(92 * day + 3_600),
  year: seconds(366 * day),
};

export const calendarWindow = (
  unit: CalendarUnit,
  timeZone = "UTC",
  weekStart: Weekday = "monday",
): CalendarWindow => ({
  kind: "calendar",
  unit,
  timeZone,
  weekStart: unit === "week" ? weekStart : "monday",
  length: nominalLength[unit],
});

export const rollingWindow = (length: Seconds): RollingWindow => ({ kind: "rolling", length });

/** How far back the window can reach. */
export const longestLength = (window: Window): Seconds =>
  window.kind === "rolling" ? window.length : longestOf[window.unit];

/** As a word before "budget": `30d`, `month`. */
export const windowWord = (window: Window): string =>
  window.kind === "rolling" ? formatDuration(window.length) : window.unit;

/** Everything that makes it another window: `30d`, `month (Europe/Berlin)`, `week from sunday (UTC)`. */
export function windowText(window: Window): string {
  if (window.kind === "rolling") return formatDuration(window.length);
  const start = window.weekStart === "monday" ? "" : ` from ${window.weekStart}`;
  return `${window.unit}${start} (${window.timeZone})`;
}

/** As a stretch of time that an objective or a sum is over: `30d`, `a calendar month (Europe/Berlin)`. */
export const windowPhrase = (window: Window): string =>
  window.kind === "rolling" ? windowText(window) : `a calendar ${windowText(window)}`;
