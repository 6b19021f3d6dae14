import { describe, expect, it } from "vitest";
import { historyQueries } from "../../src/query/history.ts";
import type { Reply } from "../../src/query/port.ts";
import { historyFrom, historian, spanOf, type HistoryReplies } from "../../src/runtime/history.ts";
import { earlier, judged, later, noon, snapshotOf } from "../support/snapshots.ts";
import { duration } from "../support/slos.ts";
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
const vector = (...samples: readonly (readonly [Record<string, string>, number])[]): Reply => ({
  kind: "vector",
  samples: samples.map(([labels, value]) => ({ labels, value })),
  warnings: [],
});
const grouped = judged({
  slo: { groupBy: ["region"] },
  groups: [
    { group: { region: "eu" }, consumed: 1.2 },
    { group: { region: "us" }, consumed: 0.1 },
  ],
});
const month = { windowFrom: earlier("30d"), from: earlier("30d"), to: noon };
const historyOf = (replies: HistoryReplies, of = grouped) =>
  historyFrom(of, month, historyQueries(of.slo, month), replies);

const replies: HistoryReplies = {
  steps: {
    bad: matrix([{ region: "us" }, { "4h": 1 }], [{ region: "eu" }, { "4h": 5, "2h": 7 }]),
    total: matrix([{ region: "us" }, { "4h": 90 }], [{ region: "eu" }, { "6h": 50, "4h": 100, "2h": 120 }]),
  },
  alerts: matrix([
    { region: "eu", tier: "fast" },
    { "120m": 1, "90m": 1, "60m": 1, "10m": 1 },
  ]),
};

describe("an SLO's history", () => {
  it("holds each group's bad and total events, step by step; no bad event is zero", () => {
    const [eu, us] = historyOf(replies).groups;
    expect(eu?.points.map(({ bad, total }) => [bad, total])).toEqual([
      [0, 50],
      [5, 100],
      [7, 120],
    ]);
    expect(us?.points).toEqual([{ at: earlier("4h"), bad: 1, total: 90 }]);
  });

  it("begins with what the window held before, and ends with what came after the last whole step", () => {
    const [eu, us] = historyOf({
      ...replies,
      carried: { bad: vector([{ region: "eu" }, 3]), total: vector([{ region: "eu" }, 30]) },
      rest: { bad: vector(), total: vector([{ region: "eu" }, 11], [{ region: "us" }, 2]) },
    }).groups;
    expect(eu?.carried).toEqual({ bad: 3, total: 30 });
    expect(eu?.points.at(-1)).toEqual({ at: noon, bad: 0, total: 11 });
    expect(us?.carried).toEqual({ bad: 0, total: 0 });
    expect(us?.points.at(-1)).toEqual({ at: noon, bad: 0, total: 2 });
  });

  it("makes stretches of the steps in which a tier fired, in the group in which it did", () => {
    const [eu, us] = historyOf(replies).groups;
    expect(eu?.fired).toEqual([
      { tier: "fast", from: earlier("150m"), to: earlier("60m") },
      { tier: "fast", from: earlier("40m"), to: earlier("10m") },
    ]);
    expect(us?.fired).toEqual([]);
  });

  it("says that Prometheus does not answer, rather than that nothing happened", () => {
    const { silent, groups } = historyOf({ steps: { bad: refused, total: refused }, alerts: refused });
    expect(silent).toEqual(refused);
    expect(groups[0]?.points).toEqual([]);
  });

  it("is silent as well where only what was before could not be asked: the sum would be wrong", () => {
    const { silent } = historyOf({ ...replies, carried: { bad: refused, total: refused } });
    expect(silent).toEqual(refused);
  });
});

describe("what of a window is looked at", () => {
  const span = (asked: Parameters<typeof spanOf>[1]) => spanOf(grouped, asked, noon);

  it("is all of it unless somebody asks for less", () => {
    expect(span({})).toEqual(month);
    expect(span({ from: earlier("7d") })).toEqual({ ...month, from: earlier("7d") });
    expect(span({ over: duration("7d") })).toEqual({ ...month, from: earlier("7d") });
    expect(span({ from: earlier("7d"), to: earlier("6d") })).toMatchObject({
      from: earlier("7d"),
      to: earlier("6d"),
    });
  });

  it("never reaches beyond it, and never is shorter than half an hour", () => {
    expect(span({ from: earlier("90d"), to: later("1d") })).toEqual(month);
    expect(span({ from: earlier("10m") })).toMatchObject({ from: earlier("30m"), to: noon });
    expect(span({ to: earlier("40d") })).toMatchObject({
      from: earlier("30d"),
      to: later("30m", earlier("30d")),
    });
  });
});

describe("reading a history", () => {
  it("asks about each part at its own instant", async () => {
    const asked: (readonly [string, number | undefined])[] = [];
    const of = judged({ consumed: 0.5 });
    const read = historian(
      { current: () => snapshotOf([of]) },
      {
        now: () => noon,
        sources: [
          {
            name: "default",
            breaker: () => "closed",
            ask: async (queries, at) => {
              for (const query of queries) asked.push([query, at]);
              return queries.map(() => refused);
            },
          },
        ],
      },
    );
    await read(of.slo.id, { from: earlier("7d") });
    expect(asked.filter(([query]) => !query.endsWith("]")).map(([, at]) => at)).toEqual([
      earlier("7d"),
      earlier("7d"),
    ]);
    expect(await read("nobody.knows.it")).toBeUndefined();
  });
});
