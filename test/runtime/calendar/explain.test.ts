import { describe, expect, it } from "vitest";
import type { Reply } from "../../../src/query/port.ts";
import { explainer, explainFrom } from "../../../src/runtime/explain.ts";
import { judgedMonth, monthly, period } from "../../support/calendar.ts";
import { duration, objective } from "../../support/slos.ts";
import { later, noon, snapshotOf } from "../../support/snapshots.ts";

const day = 86_400;
const vector = (value: number): Reply => ({
  kind: "vector",
  samples: [{ labels: {}, value }],
  warnings: [],
});
const matrix = (...points: readonly (readonly [number, number])[]): Reply => ({
  kind: "matrix",
  series: [{ labels: {}, points }],
  warnings: [],
});
const ledger = [
  vector(25_920),
  vector(8_640_000),
  vector(5_759),
  vector(0.003),
  vector(3),
  vector(1),
  matrix([noon - 2 * day, 25_920], [noon - 60, 0]),
  matrix([noon - 2 * day, 4_320_000], [noon - 60, 4_320_000]),
];
const frozen = judgedMonth(monthly(), [{ bad: 25_920, total: 8_640_000 }]);
const group = (of = frozen) => explainFrom(of, ledger, noon).groups[0]!;

describe("the explanation of a calendar window", () => {
  it("says both numbers, of the events so far and of the whole month", () => {
    expect(group().steps).toEqual([
      "since 2026-11-12T11:59:30Z, when this month began, 25\u2009920 of 8\u2009640\u2009000 events were bad: an error ratio of 0.3 %",
      "to date: 0.3 % ÷ 0.1 % = 300 % of what may be bad of the events so far",
      "recorded: 100 % of the month so far (5\u2009759 of 5\u2009759 ledger samples); what was not seen counts as traffic like the seen, without errors",
      "the whole month will hold 8\u2009640\u2009000 ÷ 100 % + 20 d × 10/s (the pace of the month before) = 25\u2009920\u2009000 events",
      "the objective of 99.9% leaves 0.1 % of them: 25\u2009920 may be bad before 2026-12-12T11:59:30Z",
      "projected: 25\u2009920 ÷ 25\u2009920 = 100 % of the whole month's budget, by which states are judged",
      "adjusted: the same; no correction touches the window",
      "the newest data was 1 m old",
      "state: frozen, entered at 100 %",
    ]);
  });

  it("gives queries that begin with the period whenever they are pasted", () => {
    const [bad, , , , consumed, ...others] = group().queries;
    const range = `[${10 * day * 1_000 - 1}ms] @ ${noon}`;
    expect(bad).toEqual({
      title: "bad events in this month so far",
      promql: `sum_over_time(slo:ledger_bad:events{slo_id="checkout.availability.production"}${range})`,
      value: 25_920,
    });
    expect(consumed?.promql).toBe(`${bad!.promql} / 25920000 / 0.001`);
    expect(others).toEqual([]);
  });

  it("knows when states are left: with the next period", () => {
    expect(group().recovery.map(({ leaves, at }) => [leaves, at])).toEqual(
      ["frozen", "restricted", "caution", "watch"].map((state) => [state, period.to + 1_800]),
    );
  });

  it("counts the days of the window's zone", () => {
    // Midnight in Berlin is eleven in the evening of UTC.
    expect(group().days.map(({ at }) => new Date(at * 1_000).toISOString())).toEqual([
      "2026-11-20T23:00:00.000Z",
      "2026-11-22T23:00:00.000Z",
    ]);
  });

  it("asks for the hours of five weeks, by which a forecast is made", async () => {
    const asked: string[] = [];
    const source = {
      name: "default",
      breaker: () => "closed" as const,
      ask: async (queries: readonly string[]) => {
        asked.push(...queries);
        return ledger;
      },
    };
    const explain = explainer(
      { current: () => snapshotOf([frozen]) },
      { sources: [source], now: () => later("1m") },
    );
    await explain(frozen.slo.id);
    expect(asked.at(-1)).toContain("[1h])[35d:1h]");
  });

  it("promises all slices of the month from the start", () => {
    const slices = monthly({
      budgeting: { kind: "timeslices", slice: duration("5m"), objective: objective("95%") },
    });
    const { steps } = group(judgedMonth(slices, [{ bad: 1, total: 2_880 }]));
    expect(steps).toContain("the whole month has 8\u2009640 slices, whatever traffic there is");
  });
});
