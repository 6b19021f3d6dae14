/** What stands in the calendar. `no-experiments`: a day that a policy keeps free of them. */
export const calendarKinds = [
  "maintenance",
  "known-issue",
  "exception",
  "experiment",
  "no-experiments",
] as const;
export type CalendarKind = (typeof calendarKinds)[number];
