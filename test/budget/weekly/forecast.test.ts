import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sumBudget } from "../../../src/budget/sum.ts";
import { weeklyForecast } from "../../../src/budget/weekly/forecast.ts";
import { inOrder, sameHours, week, type PastHour } from "../../../src/budget/weekly/hours.ts";
import { badAhead, bandOf } from "../../../src/budget/weekly/paths.ts";
import { timestamp } from "../../../src/model/units.ts";
import { slo } from "../../support/slos.ts";
import { noon } from "../../support/snapshots.ts";

const hours = (count: number, bad: (n: number) => number): readonly PastHour[] =>
  Array.from({ length: count }, (_, n) => ({
    at: timestamp(noon - (count - 1 - n) * 3_600),
    bad: bad(n),
    total: 10_000,
  }));
/** A job at night fails in part: 216 of the 7 200 that thirty days of ten thousand an hour may lose. */
const nightly = (n: number) => (n % 24 === 5 ? 216 : 0);
const subject = slo();
const sum = (bad: number) => sumBudget(bad, 7_200_000, subject.objective.budget);

describe("the forecast by the weekly pattern", () => {
  it("is never gone where each night's failures leave a rolling window as the next come", () => {
    const forecast = weeklyForecast(subject, sum(7_100), hours(5 * week, nightly), noon);
    expect(forecast).toMatchObject({ kind: "shown", weeks: 5 });
    expect(forecast).not.toHaveProperty("earliest");
  });

  it("says nothing of a budget that is gone, and nothing by fewer than four weeks", () => {
    expect(weeklyForecast(subject, sum(7_200), hours(5 * week, nightly), noon)).toEqual({
      kind: "exhausted",
    });
    expect(weeklyForecast(subject, sum(10), hours(4 * week - 1, nightly), noon)).toEqual({
      kind: "too-young",
    });
  });

  it("is not shown where the present pace told the last two weeks as well", () => {
    const steady = hours(5 * week, () => 10);
    expect(weeklyForecast(subject, sum(10), steady, noon)).toMatchObject({
      kind: "not-nearer",
      heldOut: { pattern: 0, present: 0, within: 1 },
    });
  });

  it("counts up in a calendar period, which forgets nothing", () => {
    // 1 000 of 2 160 are left of the period, at 216 a night: gone in the fifth night from now.
    const month = {
      ...sumBudget(1_160, 720_000, subject.objective.budget),
      spent: 0.54,
      period: {
        from: timestamp(noon - 10 * 86_400),
        to: timestamp(noon + 20 * 86_400),
        elapsed: 864_000 as never,
        promised: 2_160_000,
        basis: "pace" as const,
        toDate: 1,
      },
    };
    const forecast = weeklyForecast(subject, month, hours(5 * week, nightly), noon);
    const last = (5 * week - 1 - 5) % 24;
    const fifth = timestamp(noon + (24 - last + 4 * 24) * 3_600);
    expect(forecast).toMatchObject({ kind: "shown", earliest: fifth, likely: fifth, latest: fifth });
  });

  it("is the same whenever it is made of the same", () => {
    const counts = fc.array(fc.nat(1_000), { minLength: 5 * week, maxLength: 5 * week });
    fc.assert(
      fc.property(counts, (all) => {
        const history = hours(all.length, (n) => all[n] ?? 0);
        const made = () => weeklyForecast(subject, sum(100), history, noon);
        expect(made()).toEqual(made());
      }),
      { numRuns: 3 },
    );
  });
});

describe("the hours ahead", () => {
  it("are exactly those of weeks that were all alike", () => {
    const alike = inOrder(hours(5 * week, nightly));
    expect(badAhead(alike, 24)).toEqual({ low: 216, likely: 216, high: 216 });
    expect(badAhead(alike, 10 * 24)).toEqual({ low: 2_160, likely: 2_160, high: 2_160 });
  });

  it("know a gap from an hour without traffic", () => {
    const gappy = inOrder(hours(3 * week, () => 1).filter((_, n) => n !== week));
    expect(gappy).toHaveLength(3 * week);
    expect(sameHours(gappy, 3 * week)).toHaveLength(2);
    expect(sameHours(gappy, 3 * week + 1)).toHaveLength(3);
  });

  it("make a band that is in order", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), (values) => {
        const { low, likely, high } = bandOf(values);
        expect(low <= likely && likely <= high).toBe(true);
      }),
    );
  });
});
