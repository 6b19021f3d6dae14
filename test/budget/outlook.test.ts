import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { outlookOf, type KnownLedger } from "../../src/budget/outlook.ts";
import type { Course } from "../../src/model/course.ts";
import type { Tier } from "../../src/model/tiers.ts";
import { ratio, seconds, timestamp } from "../../src/model/units.ts";
import { duration, tiersFor } from "../support/slos.ts";
import { noon } from "../support/snapshots.ts";

const minute = 60;
const [fast, medium, slow] = tiersFor(duration("30d")) as readonly [Tier, Tier, Tier];
const unguarded = (tier: Tier): Tier => ({ ...tier, for: seconds(0), minBadEvents: 0 });

/** Samples of a minute each, with a hundred events or so many; `ratios` says of each how much of it is bad, oldest first. */
const courseOf = (ratios: readonly number[], total = 100): Course =>
  ratios.map((part, index) => ({
    at: timestamp(noon - (ratios.length - 1 - index) * minute),
    bad: part * total,
    total,
  }));

const ledgerOf = (course: Course): KnownLedger => ({
  course,
  interval: seconds(minute),
  now: noon,
  budget: ratio(0.001),
  present: seconds(5 * minute),
});

const outlook = (tier: Tier, ratios: readonly number[]) => outlookOf(tier, ledgerOf(courseOf(ratios)));
const times = (count: number, part: number): number[] => Array.from({ length: count }, () => part);

describe("when a burn-rate alert fires if all goes on as it is", () => {
  it("is when the long window has taken in enough: 60 minutes, 5 of them at 10 %, need 8.64 in all", () => {
    // 14.4 × 0.1 % of 6 000 events are 86.4 bad ones; 50 are there, each further minute brings 10: after 3.64 minutes.
    const ratios = [...times(55, 0), ...times(5, 0.1)];
    expect(outlook(unguarded(fast), ratios)).toMatchObject({ kind: "in", isOver: false });
    expect(outlook(unguarded(fast), ratios)).toHaveProperty("seconds", expect.closeTo(3.64 * minute, 6));
  });

  it("waits out the alert's own `for` once both windows are over", () => {
    const ratios = [...times(55, 0), ...times(5, 0.1)];
    expect(outlook({ ...fast, minBadEvents: 0 }, ratios)).toHaveProperty(
      "seconds",
      expect.closeTo(4.64 * minute, 6),
    );
    expect(outlook({ ...fast, minBadEvents: 0 }, times(60, 0.1))).toEqual({
      kind: "in",
      seconds: 60,
      isOver: true,
    });
  });

  it("counts what leaves the window at the moment that it leaves: an old burst ends before the new errors suffice", () => {
    // Of the 36 000 events of 6 h, 6 × 0.1 % are 216. The burst of 200 bad ones, which leaves in an hour, and the 5 of the
    // present, 1 more each minute, come to 216 after 11 minutes.
    const ratios = [...times(60, 0), 1, 1, ...times(293, 0), ...times(5, 0.01)];
    expect(ratios).toHaveLength(360);
    const course = courseOf(ratios);
    const short = seconds(5 * minute);
    const tier = { ...unguarded(medium), short };
    expect(outlookOf(tier, ledgerOf(course))).toHaveProperty("seconds", expect.closeTo(11 * minute, 6));
    // Where it leaves in five minutes, before the present has brought the rest, 0.5 % alone is less than 6 × 0.1 %.
    const leaving = courseOf([...times(5, 0), 1, 1, ...times(348, 0), ...times(5, 0.005)]);
    expect(outlookOf(tier, ledgerOf(leaving))).toEqual({ kind: "never" });
  });

  it("is never while the present errors are below the threshold, whatever the hour before was like", () => {
    expect(outlook(fast, [...times(30, 0), ...times(25, 0.02), ...times(5, 0.001)])).toEqual({
      kind: "never",
    });
    expect(outlook(slow, times(60, 0))).toEqual({ kind: "never" });
  });

  it("minds the bad events that the long window must hold: one request in a hundred, and none before", () => {
    // 1 event a minute, 1 of the last 5 bad: both windows are over at once, but two bad events are there only later.
    const course = courseOf([...times(59, 0), 1], 1);
    const tier = { ...fast, for: seconds(0) };
    // 0.2 bad a minute: from 1 to more than 1.5 takes 2.5 minutes.
    expect(outlookOf(tier, ledgerOf(course))).toHaveProperty("seconds", expect.closeTo(2.5 * minute, 6));
    expect(outlookOf({ ...tier, minBadEvents: 0 }, ledgerOf(course))).toHaveProperty("seconds", 0);
  });

  it("is not known without a sample of the present, and an hour without traffic fires nothing", () => {
    expect(outlookOf(fast, ledgerOf([]))).toEqual({ kind: "unknown" });
    expect(outlookOf(fast, ledgerOf(courseOf(times(60, 0), 0)))).toEqual({ kind: "never" });
  });

  it("comes at the first second at which both windows, summed anew second by second, are over, and not before", () => {
    const tier: Tier = {
      ...unguarded(fast),
      ...{ long: seconds(600), short: seconds(180), factor: 50.3 },
    };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 12, maxLength: 12 }), (bad) => {
        const course = courseOf(bad.map((each) => each / 100));
        const found = outlookOf(tier, ledgerOf(course));
        const first = simulated(tier, course);
        if (found.kind !== "in") expect(first).toBeUndefined();
        else {
          expect(found.seconds).toBeLessThanOrEqual(first ?? Infinity);
          expect(excesses(tier, course)(found.seconds + 1e-6)).toBeGreaterThan(0);
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** By how many bad events the window that has fewer is over, so many seconds ahead: both summed anew. */
function excesses(tier: Tier, course: Course): (ahead: number) => number {
  const recent = course.filter(({ at }) => at > noon - 300);
  const pace = recent.reduce((sum, { bad }) => sum + bad, 0) / (recent.length * minute);
  const traffic = recent.reduce((sum, { total }) => sum + total, 0) / (recent.length * minute);
  const excess = (window: number, ahead: number): number => {
    let [bad, total] = [pace * Math.min(ahead, window), traffic * Math.min(ahead, window)];
    for (const each of course) {
      const part = Math.min(Math.max((each.at - (noon + ahead - window)) / minute, 0), 1);
      bad += part * each.bad;
      total += part * each.total;
    }
    return bad - tier.factor * 0.001 * total;
  };
  return (ahead) => Math.min(excess(tier.long, ahead), excess(tier.short, ahead));
}

const simulated = (tier: Tier, course: Course): number | undefined => {
  const excess = excesses(tier, course);
  return Array.from({ length: tier.long + 2 }, (_, ahead) => ahead).find((ahead) => excess(ahead) > 1e-9);
};
