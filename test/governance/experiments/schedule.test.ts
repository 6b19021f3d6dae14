import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeSchedule, nextSpan } from "../../../src/governance/experiments/schedule.ts";
import type { ExperimentSchedule } from "../../../src/model/experiment.ts";
import { timestamp } from "../../../src/model/units.ts";
import { weekdays } from "../../../src/model/window.ts";

const at = (text: string) => timestamp(Date.parse(text) / 1_000);
const iso = (moment: number) => new Date(moment * 1_000).toISOString().slice(0, 16);
const schedule = (changes: Partial<ExperimentSchedule> = {}): ExperimentSchedule => ({
  timeZone: "Europe/Berlin",
  days: ["monday", "tuesday", "wednesday", "thursday"],
  from: 600,
  to: 960,
  excluded: [],
  ...changes,
});
const next = (changes: Partial<ExperimentSchedule>, now: string) => {
  const span = nextSpan(schedule(changes), at(now));
  return span && [iso(span.from), iso(span.to)];
};

describe("the hours of experiments", () => {
  it("are by the clocks of the zone, summer and winter", () => {
    expect(next({}, "2026-11-23T09:30:00Z")).toEqual(["2026-11-23T09:00", "2026-11-23T15:00"]);
    expect(next({}, "2026-07-06T05:00:00Z")).toEqual(["2026-07-06T08:00", "2026-07-06T14:00"]);
  });

  it("leave out other days and the dates that are excluded", () => {
    expect(next({}, "2026-11-26T15:00:00Z")).toEqual(["2026-11-30T09:00", "2026-11-30T15:00"]);
    expect(next({ excluded: ["2026-11-24"] }, "2026-11-23T15:00:00Z")).toEqual([
      "2026-11-25T09:00",
      "2026-11-25T15:00",
    ]);
  });

  it("may last to the end of the day", () => {
    expect(next({ from: 0, to: 1_440 }, "2026-11-23T12:00:00Z")).toEqual([
      "2026-11-22T23:00",
      "2026-11-23T23:00",
    ]);
  });

  it("are as long as the day's clock says on the days on which clocks change", () => {
    const sunday = { days: ["sunday"] as const, from: 60, to: 240 };
    expect(next(sunday, "2026-03-28T12:00:00Z")).toEqual(["2026-03-29T00:00", "2026-03-29T02:00"]);
    expect(next(sunday, "2026-10-24T12:00:00Z")).toEqual(["2026-10-24T23:00", "2026-10-25T03:00"]);
  });

  it("are never where every day is excluded", () => {
    const days = Array.from({ length: 70 }, (_, day) =>
      iso(at("2026-11-23T12:00:00Z") + day * 86_400).slice(0, 10),
    );
    expect(next({ excluded: days }, "2026-11-23T09:30:00Z")).toBeUndefined();
  });

  it("are said in words", () => {
    expect(describeSchedule(schedule())).toBe("Mon, Tue, Wed, Thu from 10:00 to 16:00 (Europe/Berlin)");
  });

  it("never begin after they end, and never end before now, whatever the schedule", () => {
    fc.assert(
      fc.property(
        fc.subarray([...weekdays], { minLength: 1 }),
        fc.integer({ min: 0, max: 1_439 }),
        fc.integer({ min: 1, max: 1_440 }),
        fc.integer({ min: 1_767_225_600, max: 1_798_761_600 }),
        (days, from, length, now) => {
          const span = nextSpan(
            schedule({ days, from, to: Math.min(from + length, 1_440) }),
            timestamp(now),
          )!;
          expect(span.to).toBeGreaterThan(now);
          expect(span.to).toBeGreaterThanOrEqual(span.from);
        },
      ),
    );
  });
});
