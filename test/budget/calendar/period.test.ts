import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  dayAt,
  formerPeriod,
  ledgerSpanOf,
  periodAt,
  type Period,
} from "../../../src/budget/calendar/period.ts";
import { timestamp } from "../../../src/model/units.ts";
import { calendarUnits, calendarWindow, weekdays } from "../../../src/model/window.ts";

const at = (text: string) => timestamp(Date.parse(text) / 1_000);
const iso = ({ from, to }: Period) =>
  [from, to].map((each) => new Date(each * 1_000).toISOString().slice(0, 16)).join(" … ");
const hours = ({ from, to }: Period) => (to - from) / 3_600;
const berlin = (unit: (typeof calendarUnits)[number]) => calendarWindow(unit, "Europe/Berlin");
const newYork = (unit: (typeof calendarUnits)[number]) => calendarWindow(unit, "America/New_York");

describe("a period", () => {
  it("begins and ends at midnight of its zone", () => {
    expect(iso(periodAt(berlin("month"), at("2026-11-15T12:00Z")))).toBe(
      "2026-10-31T23:00 … 2026-11-30T23:00",
    );
    expect(iso(periodAt(newYork("quarter"), at("2026-07-01T03:59Z")))).toBe(
      "2026-04-01T04:00 … 2026-07-01T04:00",
    );
    expect(iso(periodAt(calendarWindow("year"), at("2026-11-15T12:00Z")))).toBe(
      "2026-01-01T00:00 … 2027-01-01T00:00",
    );
  });

  it("is an hour shorter in spring and an hour longer in autumn", () => {
    expect(hours(periodAt(berlin("month"), at("2026-03-15T12:00Z")))).toBe(31 * 24 - 1);
    expect(hours(periodAt(berlin("month"), at("2026-10-15T12:00Z")))).toBe(31 * 24 + 1);
    expect(hours(periodAt(newYork("month"), at("2026-11-15T12:00Z")))).toBe(30 * 24 + 1);
    expect(hours(periodAt(newYork("week"), at("2026-03-08T12:00Z")))).toBe(7 * 24 - 1);
  });

  it("holds the leap day", () => {
    expect(hours(periodAt(berlin("month"), at("2028-02-10T12:00Z")))).toBe(29 * 24);
    expect(hours(periodAt(calendarWindow("year"), at("2028-02-10T12:00Z")))).toBe(366 * 24);
  });

  it("of a week begins on the day that is asked for", () => {
    const week = (start: (typeof weekdays)[number]) =>
      iso(periodAt(calendarWindow("week", "UTC", start), at("2026-11-18T12:00Z"))).slice(0, 10);
    expect(week("monday")).toBe("2026-11-16");
    expect(week("sunday")).toBe("2026-11-15");
    expect(week("wednesday")).toBe("2026-11-18");
    expect(week("thursday")).toBe("2026-11-12");
  });

  it("is new from the very second on in which it begins", () => {
    const december = at("2026-12-01T00:00+01:00");
    expect(periodAt(berlin("month"), december).from).toBe(december);
    expect(periodAt(berlin("month"), timestamp(december - 0.001)).to).toBe(december);
  });
});

describe("a day", () => {
  it("has 23 or 25 hours where clocks change", () => {
    expect(hours(dayAt(berlin("month"), at("2026-03-29T12:00Z")))).toBe(23);
    expect(hours(dayAt(berlin("month"), at("2026-10-25T12:00Z")))).toBe(25);
    expect(hours(dayAt(newYork("month"), at("2026-11-01T12:00Z")))).toBe(25);
  });

  it("begins with its first moment where midnight does not exist", () => {
    // Clocks in Beirut go from midnight to one.
    const beirut = calendarWindow("month", "Asia/Beirut");
    expect(iso(dayAt(beirut, at("2026-03-29T12:00Z")))).toBe("2026-03-28T22:00 … 2026-03-29T21:00");
  });
});

const zones = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"];
const moments = fc.integer({ min: at("2009-01-01T00:00Z"), max: at("2040-01-01T00:00Z") }).map(timestamp);
const windows = fc
  .tuple(fc.constantFrom(...calendarUnits), fc.constantFrom(...zones), fc.constantFrom(...weekdays))
  .map((parts) => calendarWindow(...parts));

describe("periods", () => {
  it("follow each other without a gap, and each moment lies in one", () => {
    fc.assert(
      fc.property(windows, moments, (window, moment) => {
        const period = periodAt(window, moment);
        expect(period.from <= moment && moment < period.to).toBe(true);
        expect(formerPeriod(window, period).to).toBe(period.from);
        expect(periodAt(window, period.to).from).toBe(period.to);
      }),
    );
  });

  it("are whole days", () => {
    fc.assert(
      fc.property(windows, moments, (window, moment) => {
        const { from, to } = periodAt(window, moment);
        expect(dayAt(window, from).from).toBe(from);
        expect(dayAt(window, timestamp(to - 1)).to).toBe(to);
      }),
    );
  });

  it("own the samples that are stamped the evaluation delay after their edges", () => {
    expect(ledgerSpanOf({ from: timestamp(1_000), to: timestamp(2_000) })).toEqual({
      after: 1_030_000,
      until: 2_030_000,
    });
  });
});
