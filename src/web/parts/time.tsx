import { formatSpan } from "../../model/wording.ts";
import { useNow } from "./now.ts";

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
// The page speaks English: its dates do as well, day first and by twenty-four hours, whatever the browser prefers.
const local = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });
const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "short" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

const utc = (date: Date): string => `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** `28 Nov 2026, 14:02 (2026-11-28 13:02 UTC)`: the viewer's zone, and UTC for those elsewhere. */
export const absolute = (iso: string): string => {
  const date = new Date(iso);
  return zone === "UTC" ? utc(date) : `${local.format(date)} (${utc(date)})`;
};

/** `14:02` of today and of any other day: where the day is said elsewhere. */
export const clockTime = (iso: string): string => clock.format(new Date(iso));

/** `14:02` today, `24 Nov` before and after. */
export const briefly = (iso: string): string => {
  const date = new Date(iso);
  return date.toDateString() === new Date().toDateString() ? clock.format(date) : day.format(date);
};

export const agoText = (iso: string, now = Date.now()): string => {
  const seconds = (now - Date.parse(iso)) / 1_000;
  return seconds >= 0 ? `${formatSpan(seconds)} ago` : `in ${formatSpan(-seconds)}`;
};

/** Relative to read, absolute to hover over and to copy. */
export function Time({ at, brief = false }: { at: string; brief?: boolean }) {
  // The clock of the page is coarse: what has just been read is not in its future.
  const now = Math.max(useNow(), Math.min(Date.now(), Date.parse(at)));
  return (
    <time dateTime={at} title={absolute(at)}>
      {brief ? briefly(at) : agoText(at, now)}
    </time>
  );
}
