import { describe, expect, it } from "vitest";
import type { Reply } from "../../src/query/port.ts";
import { explainer, explainFrom } from "../../src/runtime/explain.ts";
import { slo } from "../support/slos.ts";
import { earlier, judged, later, noon, snapshotOf } from "../support/snapshots.ts";
import { refused } from "./world.ts";

const vector = (value: number, labels = {}): Reply => ({
  kind: "vector",
  samples: [{ labels, value }],
  warnings: [],
});
const matrix = (...points: readonly (readonly [string, number])[]): Reply => ({
  kind: "matrix",
  series: [{ labels: {}, points: points.map(([ago, value]) => [earlier(ago), value] as const) }],
  warnings: [],
});

/** What the ledger answers: 1 000 bad of a million, most of them ten days ago. */
const ledger = [
  vector(1_000),
  vector(1_000_000),
  vector(17_280),
  vector(0.001),
  vector(1),
  vector(1),
  matrix(["29d", 200], ["10d", 700], ["1h", 100]),
  matrix(["29d", 300_000], ["10d", 300_000], ["1h", 400_000]),
];
const frozen = judged({ consumed: 1 });
const explained = (replies: readonly Reply[] = ledger, of = frozen) => explainFrom(of, replies, noon);

describe("an explanation", () => {
  it("gives each query with what it came to", () => {
    const [group] = explained().groups;
    expect(group?.queries.map(({ title, value }) => [title, value])).toEqual([
      ["bad events in 30d", 1_000],
      ["all events in 30d", 1_000_000],
      ["ledger samples in 30d", 17_280],
      ["error ratio over 30d", 0.001],
      ["consumed budget: error ratio ÷ (1 − objective)", 1],
      ["share of the window that was recorded", 1],
    ]);
    expect(group?.samples).toEqual({ present: 17_280, expected: 17_280 });
  });

  it("says the sum in words, step by step", () => {
    expect(explained().groups[0]?.steps).toEqual([
      "in the last 30d, 1\u2009000 of 1\u2009000\u2009000 events were bad: an error ratio of 0.1 %",
      "the objective of 99.9% leaves 0.1 %: 1\u2009000 events may be bad",
      "consumed: 0.1 % ÷ 0.1 % = 100 % of the budget",
      "recorded: 100 % of the window (17\u2009280 of 17\u2009280 ledger samples); what was not seen counts as traffic like the seen, without errors",
      "spent: 100 % × 100 % = 100 %, which policy default judges",
      "adjusted: the same; no correction touches the window",
      "the newest data was 40 s old",
      "state: frozen, entered at 100 %",
    ]);
  });

  it("adds up the days", () => {
    const { days } = explained().groups[0]!;
    expect(days.map(({ bad, total }) => [bad, total])).toEqual([
      [200, 300_000],
      [700, 300_000],
      [100, 400_000],
    ]);
    expect(days.every(({ at }) => at % 86_400 === 0)).toBe(true);
  });

  it("tells when each state is left if nothing more goes wrong, hold included", () => {
    const recovery = explained().groups[0]!.recovery;
    expect(recovery.map(({ leaves, at }) => [leaves, at])).toEqual([
      ["frozen", later("30m", later("1d"))],
      ["restricted", later("30m", later("1d"))],
      ["caution", later("30m", later("20d"))],
      ["watch", later("30m", later("20d"))],
    ]);
    expect(recovery.map(({ below }) => Math.round(below * 100))).toEqual([95, 85, 70, 45]);
  });

  it("has nothing to recover from while healthy", () => {
    expect(explained(ledger, judged({ consumed: 0.1 })).groups[0]?.recovery).toEqual([]);
  });

  it("speaks of seconds where events are seconds", () => {
    const gauge = judged({
      slo: { sli: { kind: "gauge", selector: { metric: "up", matchers: [] } } },
      consumed: 0.1,
    });
    expect(explained(ledger, gauge).unit).toBe("seconds");
    expect(explained(ledger, gauge).groups[0]?.steps[0]).toMatch(/seconds were bad/);
  });

  it("gives each group its own numbers, and its labels in the query", () => {
    const grouped = judged({
      slo: { groupBy: ["region"] },
      groups: [
        { group: { region: "eu" }, consumed: 0.1 },
        { group: { region: "us" }, consumed: 0.2 },
      ],
    });
    const both: Reply = {
      kind: "vector",
      samples: [
        { labels: { region: "eu" }, value: 100 },
        { labels: { region: "us" }, value: 200 },
      ],
      warnings: [],
    };
    const { groups } = explainFrom(grouped, [both], noon);
    for (const { group, queries } of groups) {
      expect(queries[0]?.value).toBe(group["region"] === "eu" ? 100 : 200);
      expect(queries[0]?.promql).toContain(`region="${group["region"]}"`);
    }
  });

  it("stands on the cycle's numbers when the source is silent, and says so", () => {
    const explanation = explained(ledger.map(() => refused));
    expect(explanation.silent).toEqual(refused);
    expect(explanation.groups[0]).toMatchObject({ days: [], recovery: [] });
    expect(explanation.groups[0]?.steps[2]).toMatch(/100 % of the budget/);
  });

  it("says that nothing is recorded when nothing is", () => {
    const { groups } = explained([], judged({ cause: "no-data" }));
    expect(groups[0]?.steps).toEqual(["nothing is recorded: it is no-data"]);
  });

  it("exists only for SLOs of the snapshot", async () => {
    const reader = { current: () => snapshotOf([frozen]) };
    const explain = explainer(reader, { sources: [], now: () => noon });
    expect(await explain("nobody.knows.it")).toBeUndefined();
    expect((await explain(slo().id))?.judged).toBe(frozen);
  });
});
