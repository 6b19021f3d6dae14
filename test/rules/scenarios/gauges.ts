import { series } from "../../../src/model/names.ts";
import type { Segment } from "../../../src/model/promql.ts";
import { counter, expression, slo } from "../../support/slos.ts";
import { isAnomalous, ledger, noLedger, says, type Scenario } from "../scenario.ts";

const up = slo({
  name: "up",
  objective: "99%",
  sli: { kind: "gauge", selector: counter("up", { job: "search" }) },
});
const upGrouped = slo({
  name: "up",
  objective: "99%",
  groupBy: ["zone"],
  sli: { kind: "gauge", selector: counter("up", { job: "search" }) },
});

const gauge = (metric: string): Segment => ({ kind: "selector", selector: counter(metric) });
const share = slo({
  name: "share",
  objective: "99%",
  sli: { kind: "errorRatio", expression: expression(gauge("e"), " / ", gauge("of")) },
});

const story = (
  title: string,
  rest: Pick<Scenario, "input" | "expect"> & Partial<Pick<Scenario, "slo">>,
): Scenario => ({ title, slo: up, every: "2m30s", scrape: "30s", ...rest });

const quotient = (a: number, b: number) => ({ e: `${a}x90`, of: `${b}x90` });

export const gaugeScenarios: readonly Scenario[] = [
  story("a gauge counts seconds of each series, every scrape once", {
    input: { 'up{job="search",instance="a"}': "1x60", 'up{job="search",instance="b"}': "1x60" },
    expect: [
      ...ledger("20m", 0, 300),
      says("29m", `sum_over_time(${series.ledgerTotal}[20m] offset 1m)`, 2400),
    ],
  }),
  story("one of two instances down for five minutes is 300 bad seconds", {
    input: { 'up{job="search",instance="a"}': "1x60", 'up{job="search",instance="b"}': "1x19 0x9 1x40" },
    expect: [says("30m", `sum_over_time(${series.ledgerBad}[30m])`, 300)],
  }),
  story("a gauge that vanished is no data, not down", {
    input: { 'up{job="search",instance="a"}': "1x20 stale" },
    expect: noLedger("30m"),
  }),
  story("gauges can be grouped", {
    slo: upGrouped,
    input: { 'up{job="search",zone="a"}': "1x60", 'up{job="search",zone="b"}': "0x60" },
    expect: [
      says("20m", `${series.ledgerBad}{zone="a"}`, 0),
      says("20m", `${series.ledgerBad}{zone="b"}`, 150),
    ],
  }),
  story("an error ratio weighs seconds", {
    slo: share,
    input: quotient(1, 4),
    expect: ledger("20m", 37.5, 150),
  }),
  story("an error ratio of 0/0 is an idle second, not a bad one", {
    slo: share,
    input: quotient(0, 0),
    expect: ledger("20m", 0, 0),
  }),
  story("an error ratio of Inf counts as idle and is reported", {
    slo: share,
    input: quotient(1, 0),
    expect: [...ledger("20m", 0, 0), isAnomalous("40m", "not_a_number")],
  }),
  story("an error ratio above 1 counts as 1 and is reported", {
    slo: share,
    input: quotient(3, 2),
    expect: [...ledger("20m", 150, 150), isAnomalous("40m", "above_one")],
  }),
  story("a negative error ratio counts as 0 and is reported", {
    slo: share,
    input: quotient(-1, 2),
    expect: [...ledger("20m", 0, 150), isAnomalous("40m", "negative")],
  }),
  story("an error ratio that does not exist is no data", {
    slo: share,
    input: { e: "1x60" },
    expect: noLedger("20m"),
  }),
];
