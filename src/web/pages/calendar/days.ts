/** Days by the viewer's own clock. A day is written `2026-11-22`; it begins at midnight, whatever its length. */
export type Day = string;
export const views = ["month", "week"] as const;
export type View = (typeof views)[number];

const two = (part: number): string => String(part).padStart(2, "0");

export const dayOf = (date: Date): Day =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

const parts = (day: Day): [number, number, number] => {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return [year, month - 1, date];
};

/** Midnight of that day; the first moment of it where clocks skip midnight. */
export const midnight = (day: Day): Date => new Date(...parts(day));

/** Undefined for what is no day that there is. */
export function parseDay(text: string): Day | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  return dayOf(midnight(text)) === text ? text : undefined;
}

export function plusDays(day: Day, count: number): Day {
  const [year, month, date] = parts(day);
  // At noon no change of clocks moves a day into its neighbour.
  return dayOf(new Date(year, month, date + count, 12));
}

const weekday = (day: Day): number => (midnight(day).getDay() + 6) % 7;

export const mondayOf = (day: Day): Day => plusDays(day, -weekday(day));
export const firstOfMonth = (day: Day): Day => `${day.slice(0, 8)}01`;

/** As many days as the view shows: whole weeks from a Monday on. */
export function daysShown(view: View, from: Day): Day[] {
  const first = mondayOf(view === "month" ? firstOfMonth(from) : from);
  const month = from.slice(0, 7);
  const weeks = view === "week" ? 1 : plusDays(first, 35).slice(0, 7) === month ? 6 : 5;
  const count = view === "month" && plusDays(first, 28).slice(0, 7) !== month ? 28 : weeks * 7;
  return Array.from({ length: count }, (_, index) => plusDays(first, index));
}

/** The same day a month or a week further on or back; a month is shown from its first. */
export function moved(view: View, from: Day, by: 1 | -1): Day {
  if (view === "week") return plusDays(mondayOf(from), 7 * by);
  const [year, month] = parts(from);
  return dayOf(new Date(year, month + by, 1, 12));
}
