import { describe, expect, it } from "vitest";
import { compileSlo } from "../../src/compile/slo-rules.ts";
import type { Slo } from "../../src/model/slo.ts";
import { calendarWindow } from "../../src/model/window.ts";
import { slo } from "../support/slos.ts";

const window = calendarWindow("month", "Europe/Berlin");
const monthly = slo({ window });
const recorded = (subject: Slo) =>
  compileSlo(subject).flatMap(({ rules }) => rules.flatMap((rule) => ("record" in rule ? [rule] : [])));
const alerts = (subject: Slo, name: string) =>
  compileSlo(subject).flatMap(({ rules }) =>
    rules.flatMap((rule) => ("alert" in rule && rule.alert === name ? [rule] : [])),
  );
const id = '{slo_id="checkout.availability.production"}';

describe("the rules of a calendar window", () => {
  it("leave the period to nines: where it begins no expression can say", () => {
    const names = recorded(monthly).map(({ record }) => record);
    expect(names.filter((name) => name.startsWith("slo:period"))).toEqual([]);
    expect(names).toContain("slo:ledger_bad:events");
    expect(names).toContain("slo:current_burn_rate:ratio");
  });

  it("record every window of the tiers, also one as long as the period", () => {
    const [fast] = monthly.alerting.tiers;
    const tier = { ...fast!, long: window.length };
    const names = recorded(slo({ window, alerting: { tiers: [tier] } })).map(({ record }) => record);
    expect(names).toContain("slo:sli_error:ratio_rate30d");
  });

  it("announce states by what nines says remains, however many replicas say it", () => {
    const [watch] = alerts(monthly, "ErrorBudgetConsumed");
    expect(watch?.expr).toBe(`1 - min by (slo_id) (slo:period_error_budget_remaining:ratio${id}) >= 0.5`);
    expect(watch?.annotations.description).toContain("of a calendar month (Europe/Berlin) is spent");
  });

  it("announce states of living groups alone", () => {
    const [watch] = alerts(slo({ window, groupBy: ["region"] }), "ErrorBudgetConsumed");
    expect(watch?.expr).toBe(
      `1 - min by (slo_id, region) (slo:period_error_budget_remaining:ratio${id}) >= 0.5\n` +
        `and on (slo_id, region)\ncount_over_time(slo:ledger_total:events${id}[1d]) > 0`,
    );
  });

  it("ring when nines is not there to say it", () => {
    const [noData] = alerts(monthly, "SloNoData");
    expect(noData?.expr).toContain(`absent(slo:period_error_budget_remaining:ratio${id})`);
    const unannounced = slo({ window, alerting: { consumed: { enabled: false } } });
    expect(alerts(unannounced, "SloNoData")[0]?.expr).toBe(`absent(slo:ledger_total:events${id})`);
  });

  it("look for no constant burn: early in a period one bad day burns in every window", () => {
    const anomalies = alerts(monthly, "SloAnomaly").map(({ labels }) => labels.anomaly);
    expect(anomalies).not.toContain("constant_burn");
  });

  it("tell on slo_info which window is meant", () => {
    const info = recorded(monthly).find(({ record }) => record === "slo_info");
    expect(info?.labels.window).toBe("month (Europe/Berlin)");
  });
});
