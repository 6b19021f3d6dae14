import { describe, expect, it } from "vitest";
import { planCounts, readCounts, type WantedCount } from "../../src/query/corrections.ts";
import type { NoData, Reply, Sample } from "../../src/query/port.ts";
import { slo } from "../support/slos.ts";
import { noon } from "../support/snapshots.ts";

const span = { after: (noon - 3_600) * 1_000, until: (noon - 1_800) * 1_000 - 1 };
const want = (of = slo(), changes: Partial<WantedCount> = {}): WantedCount => ({
  slo: of,
  span,
  clipped: false,
  ...changes,
});
const vector = (...samples: readonly Sample[]): Reply => ({ kind: "vector", samples, warnings: [] });

describe("the question what lies in a corrected span", () => {
  it("asks bad, total and samples, in milliseconds, at the span's end", () => {
    const [question] = planCounts([want()], noon);
    expect(question?.at).toBe(noon - 1_800.001);
    expect(question?.queries).toEqual([
      'max by (slo_id) (sum_over_time(slo:ledger_bad:events{slo_id=~"checkout\\\\.availability\\\\.production"}[1799998ms]))',
      'max by (slo_id) (sum_over_time(slo:ledger_total:events{slo_id=~"checkout\\\\.availability\\\\.production"}[1799998ms]))',
      'max by (slo_id) (count_over_time(slo:ledger_total:events{slo_id=~"checkout\\\\.availability\\\\.production"}[1799998ms]))',
    ]);
  });

  it("is asked once for all SLOs that share the span, with every label that one of them groups by", () => {
    const slos = [slo(), slo({ name: "latency", groupBy: ["region"] }), slo({ service: "payments" })];
    const [question, ...others] = planCounts(
      slos.map((of) => want(of)),
      noon,
    );
    expect(others).toEqual([]);
    expect(question?.queries[0]).toMatch(/^max by \(slo_id, region\) .*checkout.*checkout.*payments/);
  });

  it("is asked in parts of some hundred SLOs", () => {
    const slos = Array.from({ length: 450 }, (_, index) => slo({ service: `service-${index}` }));
    expect(
      planCounts(
        slos.map((of) => want(of)),
        noon,
      ),
    ).toHaveLength(3);
  });

  it("is settled once nothing can be added to the span, and never while the window eats it", () => {
    const settledAt = (now: number, clipped = false) =>
      planCounts([want(slo(), { clipped })], now as never)[0]?.settled;
    expect(settledAt(noon)).toBe(true);
    expect(settledAt(noon - 1_500)).toBe(false);
    expect(settledAt(noon, true)).toBe(false);
  });

  it("of a span that goes on is asked up to now", () => {
    const [question] = planCounts([want(slo(), { span: { ...span, until: (noon + 600) * 1_000 } })], noon);
    expect(question).toMatchObject({ at: noon, settled: false });
    expect(question?.queries[0]).toContain("[3599999ms]");
  });
});

describe("the answer", () => {
  const grouped = slo({ groupBy: ["region"] });
  const labels = (region: string) => ({ slo_id: grouped.id, region });
  const [question] = planCounts([want(grouped)], noon);

  it("is read by SLO and group", () => {
    const read = readCounts(question!, [
      vector({ labels: labels("eu"), value: 3 }, { labels: labels("us"), value: 0 }),
      vector({ labels: labels("eu"), value: 100 }, { labels: labels("us"), value: 50 }),
      vector({ labels: labels("eu"), value: 12 }, { labels: labels("us"), value: 12 }),
    ]);
    expect(read).toEqual(
      new Map([
        [
          grouped.id,
          new Map([
            ["region=eu", { bad: 3, total: 100, samples: 12 }],
            ["region=us", { bad: 0, total: 50, samples: 12 }],
          ]),
        ],
      ]),
    );
  });

  it("of series that are no SLO's, or no numbers, is passed over", () => {
    const strange = vector(
      { labels: { slo_id: "somebody.else" }, value: 3 },
      { labels: labels("eu"), value: NaN },
    );
    expect(readCounts(question!, [strange, vector(), vector()])).toEqual(new Map());
  });

  it("is none when a part of it is missing", () => {
    const refused: NoData = { kind: "no-data", cause: "timeout", message: "too slow" };
    expect(readCounts(question!, [vector(), refused, vector()])).toBe(refused);
    expect(readCounts(question!, [vector(), vector()])).toMatchObject({
      kind: "no-data",
      cause: "unusable-answer",
    });
    expect(
      readCounts(question!, [vector(), { kind: "scalar", value: 1, warnings: [] }, vector()]),
    ).toMatchObject({ kind: "no-data" });
  });
});
