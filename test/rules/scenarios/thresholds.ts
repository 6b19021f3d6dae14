import { series } from "../../../src/model/names.ts";
import type { Sli } from "../../../src/model/slo.ts";
import { counter, slo } from "../../support/slos.ts";
import { byGroup, isSane, ledger, noLedger, says, type Scenario } from "../scenario.ts";

const young = (rest: Partial<Extract<Sli, { kind: "threshold" }>> = {}, groupBy: readonly string[] = []) =>
  slo({
    name: "age",
    objective: "99%",
    groupBy,
    sli: { kind: "threshold", metric: counter("age"), operator: "<", value: 300, ...rest },
  });

const story = (
  title: string,
  rest: Pick<Scenario, "input" | "expect"> & Partial<Pick<Scenario, "slo">>,
): Scenario => ({ title, slo: young(), every: "2m30s", scrape: "30s", ...rest });

const bad = (seconds: number): Scenario["expect"][number] =>
  says("30m", `sum_over_time(${series.ledgerBad}[30m])`, seconds);

export const thresholdScenarios: readonly Scenario[] = [
  story("counts seconds of each series, every look once", {
    input: { 'age{q="a"}': "10x60", 'age{q="b"}': "20x60" },
    expect: [
      ...ledger("20m", 0, 300),
      says("29m", `sum_over_time(${series.ledgerTotal}[20m] offset 1m)`, 2400),
      isSane("29m"),
    ],
  }),
  story("five minutes over the threshold of one of two series are 300 bad seconds", {
    input: { 'age{q="a"}': "10x60", 'age{q="b"}': "10x19 400x9 10x40" },
    expect: [bad(300)],
  }),
  story("the threshold itself is bad when values have to lie below it", {
    input: { age: "300x60" },
    expect: [...ledger("20m", 150, 150), says("20m", "slo:sli_error:ratio_rate5m", 1)],
  }),
  story("and good when they may reach it", {
    slo: young({ operator: "<=" }),
    input: { age: "300x60" },
    expect: [...ledger("20m", 0, 150), says("20m", "slo:sli_error:ratio_rate5m", 0)],
  }),
  story("values can have to lie above it", {
    slo: young({ operator: ">", value: 0.5 }),
    input: { 'age{q="a"}': "0.6x60", 'age{q="b"}': "0.4x60" },
    expect: [...ledger("20m", 150, 300), says("20m", "slo:sli_error:ratio_rate5m", 0.5)],
  }),
  story("the sum of several series is one value", {
    slo: young({ across: "sum" }),
    input: { 'age{q="a"}': "200x60", 'age{q="b"}': "200x60" },
    expect: ledger("20m", 150, 150),
  }),
  story("the least of several series may be what counts", {
    slo: young({ across: "min" }),
    input: { 'age{q="a"}': "200x60", 'age{q="b"}': "900x60" },
    expect: ledger("20m", 0, 150),
  }),
  story("a sum can be grouped", {
    slo: young({ across: "sum" }, ["zone"]),
    input: { 'age{zone="a",q="a"}': "200x60", 'age{zone="a",q="b"}': "200x60", 'age{zone="b"}': "200x60" },
    expect: [byGroup("20m", series.ledgerBad, "zone", { a: 150, b: 0 })],
  }),
  story("a series that vanished is no data, not good", {
    input: { age: "10x20 stale" },
    expect: noLedger("30m"),
  }),
];
