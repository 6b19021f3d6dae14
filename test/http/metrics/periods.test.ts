import { describe, expect, it } from "vitest";
import { judgedMonth, monthly } from "../../support/calendar.ts";
import { judged, snapshotOf } from "../../support/snapshots.ts";
import { appWith, get } from "../support/app.ts";

const said = async (...slos: Parameters<typeof snapshotOf>[0]): Promise<string[]> => {
  const { text } = await get(appWith(snapshotOf(slos)), "/metrics");
  return text.split("\n").filter((line) => line.startsWith("slo:period"));
};

const identity =
  'slo_id="checkout.availability.production",slo_service="checkout",slo_name="availability",slo_environment="production"';

describe("the period series on /metrics", () => {
  it("say of a calendar window what rules record of a rolling one", async () => {
    const month = judgedMonth(monthly(), [{ bad: 12_960, total: 8_640_000, coverage: 1 }]);
    expect(await said(month)).toEqual([
      `slo:period_events_total:sum{${identity}} 8640000`,
      `slo:period_events_bad:sum{${identity}} 12960`,
      `slo:period_coverage:ratio{${identity}} 1`,
      `slo:period_error_budget_remaining:ratio{${identity}} 0.5`,
      `slo:period_burn_rate:ratio{${identity}} 1.5`,
    ]);
  });

  it("stand beside where the period begins and ends", async () => {
    const month = judgedMonth(monthly(), [{ bad: 0, total: 1, coverage: 1 }]);
    const { from, to } = month.groups[0]?.assessment.raw?.period ?? {};
    const { text } = await get(appWith(snapshotOf([month])), "/metrics");
    expect(from).toBeLessThan(to ?? 0);
    expect(text).toContain(`nines_slo_period_start_timestamp_seconds{${identity}} ${from}\n`);
    expect(text).toContain(`nines_slo_period_end_timestamp_seconds{${identity}} ${to}\n`);
  });

  it("have a row for each group", async () => {
    const groups = ["eu", "us"].map((region) => ({ group: { region }, bad: 0, total: 8_640_000 }));
    const rows = await said(judgedMonth(monthly({ groupBy: ["region"] }), groups));
    expect(rows.filter((row) => row.startsWith("slo:period_error_budget"))).toEqual([
      `slo:period_error_budget_remaining:ratio{${identity},region="eu"} 1`,
      `slo:period_error_budget_remaining:ratio{${identity},region="us"} 1`,
    ]);
  });

  it("are left to the rules where the window rolls", async () => {
    expect(await said(judged({ consumed: 0.5 }))).toEqual([]);
  });

  it("are absent while nothing is known: an alert of its absence must be able to ring", async () => {
    expect(await said(judgedMonth(monthly(), [{ bad: 1, total: 2, age: "20m" }]))).toEqual([]);
  });
});
