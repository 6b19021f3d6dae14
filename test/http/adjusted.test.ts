import { describe, expect, it } from "vitest";
import { sloDetailSchema } from "../../src/http/schemas/slo.ts";
import { halved, unadjusted } from "../support/corrected.ts";
import { judged, policyOf, snapshotOf } from "../support/snapshots.ts";
import { appWith, get } from "./support/app.ts";

const adjusting = policyOf({ name: "adjusting", judge: "adjusted" });
const app = appWith(
  snapshotOf([
    judged({ consumed: 0.4 }),
    halved(judged({ consumed: 1.2, policy: adjusting, slo: { service: "planned", policy: "adjusting" } })),
    unadjusted(judged({ consumed: 0.8, slo: { service: "silent" } })),
  ]),
);
const sloOf = async (service: string) =>
  sloDetailSchema.parse((await get(app, `/api/v1/slos/${service}.availability.production`)).body);

describe("an SLO over HTTP", () => {
  it("shows raw and adjusted side by side, the same where nothing is corrected", async () => {
    const slo = await sloOf("checkout");
    expect(slo.adjusted).toEqual(slo.budget);
    expect(slo).toMatchObject({ judges: "raw", corrected: [] });
  });

  it("shows what was taken out: edges asked for, edges used, how uncertain, how much", async () => {
    const slo = await sloOf("planned");
    expect(slo).toMatchObject({
      judges: "adjusted",
      budget: { consumed: 1.2, bad: 1_200, total: 1_000_000 },
      adjusted: { bad: 600, total: 990_000, coverage: 0.99 },
    });
    expect(slo.corrected).toEqual([
      {
        effect: "drop",
        asked: [{ id: "co-1", from: "2026-11-22T09:00:00.000Z", to: "2026-11-22T11:00:00.000Z" }],
        from: "2026-11-22T09:00:00.000Z",
        to: "2026-11-22T11:00:00.000Z",
        uncertain: "2m30s",
        clipped: false,
        bad: 600,
        total: 10_000,
        samples: 48,
      },
    ]);
    expect(slo.groupsDetail[0]?.corrected).toEqual(slo.corrected);
  });

  it("says why there is no adjusted number rather than showing the raw one for it", async () => {
    const slo = await sloOf("silent");
    expect(slo.adjusted).toBeUndefined();
    expect(slo.unadjusted).toBe("corrections could not be counted: timeout");
    expect(slo.budget?.consumed).toBe(0.8);
  });
});
