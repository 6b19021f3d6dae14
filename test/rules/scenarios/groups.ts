import { series } from "../../../src/model/names.ts";
import { badRatio, slo } from "../../support/slos.ts";
import { burns, byGroup, hasData, isAbsent, reaches, says, staysBelow, type Scenario } from "../scenario.ts";

const byRegion = slo({ sli: badRatio(), groupBy: ["region"] });
const requests = (region: string, code: number) =>
  `http_requests_total{job="checkout",region="${region}",code="${code}"}`;

const story = (title: string, rest: Pick<Scenario, "input" | "expect"> & Partial<Scenario>): Scenario => ({
  title,
  slo: byRegion,
  every: "2m30s",
  scrape: "30s",
  ...rest,
});

const hour = 120; // scrapes of 30s

export const groupScenarios: readonly Scenario[] = [
  story("each group value has its own ledger", {
    input: {
      [requests("eu", 200)]: "1000+27x60",
      [requests("eu", 500)]: "1000+3x60",
      [requests("us", 200)]: "1000+30x60",
    },
    expect: [
      byGroup("20m", series.ledgerBad, "region", { eu: 15, us: 0 }),
      byGroup("20m", series.ledgerTotal, "region", { eu: 150, us: 150 }),
    ],
  }),
  story("a group that appears late is judged from then on", {
    input: { [requests("eu", 200)]: "1000+30x200", [requests("us", 200)]: "_x80 1000+30x120" },
    expect: [
      byGroup("30m", series.ledgerTotal, "region", { eu: 150 }),
      byGroup("50m", series.ledgerTotal, "region", { eu: 150, us: 150 }),
    ],
  }),
  story("a group that ends leaves the ledger and the others alone", {
    input: { [requests("eu", 200)]: "1000+30x200", [requests("ap", 200)]: "1000+30x60 stale" },
    expect: [byGroup("50m", series.ledgerTotal, "region", { eu: 150 }), hasData("1h20m")],
  }),
  story("an idle group is 0 of 0 and has no ratio", {
    input: { [requests("eu", 200)]: "1000+30x200", [requests("idle", 200)]: "1000x200" },
    expect: [
      byGroup("50m", series.ledgerTotal, "region", { eu: 150, idle: 0 }),
      isAbsent("50m", 'slo:sli_error:ratio_rate5m{region="idle"}'),
      hasData("1h20m"),
    ],
  }),
  story("one burning region pages alone", {
    every: "30s",
    input: {
      [requests("eu", 200)]: "1000+300x240 73000x60",
      [requests("eu", 500)]: "1000x240 1300+300x60",
      [requests("us", 200)]: "1000+300x300",
    },
    expect: [
      burns("fast", "2h10m"),
      says("2h10m", `count(ALERTS{tier="fast",alertstate="firing",region="eu"})`, 1),
    ],
  }),
  story("a group gone for a day no longer holds a budget alert", {
    slo: slo({ sli: badRatio(), groupBy: ["region"], window: "7d", objective: "99%" }),
    input: {
      [requests("eu", 200)]: `1000+30x${32 * hour}`,
      [requests("ap", 500)]: `1000+5x${4 * hour} stale`,
    },
    expect: [reaches("frozen", "4h"), reaches("frozen", "12h"), staysBelow("frozen", "1d7h")],
  }),
];
