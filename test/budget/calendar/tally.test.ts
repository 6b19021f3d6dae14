import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ledgerSpanOf, periodAt } from "../../../src/budget/calendar/period.ts";
import { countDay, nextDay, openPart, openTally } from "../../../src/budget/calendar/tally.ts";
import { timestamp, type Timestamp } from "../../../src/model/units.ts";
import { calendarUnits, calendarWindow } from "../../../src/model/window.ts";

const at = (text: string): Timestamp => timestamp(Date.parse(text) / 1_000);
const month = calendarWindow("month", "Europe/Berlin");
const one = new Map([["", { group: {}, count: { bad: 1, total: 2, samples: 3 } }]]);

describe("a tally of days", () => {
  it("asks for a day once it is over and nothing of it can still come", () => {
    const tally = openTally(periodAt(month, at("2026-11-01T12:00Z")));
    const first = nextDay(month, tally, at("2026-11-01T23:10:30Z"));
    expect(nextDay(month, tally, at("2026-11-01T23:10:29Z"))).toBeUndefined();
    expect(first).toEqual({
      after: Date.parse("2026-10-31T23:00:30Z"),
      until: Date.parse("2026-11-01T23:00:30Z"),
    });
  });

  it("adds the day up and goes on with the next", () => {
    const tally = openTally(periodAt(month, at("2026-11-05T12:00Z")));
    const now = at("2026-11-03T12:00Z");
    const first = nextDay(month, tally, now)!;
    const counted = countDay(countDay(tally, first, one), { ...first, until: first.until + 86_400_000 }, one);
    expect(counted.groups.get("")?.count).toEqual({ bad: 2, total: 4, samples: 6 });
    expect(openPart(counted, now)).toEqual({
      after: Date.parse("2026-11-02T23:00:30Z"),
      until: Date.parse("2026-11-03T12:00:00Z"),
    });
  });

  it("has no open part before the ledger can tell of the period", () => {
    const begin = at("2026-11-01T00:00+01:00");
    expect(openPart(openTally(periodAt(month, begin)), begin)).toBeUndefined();
  });

  it("covers the period from edge to edge, each day once, whatever clocks do", () => {
    const zones = fc.constantFrom("Europe/Berlin", "America/New_York", "Australia/Lord_Howe");
    const moments = fc.integer({ min: at("2020-01-01T00:00Z"), max: at("2030-01-01T00:00Z") });
    fc.assert(
      fc.property(fc.constantFrom(...calendarUnits), zones, moments, (unit, zone, moment) => {
        const window = calendarWindow(unit, zone);
        const period = periodAt(window, timestamp(moment));
        const later = timestamp(period.to + 86_400);
        let tally = openTally(period);
        for (;;) {
          const day = nextDay(window, tally, later);
          if (day === undefined) break;
          expect(day.after).toBe(tally.through);
          expect((day.until - day.after) / 3_600_000).toBeGreaterThanOrEqual(23);
          expect((day.until - day.after) / 3_600_000).toBeLessThanOrEqual(25);
          tally = countDay(tally, day, one);
        }
        expect(tally.through).toBe(ledgerSpanOf(period).until);
        expect(openPart(tally, later)).toBeUndefined();
      }),
      { numRuns: 40 },
    );
  });
});
