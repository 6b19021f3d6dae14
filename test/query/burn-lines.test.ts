import { describe, expect, it } from "vitest";
import { lineOf, planLines } from "../../src/query/burn-lines.ts";
import type { Reply } from "../../src/query/port.ts";
import { duration, slo } from "../support/slos.ts";
import { earlier, noon } from "../support/snapshots.ts";

const matrix = (...series: readonly [Record<string, string>, ...(readonly [number, number])[]][]): Reply => ({
  kind: "matrix",
  series: series.map(([labels, ...points]) => ({ labels, points })),
  warnings: [],
});

describe("the question how budgets went down", () => {
  it("is two for each length of window, whatever the number of SLOs, in at most sixty steps", () => {
    const slos = [
      ...Array.from({ length: 90 }, (_, index) => slo({ service: `service-${index}` })),
      slo({ service: "week", window: "7d" }),
    ];
    const questions = planLines(slos);
    expect(questions.map(({ slos: own, over, step }) => [own.length, over, step])).toEqual([
      [90, duration("30d"), duration("12h")],
      [1, duration("7d"), duration("3h")],
    ]);
    expect(questions[1]?.bad).toBe(
      '(max by (slo_id) (sum_over_time(slo:ledger_bad:events{slo_id=~"week\\\\.availability\\\\.production"}[10799999ms])))[7d:3h]',
    );
  });

  it("keeps groups apart, since one of them is the worst", () => {
    expect(planLines([slo({ groupBy: ["region"] })])[0]?.total).toContain("max by (slo_id, region)");
  });
});

describe("the line of a group", () => {
  it("is its own series; a step without bad events is one with none", () => {
    const grouped = slo({ groupBy: ["region"] });
    const own = { slo_id: grouped.id, region: "eu" };
    const other = { slo_id: grouped.id, region: "us" };
    const bad = matrix([other, [noon, 9]], [own, [noon, 3]]);
    const total = matrix([own, [earlier("12h"), 50], [noon, 60]], [other, [noon, 70]]);
    expect(lineOf(grouped, { region: "eu" }, bad, total)).toEqual([
      { at: earlier("12h"), bad: 0, total: 50 },
      { at: noon, bad: 3, total: 60 },
    ]);
    expect(lineOf(grouped, { region: "asia" }, bad, total)).toEqual([]);
  });
});
