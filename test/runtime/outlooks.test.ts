import { describe, expect, it } from "vitest";
import type { Reply } from "../../src/query/port.ts";
import { outlooksReader } from "../../src/runtime/outlooks.ts";
import { judged, noon, snapshotOf } from "../support/snapshots.ts";
import { refused } from "./world.ts";

const matrix = (value: number, samples = 1_728): Reply => ({
  kind: "matrix",
  series: [
    {
      labels: {},
      points: Array.from(
        { length: samples },
        (_, index) => [noon - (samples - 1 - index) * 150, value] as const,
      ),
    },
  ],
  warnings: [],
});

const read = async (of: ReturnType<typeof judged>, replies: readonly Reply[]) => {
  const asked: string[] = [];
  const outlooks = await outlooksReader(
    { current: () => snapshotOf([of]) },
    {
      now: () => noon,
      sources: [
        {
          name: "default",
          breaker: () => "closed",
          ask: async (queries) => {
            asked.push(...queries);
            return replies;
          },
        },
      ],
    },
  )(of.slo.id);
  return { asked, outlooks };
};

describe("how an SLO's alerts will fare", () => {
  it("is read from as much of the ledger as its longest window holds, in one question for both counts", async () => {
    const { asked, outlooks } = await read(judged({ consumed: 0.5 }), [matrix(0), matrix(100)]);
    expect(asked).toEqual([
      'slo:ledger_bad:events{slo_id="checkout.availability.production"}[259200s]',
      'slo:ledger_total:events{slo_id="checkout.availability.production"}[259200s]',
    ]);
    expect(outlooks?.tiers.map(({ outlook }) => outlook.kind)).toEqual(["never", "never", "never", "never"]);
  });

  it("leaves out what fires already, and says of the rest when", async () => {
    // A tenth bad for three days is 100 times the budget: every tier but the fast one, which fires, waits out its `for`.
    const { outlooks } = await read(judged({ consumed: 0.5, fastBurn: true }), [matrix(10), matrix(100)]);
    expect(outlooks?.tiers.map(({ tier, outlook }) => [tier.name, outlook])).toEqual([
      ["medium", { kind: "in", seconds: 120, isOver: true }],
      ["slow", { kind: "in", seconds: 900, isOver: true }],
      ["long", { kind: "in", seconds: 3_600, isOver: true }],
    ]);
  });

  it("looks at the group that is nearest to firing, tier by tier, however the groups stand", async () => {
    const regions = judged({
      slo: { groupBy: ["region"] },
      groups: [
        { group: { region: "eu" }, consumed: 1.2, burn: { "5m": 0, "1h": 0 } },
        { group: { region: "us" }, consumed: 0.1, burn: { "5m": 12, "1h": 9 } },
      ],
    });
    const { asked, outlooks } = await read(regions, [matrix(0), matrix(100)]);
    expect(outlooks?.tiers[0]?.group.assessment.group).toEqual({ region: "us" });
    expect(asked[0]).toContain('region="us"');
  });

  it("says that nobody knows, and why, when Prometheus does not answer", async () => {
    const { outlooks } = await read(judged({ consumed: 0.5 }), [refused, refused]);
    expect(outlooks?.silent).toEqual(refused);
    expect(outlooks?.tiers.every(({ outlook }) => outlook.kind === "unknown")).toBe(true);
  });
});
