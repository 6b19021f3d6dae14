import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exhaustion, recoversAt } from "../../src/budget/forecast.ts";
import type { Burn } from "../../src/model/observation.ts";
import { burnRate, timestamp } from "../../src/model/units.ts";
import { earlier, later, noon } from "../support/snapshots.ts";
import { duration } from "../support/slos.ts";

const burn = (rates: Readonly<Record<string, number>>): readonly Burn[] =>
  Object.entries(rates).map(([window, rate]) => ({ window: duration(window), rate: burnRate(rate) }));
const month = duration("30d");

describe("the time to exhaustion", () => {
  it("is the rest of the budget at the last hour's pace", () => {
    const left = exhaustion({ spent: 0.912 }, burn({ "5m": 22, "1h": 15.2, "6h": 4.1 }), month, noon);
    expect(left).toMatchObject({ kind: "in", pace: 15.2, window: duration("1h") });
    expect(left.kind === "in" && left.seconds / 3_600).toBeCloseTo(4.168, 3);
    expect(left.kind === "in" && left.at - noon).toBeCloseTo(left.kind === "in" ? left.seconds : 0, 6);
  });

  it("is never at a pace that the window forgets as fast as it fills", () => {
    expect(exhaustion({ spent: 0.99 }, burn({ "1h": 1 }), month, noon)).toEqual({ kind: "never" });
    expect(exhaustion({ spent: 0.2 }, burn({ "1h": 0 }), month, noon)).toEqual({ kind: "never" });
  });

  it("is past when all is spent, whatever the pace", () => {
    expect(exhaustion({ spent: 1 }, burn({ "1h": 0 }), month, noon)).toEqual({ kind: "exhausted" });
  });

  it("is unknown while no burn is recorded", () => {
    expect(exhaustion({ spent: 0.2 }, [], month, noon)).toEqual({ kind: "unknown" });
  });

  it("goes by the longest window when an hour is not recorded", () => {
    expect(exhaustion({ spent: 0.5 }, burn({ "5m": 2, "30m": 4 }), month, noon)).toMatchObject({ pace: 4 });
  });
});

describe("the recovery of a rolling window", () => {
  const history = [
    { at: earlier("29d"), bad: 300 },
    { at: earlier("10d"), bad: 500 },
    { at: earlier("1h"), bad: 200 },
  ];
  const sum = { bad: 1_000, spent: 1 };

  it("comes when enough bad events have left the window", () => {
    expect(recoversAt(history, sum, 0.75, month, noon)).toBe(later("1d"));
    expect(recoversAt(history, sum, 0.5, month, noon)).toBe(later("20d"));
  });

  it("is now when the line already lies above what is spent", () => {
    expect(recoversAt(history, { bad: 1_000, spent: 0.4 }, 0.5, month, noon)).toBe(noon);
  });

  it("takes one whole window for what is younger than the history", () => {
    expect(recoversAt(history, { bad: 2_000, spent: 2 }, 0.5, month, noon)).toBe(later("30d"));
  });

  it("comes later the lower the line, and never before now", () => {
    const intervals = fc.array(fc.tuple(fc.integer({ min: 1, max: 719 }), fc.nat(100)), { maxLength: 50 });
    const line = fc.double({ min: 0.01, max: 2, noNaN: true });
    fc.assert(
      fc.property(intervals, line, line, (hours, a, b) => {
        const past = hours
          .map(([ago, bad]) => ({ at: timestamp(noon - ago * 3_600), bad }))
          .sort((x, y) => x.at - y.at);
        const all = { bad: past.reduce((total, { bad }) => total + bad, 1), spent: 1.5 };
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const [late, early] = [low, high].map((below) => recoversAt(past, all, below, month, noon));
        expect(late!).toBeGreaterThanOrEqual(early!);
        expect(early!).toBeGreaterThanOrEqual(noon);
      }),
    );
  });
});
