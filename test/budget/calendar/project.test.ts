import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  coverageSoFar,
  elapsedOf,
  expectedSoFar,
  formerPaceOf,
  sumPeriod,
} from "../../../src/budget/calendar/project.ts";
import { seconds, timestamp } from "../../../src/model/units.ts";
import { calendarWindow } from "../../../src/model/window.ts";
import { duration, objective, slo } from "../../support/slos.ts";

const day = 86_400;
const november = { from: timestamp(0), to: timestamp(30 * day) };
/** So long after the period began, by the ledger, which is the evaluation delay behind. */
const after = (time: number) => timestamp(time + 30);
const monthly = slo({ window: calendarWindow("month") });
const whole = { coverage: 1 };

describe("the budget of a calendar period", () => {
  it("is a share of what the whole period will hold at the former one's pace", () => {
    // 10 days of 100 a second were seen, 20 days of 50 a second are to come: 172.8 million, of which 0.1 % may be bad.
    const soFar = { bad: 43_200, total: 86_400_000, ...whole };
    const sum = sumPeriod(monthly, soFar, { ...november, formerPace: 50 }, after(10 * day));
    expect(sum.period).toMatchObject({ promised: 172_800_000, basis: "former", pace: 50, elapsed: 10 * day });
    expect(sum.consumed).toBeCloseTo(0.25, 12);
    expect(sum.period?.toDate).toBeCloseTo(0.5, 12);
    expect(sum.spent).toBe(sum.consumed);
  });

  it("goes on at the pace so far where nothing is known of the former period", () => {
    const sum = sumPeriod(monthly, { bad: 864, total: 864_000, ...whole }, november, after(day));
    expect(sum.period).toMatchObject({ promised: 30 * 864_000, basis: "pace", pace: 10 });
    expect(sum.consumed).toBeCloseTo(864 / 25_920, 12);
  });

  it("weighs the first bad hour as an hour of a month", () => {
    const outage = { bad: 36_000, total: 36_000, ...whole };
    const sum = sumPeriod(monthly, outage, { ...november, formerPace: 10 }, after(3_600));
    expect(sum.period?.toDate).toBe(1_000);
    expect(sum.consumed).toBeCloseTo(1 / 720 / 0.001, 9);
  });

  it("counts what was missed as traffic like the seen, without errors", () => {
    const half = { bad: 100, total: 432_000, coverage: 0.5 };
    const sum = sumPeriod(monthly, half, { ...november, formerPace: 10 }, after(day));
    expect(sum.period?.promised).toBe(30 * 864_000);
  });

  it("is that of all its slices where slices are counted, as many as the hours of its own days hold", () => {
    const slices = slo({
      window: calendarWindow("month", "Europe/Berlin"),
      objective: "99%",
      budgeting: { kind: "timeslices", slice: duration("5m"), objective: objective("95%") },
    });
    const october = { from: timestamp(0), to: timestamp((31 * 24 + 1) * 3_600) };
    const sum = sumPeriod(slices, { bad: 30, total: 50, coverage: 0.2 }, october, after(day));
    expect(sum.period).toMatchObject({ promised: 745 * 12, basis: "slices" });
    expect(sum.consumed).toBeCloseTo(30 / (745 * 12) / 0.01, 12);
  });

  it("comes to the plain quotient when the period is over and all of it was seen", () => {
    const counts = fc.integer({ min: 1, max: 1e9 });
    fc.assert(
      fc.property(counts, counts, (some, more) => {
        const [bad, total] = [Math.min(some, more), Math.max(some, more)];
        const sum = sumPeriod(
          monthly,
          { bad, total, ...whole },
          { ...november, formerPace: 77 },
          after(30 * day),
        );
        expect(sum.consumed).toBeCloseTo(bad / total / 0.001, 6);
        expect(sum.period?.toDate).toBeCloseTo(sum.consumed, 6);
      }),
    );
  });

  it("never consumes more by events that were good", () => {
    const counts = fc.integer({ min: 0, max: 1e6 });
    fc.assert(
      fc.property(counts, counts, counts, (bad, good, more) => {
        const used = (total: number) =>
          sumPeriod(monthly, { bad, total, ...whole }, { ...november, formerPace: 1 }, after(5 * day))
            .consumed;
        expect(used(bad + good + more)).toBeLessThanOrEqual(used(bad + good));
      }),
    );
  });

  it("breaks no promise without traffic", () => {
    expect(sumPeriod(monthly, { bad: 0, total: 0, ...whole }, november, after(0)).consumed).toBe(0);
  });
});

describe("the coverage so far", () => {
  it("expects no sample before one can be late", () => {
    expect(expectedSoFar(seconds(149), seconds(150))).toBe(0);
    expect(expectedSoFar(seconds(210), seconds(150))).toBe(1);
    expect(coverageSoFar(0, 0)).toBe(1);
    expect(coverageSoFar(3, 4)).toBe(0.75);
    expect(coverageSoFar(5, 4)).toBe(1);
  });

  it("is of the part that has passed, as far as the ledger can tell", () => {
    expect(elapsedOf(november, timestamp(10))).toBe(0);
    expect(elapsedOf(november, timestamp(1_030))).toBe(1_000);
    expect(elapsedOf(november, timestamp(40 * day))).toBe(30 * day);
  });
});

describe("the former pace", () => {
  it("is of the time that was seen, and of no less than half a period", () => {
    const length = seconds(30 * day);
    const samples = (30 * day) / 150;
    expect(formerPaceOf({ total: 2_592_000, samples }, seconds(150), length)).toBe(1);
    expect(formerPaceOf({ total: 1_296_000, samples: samples / 2 }, seconds(150), length)).toBe(1);
    expect(formerPaceOf({ total: 9, samples: samples / 2 - 1 }, seconds(150), length)).toBeUndefined();
  });
});
