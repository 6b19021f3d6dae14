import { calendarUnits, calendarWindow, rollingWindow, weekdays, type Window } from "../../model/window.ts";
import { object, optional, required } from "./object.ts";
import { windowLength } from "./quantities.ts";
import { failed, located, refine, type Shape } from "./shape.ts";
import { timeZone, word } from "./texts.ts";

const calendarFields = {
  calendar: required(
    word(calendarUnits, "calendar window"),
    "The period whose budget is spent: week, month, quarter or year",
  ),
  timeZone: optional(timeZone, "IANA zone in whose midnights it begins and ends; UTC unless said"),
  weekStart: optional(
    located(word(weekdays, "day of the week")),
    "With which day a week begins; monday unless said",
  ),
};

const calendar: Shape<Window> = refine(
  object(calendarFields, "a calendar window"),
  (written, _node, report) => {
    const { calendar: unit, weekStart } = written;
    if (weekStart === undefined || unit === "week")
      return calendarWindow(unit, written.timeZone, weekStart?.value);
    const message = `a ${unit} begins with its first day, whichever day of the week that is`;
    report("conflicting-keys", written.keys.weekStart ?? weekStart.place, message, "remove `weekStart`");
    return failed;
  },
);

/** `30d`, or `{calendar: month, timeZone: Europe/Berlin}`. */
export const windowShape: Shape<Window> = {
  schema: { anyOf: [windowLength.schema, calendar.schema] },
  decode: (node, report) => {
    if (node.kind === "map") return calendar.decode(node, report);
    const unit = node.kind === "text" ? calendarUnits.find((each) => each === node.text) : undefined;
    if (unit !== undefined) {
      const message = `a calendar ${unit} is not written as a duration`;
      report("duration-shape", node.place, message, `write {calendar: ${unit}, timeZone: Europe/Berlin}`);
      return failed;
    }
    const length = windowLength.decode(node, report);
    return length === failed ? failed : rollingWindow(length);
  },
};
