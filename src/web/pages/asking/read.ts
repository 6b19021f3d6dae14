import { tidy } from "../../../model/units.ts";

/** What stands in forms, read as the API takes it, and the other way round. */

/** What `datetime-local` holds, in the viewer's zone, as the API takes it; what is no time stays as it is. */
export const momentOf = (local: string): string => {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? local : at.toISOString();
};

/** A moment of the API as `datetime-local` shows it, to the minute. */
export function localMinute(at: Date): string {
  const two = (part: number): string => String(part).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** A whole hour from now, as `datetime-local` shows it. */
export function localHour(hours: number, now = new Date()): string {
  const at = new Date(now.getTime() + hours * 3_600_000);
  at.setMinutes(0, 0, 0);
  return localMinute(at);
}

/** A moment that stands in a form as it was read keeps the seconds that the form does not show. */
export const keptMoment = (local: string, read: string | undefined): string =>
  read !== undefined && localMinute(new Date(read)) === local ? read : momentOf(local);

/** `2 %`, `2`, `2.5%` → 0.02, 0.02, 0.025; undefined for what is empty, NaN for what is no number. */
export const shareOf = (percent: string): number | undefined => {
  const text = percent.replace("%", "").trim();
  return text === "" ? undefined : Number(text) / 100;
};

/** One link or name a line. */
export const linesOf = (text: string): string[] =>
  text
    .split(/[\n,]/)
    .map((each) => each.trim())
    .filter((each) => each !== "");

/** One link a line: a link may hold a comma, and never a space. */
export const linksOf = (text: string): string[] => text.split(/\s+/).filter((each) => each !== "");

/** 0.025 → `2.5`, to the last digit, as it can be read again. */
export const percentText = (share: number): string => String(tidy(share * 100));
