const hour = 3_600_000;
const day = 24 * hour;

/** The whole hour so many days from now. */
const inDays = (now: number, days: number): string =>
  new Date(Math.ceil((now + days * day) / hour) * hour).toISOString();

const window = (service: string, title: string, reason: string) => ({
  ...{ kind: "maintenance", service, environments: ["production"], title, reason },
});

/**
 * What a shop has before it for the next weeks, for the calendar to show: none of it lasts today, so that the demo's
 * alerts ring as ever. The upgrade spares the budget, and therefore waits for other people.
 */
export const windowsAhead = (now: number): readonly object[] => [
  {
    ...window("search", "rebuild of the index", "the index grows by a tenth each week"),
    schedule: {
      ...{ kind: "recurring", rrule: "FREQ=WEEKLY", length: "90m", timeZone: "Etc/UTC" },
      start: inDays(now, 2).slice(0, 16),
    },
  },
  {
    ...window("database", "upgrade to the next version", "the present one is out of support in a month"),
    schedule: { kind: "once", from: inDays(now, 3), to: inDays(now, 3.125) },
    acts: { budget: "drop" },
  },
  {
    ...window("checkout", "stock-taking", "prices must not move while everything is counted"),
    schedule: { kind: "once", from: inDays(now, 5), to: inDays(now, 6) },
    acts: { alerts: false, gate: "closed" },
  },
];
