import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  nextOccurrence,
  occurrenceAt,
  occurrencesOf,
} from "../../../src/governance/windows/schedule/occurrences.ts";
import type { WindowSchedule } from "../../../src/governance/windows/window.ts";
import { timestamp } from "../../../src/model/units.ts";
import { at, duration, iso } from "./windows.ts";

const recurring = (rrule: string, start: string, timeZone: string, length = "1h"): WindowSchedule => ({
  kind: "recurring",
  rrule,
  start,
  timeZone,
  length: duration(length),
});

const between = (schedule: WindowSchedule, from: string, to: string): string[] =>
  occurrencesOf(schedule, at(from), at(to)).map((each) => `${iso(each.from)} ${iso(each.to)}`);

describe("a recurring window in Europe/Berlin", () => {
  it("keeps its wall-clock start in the week in which clocks go forward", () => {
    const nightly = recurring("FREQ=DAILY", "2026-03-27T04:00", "Europe/Berlin");
    expect(between(nightly, "2026-03-28T00:00:00Z", "2026-03-31T00:00:00Z")).toEqual([
      "2026-03-28T03:00:00Z 2026-03-28T04:00:00Z",
      "2026-03-29T02:00:00Z 2026-03-29T03:00:00Z",
      "2026-03-30T02:00:00Z 2026-03-30T03:00:00Z",
    ]);
  });

  it("keeps its wall-clock start in the week in which clocks go back", () => {
    const weekly = recurring("FREQ=WEEKLY;BYDAY=SU", "2026-10-18T04:00", "Europe/Berlin");
    expect(between(weekly, "2026-10-18T00:00:00Z", "2026-11-02T00:00:00Z")).toEqual([
      "2026-10-18T02:00:00Z 2026-10-18T03:00:00Z",
      "2026-10-25T03:00:00Z 2026-10-25T04:00:00Z",
      "2026-11-01T03:00:00Z 2026-11-01T04:00:00Z",
    ]);
  });

  it("is left out on the day that has no such time, and is back on the next", () => {
    const nightly = recurring("FREQ=DAILY", "2026-03-27T02:30", "Europe/Berlin");
    expect(between(nightly, "2026-03-28T00:00:00Z", "2026-03-31T00:00:00Z")).toEqual([
      "2026-03-28T01:30:00Z 2026-03-28T02:30:00Z",
      "2026-03-30T00:30:00Z 2026-03-30T01:30:00Z",
    ]);
  });

  it("begins once, at the earlier of both, on the day that has its time twice", () => {
    const nightly = recurring("FREQ=DAILY", "2026-10-24T02:30", "Europe/Berlin");
    expect(between(nightly, "2026-10-24T12:00:00Z", "2026-10-26T12:00:00Z")).toEqual([
      "2026-10-25T00:30:00Z 2026-10-25T01:30:00Z",
      "2026-10-26T01:30:00Z 2026-10-26T02:30:00Z",
    ]);
  });

  it("lasts as long as it says, whatever clocks do meanwhile", () => {
    const long = recurring("FREQ=DAILY", "2026-10-24T23:00", "Europe/Berlin", "6h");
    expect(between(long, "2026-10-24T12:00:00Z", "2026-10-25T06:00:00Z")).toEqual([
      "2026-10-24T21:00:00Z 2026-10-25T03:00:00Z",
    ]);
  });
});

describe("a recurring window in America/New_York", () => {
  it("keeps its wall-clock start in both weeks in which clocks change", () => {
    const nightly = recurring("FREQ=DAILY", "2026-03-01T22:00", "America/New_York");
    expect(between(nightly, "2026-03-08T00:00:00Z", "2026-03-10T00:00:00Z")).toEqual([
      "2026-03-08T03:00:00Z 2026-03-08T04:00:00Z",
      "2026-03-09T02:00:00Z 2026-03-09T03:00:00Z",
    ]);
    expect(between(nightly, "2026-11-01T00:00:00Z", "2026-11-03T00:00:00Z")).toEqual([
      "2026-11-01T02:00:00Z 2026-11-01T03:00:00Z",
      "2026-11-02T03:00:00Z 2026-11-02T04:00:00Z",
    ]);
  });

  it("is left out in the gap and begins once in the fold", () => {
    const gap = recurring("FREQ=DAILY", "2026-03-06T02:30", "America/New_York");
    expect(between(gap, "2026-03-07T12:00:00Z", "2026-03-09T12:00:00Z")).toEqual([
      "2026-03-09T06:30:00Z 2026-03-09T07:30:00Z",
    ]);
    const fold = recurring("FREQ=DAILY", "2026-10-30T01:30", "America/New_York");
    expect(between(fold, "2026-11-01T00:00:00Z", "2026-11-02T12:00:00Z")).toEqual([
      "2026-11-01T05:30:00Z 2026-11-01T06:30:00Z",
      "2026-11-02T06:30:00Z 2026-11-02T07:30:00Z",
    ]);
  });
});

describe("a rule", () => {
  it("without an end is asked for a stretch of time and answers for that alone", () => {
    const forever = recurring("FREQ=DAILY", "2026-01-01T02:00", "UTC");
    expect(between(forever, "2046-06-01T00:00:00Z", "2046-06-02T00:00:00Z")).toEqual([
      "2046-06-01T02:00:00Z 2046-06-01T03:00:00Z",
    ]);
  });

  it("ends after COUNT occurrences, and at UNTIL", () => {
    const counted = recurring("FREQ=DAILY;COUNT=2", "2026-11-01T02:00", "UTC");
    expect(between(counted, "2026-10-01T00:00:00Z", "2027-01-01T00:00:00Z")).toHaveLength(2);
    expect(nextOccurrence(counted, at("2026-11-02T02:00:00Z"))).toBeUndefined();
    const until = recurring("FREQ=DAILY;UNTIL=20261103T020000Z", "2026-11-01T02:00", "UTC");
    expect(between(until, "2026-10-01T00:00:00Z", "2027-01-01T00:00:00Z")).toHaveLength(3);
  });

  it("has the third Thursday of a month, and the last day of one", () => {
    const third = recurring("FREQ=MONTHLY;BYDAY=3TH", "2026-11-01T20:00", "UTC");
    expect(between(third, "2026-11-01T00:00:00Z", "2026-12-31T00:00:00Z")).toEqual([
      "2026-11-19T20:00:00Z 2026-11-19T21:00:00Z",
      "2026-12-17T20:00:00Z 2026-12-17T21:00:00Z",
    ]);
    const last = recurring("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-11-01T20:00", "UTC");
    expect(between(last, "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z")).toEqual([
      "2026-11-30T20:00:00Z 2026-11-30T21:00:00Z",
    ]);
  });
});

describe("an occurrence", () => {
  const once: WindowSchedule = {
    kind: "once",
    from: at("2026-11-22T13:00:00Z"),
    to: at("2026-11-22T15:00:00Z"),
  };
  const nightly = recurring("FREQ=DAILY", "2026-11-01T13:00", "UTC", "2h");

  it.each([
    ["once", once],
    ["recurring", nightly],
  ])("of a %s window runs from its first moment to just before its last", (_, schedule) => {
    const runs = (text: string) => occurrenceAt(schedule, at(text)) !== undefined;
    expect(runs("2026-11-22T12:59:59Z")).toBe(false);
    expect(runs("2026-11-22T13:00:00Z")).toBe(true);
    expect(runs("2026-11-22T14:59:59Z")).toBe(true);
    expect(runs("2026-11-22T15:00:00Z")).toBe(false);
  });

  it("is found by its own hours whichever stretch it is asked in", () => {
    const day = fc.integer({ min: 0, max: 200 * 86_400 });
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 20 * 86_400 }), (offset, length) => {
        const from = timestamp(at("2026-11-05T00:00:00Z") + offset);
        const to = timestamp(from + length);
        const found = occurrencesOf(nightly, from, to);
        expect(found.every((each) => each.from < to && each.to > from)).toBe(true);
        // Every day has one: those that overlap are as many as starts between from − 2h and to.
        const first = at("2026-11-01T13:00:00Z");
        const starts = Math.ceil((to - first) / 86_400) - (Math.floor((from - 7200 - first) / 86_400) + 1);
        expect(found).toHaveLength(starts);
      }),
    );
  });
});
