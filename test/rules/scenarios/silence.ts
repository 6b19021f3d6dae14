import { series } from "../../../src/model/names.ts";
import { badRatio, slo } from "../../support/slos.ts";
import { hasData, isAbsent, missesData, noLedger, says, type Scenario } from "../scenario.ts";

const good = 'http_requests_total{job="checkout",code="200"}';

const story = (title: string, rest: Pick<Scenario, "input" | "expect"> & Partial<Scenario>): Scenario => ({
  title,
  slo: slo({ sli: badRatio() }),
  every: "2m30s",
  scrape: "30s",
  ...rest,
});

export const silenceScenarios: readonly Scenario[] = [
  story("an hour without traffic is silent", {
    input: { [good]: "1000+30x20 1600x140" },
    expect: [hasData("30m"), hasData("1h"), hasData("1h20m")],
  }),
  story("a series that went away is reported within half an hour", {
    input: { [good]: "1000+30x60 stale" },
    expect: [hasData("30m"), ...noLedger("45m"), missesData("1h")],
  }),
  story("a series that never existed is reported after fifteen minutes", {
    input: { 'up{job="checkout"}': "1x200" },
    expect: [hasData("12m30s"), missesData("20m")],
  }),
  story("noData can be turned off", {
    slo: slo({ sli: badRatio(), alerting: { noData: { enabled: false, for: slo().alerting.noData.for } } }),
    input: { 'up{job="checkout"}': "1x200" },
    expect: [hasData("20m"), hasData("1h")],
  }),
  story("an idle SLO has no burn rate, but its budget is whole", {
    input: { [good]: "1000x60" },
    expect: [says("20m", series.periodBudgetRemaining, 1), isAbsent("20m", series.periodBurnRate)],
  }),
];
