import { describe, expect, it } from "vitest";
import { historyQueries } from "../../src/query/history.ts";
import type { Reply } from "../../src/query/port.ts";
import { historyFrom } from "../../src/runtime/history.ts";
import { earlier, judged } from "../support/snapshots.ts";
import { refused } from "./world.ts";

const matrix = (
  ...series: readonly (readonly [Record<string, string>, Record<string, number>])[]
): Reply => ({
  kind: "matrix",
  series: series.map(([labels, points]) => ({
    labels,
    points: Object.entries(points).map(([ago, value]) => [earlier(ago), value] as const),
  })),
  warnings: [],
});
const grouped = judged({
  slo: { groupBy: ["region"] },
  groups: [
    { group: { region: "eu" }, consumed: 1.2 },
    { group: { region: "us" }, consumed: 0.1 },
  ],
});
const historyOf = (replies: readonly Reply[], of = grouped) =>
  historyFrom(of, historyQueries(of.slo), replies);

describe("an SLO's history", () => {
  const replies = [
    matrix([{ region: "us" }, { "4h": 1 }], [{ region: "eu" }, { "4h": 5, "2h": 7 }]),
    matrix([{ region: "us" }, { "4h": 90 }], [{ region: "eu" }, { "6h": 50, "4h": 100, "2h": 120 }]),
    matrix([
      { region: "eu", tier: "fast" },
      { "120m": 1, "90m": 1, "60m": 1, "10m": 1 },
    ]),
  ];

  it("holds each group's bad and total events, step by step; no bad event is zero", () => {
    const [eu, us] = historyOf(replies).groups;
    expect(eu?.points.map(({ bad, total }) => [bad, total])).toEqual([
      [0, 50],
      [5, 100],
      [7, 120],
    ]);
    expect(us?.points).toEqual([{ at: earlier("4h"), bad: 1, total: 90 }]);
  });

  it("makes stretches of the instants at which a tier fired, in the group in which it did", () => {
    const [eu, us] = historyOf(replies).groups;
    expect(eu?.fired).toEqual([
      { tier: "fast", from: earlier("120m"), to: earlier("60m") },
      { tier: "fast", from: earlier("10m"), to: earlier("10m") },
    ]);
    expect(us?.fired).toEqual([]);
  });

  it("says that Prometheus does not answer, rather than that nothing happened", () => {
    const { silent, groups } = historyOf([refused, refused, refused]);
    expect(silent).toEqual(refused);
    expect(groups[0]?.points).toEqual([]);
  });
});
