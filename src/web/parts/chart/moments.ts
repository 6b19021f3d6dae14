const viewersZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Day before month and 24 hours, whatever the browser's locale: a time is read the same on every screen. */
const formats = new Map<string, Intl.DateTimeFormat>();
function formatIn(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone });
  formats.set(key, known);
  return known;
}

const clock = { hour: "2-digit", minute: "2-digit" } as const;
const day = { day: "numeric", month: "short" } as const;
const year = { month: "short", year: "numeric" } as const;

const text = (at: number, zone: string, options: Intl.DateTimeFormatOptions): string =>
  formatIn(zone, options).format(at * 1_000);

/** `24 Nov, 14:05 (13:05 UTC)`: the viewer's zone, and UTC in brackets where it is another. */
export function momentText(at: number, zone: string = viewersZone): string {
  const own = text(at, zone, { ...day, ...clock });
  const utc = text(at, "UTC", { ...day, ...clock });
  if (own === utc) return `${own} UTC`;
  const [ownDay] = own.split(",");
  const [utcDay, utcClock = ""] = utc.split(",");
  return `${own} (${ownDay === utcDay ? utcClock.trim() : utc} UTC)`;
}

const hour = 3_600;
const dayLength = 86_400;

/** What an axis writes under its ticks: hours under a day apart, else days, and months where those are a year. */
export const tickTexts = (
  ticks: readonly number[],
  apart: number,
  zone: string = viewersZone,
): readonly string[] =>
  ticks.map((at) => {
    if (apart > 60 * dayLength) return text(at, zone, year);
    if (apart >= dayLength) return text(at, zone, day);
    const isMidnight = text(at, zone, clock) === "00:00";
    return isMidnight && apart >= hour / 12 ? text(at, zone, day) : text(at, zone, clock);
  });
