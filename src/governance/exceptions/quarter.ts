import { timestamp, type Timestamp } from "../../model/units.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-US", { timeZone, year: "numeric", month: "numeric" });
  formats.set(timeZone, made);
  return made;
}

/** The calendar quarter in which a moment lies in a zone: `2026-Q4`. */
export function quarterOf(at: Timestamp, timeZone: string): string {
  const parts = formatOf(timeZone).formatToParts(new Date(at * 1_000));
  const part = (type: "year" | "month") => Number(parts.find((each) => each.type === type)?.value);
  return `${part("year")}-Q${Math.ceil(part("month") / 3)}`;
}

const longestQuarter = 93 * 86_400;

/** The first whole second of the next quarter. */
export function endOfQuarter(at: Timestamp, timeZone: string): Timestamp {
  const quarter = quarterOf(at, timeZone);
  let inside = Math.floor(at);
  let beyond = inside + longestQuarter;
  while (beyond - inside > 1) {
    const middle = Math.floor((inside + beyond) / 2);
    if (quarterOf(timestamp(middle), timeZone) === quarter) inside = middle;
    else beyond = middle;
  }
  return timestamp(beyond);
}
