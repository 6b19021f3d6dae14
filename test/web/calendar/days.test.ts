import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  dayOf,
  daysShown,
  midnight,
  mondayOf,
  moved,
  parseDay,
  plusDays,
} from "../../../src/web/pages/calendar/days.ts";

const someDay = fc.integer({ min: -3_000, max: 12_000 }).map((days) => plusDays("2020-01-01", days));

describe("days", () => {
  it("are read as they are written, and only when there is such a day", () => {
    expect(parseDay("2026-02-28")).toBe("2026-02-28");
    for (const text of ["2026-02-29", "2026-13-01", "26-1-1", "tomorrow", ""])
      expect(parseDay(text)).toBeUndefined();
  });

  it("follow one another whatever the clocks do", () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: -400, max: 400 }), (day, count) => {
        expect(plusDays(plusDays(day, count), -count)).toBe(day);
        expect(dayOf(midnight(day))).toBe(day);
        expect(midnight(mondayOf(day)).getDay()).toBe(1);
      }),
    );
  });
});

describe("what a view shows", () => {
  it("is whole weeks from a Monday on, with the whole month in it and no week without it", () => {
    fc.assert(
      fc.property(someDay, (day) => {
        const days = daysShown("month", day);
        const month = day.slice(0, 7);
        const inMonth = days.filter((each) => each.startsWith(month));
        expect(days.length % 7).toBe(0);
        expect(midnight(days[0]!).getDay()).toBe(1);
        expect(inMonth[0]).toBe(`${month}-01`);
        expect(plusDays(inMonth.at(-1)!, 1).startsWith(month)).toBe(false);
        expect(days.slice(0, 7).some((each) => each.startsWith(month))).toBe(true);
        expect(days.slice(-7).some((each) => each.startsWith(month))).toBe(true);
      }),
    );
  });

  it("moves by a month or a week", () => {
    expect(moved("month", "2026-01-31", 1)).toBe("2026-02-01");
    expect(moved("month", "2026-01-31", -1)).toBe("2025-12-01");
    expect(moved("week", "2026-11-28", 1)).toBe("2026-11-30");
    expect(daysShown("week", "2026-11-28")).toHaveLength(7);
  });
});
