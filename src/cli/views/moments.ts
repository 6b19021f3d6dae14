import { formatSpan } from "../../model/wording.ts";

const clock = (at: Date, timeZone?: string): string =>
  at.toLocaleTimeString("en-GB", { ...(timeZone !== undefined && { timeZone }), hour12: false });

const day = (at: Date, timeZone?: string): string =>
  at.toLocaleDateString("en-GB", {
    ...(timeZone !== undefined && { timeZone }),
    day: "numeric",
    month: "short",
  });

const isUtc = (at: Date): boolean => at.getTimezoneOffset() === 0;

/** A moment of today in the viewer's zone, UTC in brackets: `15:02:10 (14:02:10 UTC)`. */
export function timeOfDay(text: string): string {
  const at = new Date(text);
  return isUtc(at) ? `${clock(at, "UTC")} UTC` : `${clock(at)} (${clock(at, "UTC")} UTC)`;
}

/** Any moment, to the minute: `28 Nov 15:02`, with UTC in brackets where that differs. */
export function dayAndTime(text: string): string {
  const at = new Date(text);
  const minutes = (zone?: string) => clock(at, zone).slice(0, 5);
  const utc = `${minutes("UTC")} UTC`;
  return isUtc(at) ? `${day(at, "UTC")} ${utc}` : `${day(at)} ${minutes()} (${utc})`;
}

/** `12 s ago` */
export const ago = (age: number): string => `${formatSpan(age)} ago`;
