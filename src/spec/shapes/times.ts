import { parseClock } from "../../model/experiment.ts";
import { quoteShort } from "../yaml/nodes.ts";
import { failed, refine, type Shape } from "./shape.ts";
import { text } from "./texts.ts";

/** A time of day by the clock, `09:30`, in minutes after midnight; `24:00` is the end of the day. */
export const clockTime: Shape<number> = refine(
  text,
  (value, node, report) => {
    const minutes = parseClock(value);
    if (minutes !== undefined) return minutes;
    report(
      "clock-time",
      node.place,
      `${quoteShort(value)} is no time of day`,
      "write hours and minutes: '09:30'",
    );
    return failed;
  },
  { type: "string", pattern: "^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$" },
);

const written = /^\d{4}-\d{2}-\d{2}$/;

/** A day of the calendar that exists: `2026-12-24`. */
export const calendarDate: Shape<string> = refine(
  text,
  (value, node, report) => {
    const date = new Date(`${value}T00:00:00Z`);
    if (written.test(value) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value))
      return value;
    report("calendar-date", node.place, `${quoteShort(value)} is no date`, "write a day such as 2026-12-24");
    return failed;
  },
  { type: "string", format: "date" },
);
