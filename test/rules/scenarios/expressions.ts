import type { Segment } from "../../../src/model/promql.ts";
import { computes, counter, increaseOf, rateOf, slo } from "../../support/slos.ts";
import { isAnomalous, isSane, ledger, noLedger, type Scenario } from "../scenario.ts";

const gauge = (metric: string): Segment => ({ kind: "selector", selector: counter(metric) });

/** B and T are quotients of gauges, so that NaN and Inf can be made from finite input. */
const quotients = slo({
  sli: {
    kind: "ratio",
    counts: "bad",
    part: computes("sum(", gauge("b"), " / ", gauge("b_over"), ")"),
    total: computes("sum(", gauge("t"), " / ", gauge("t_over"), ")"),
  },
});

interface Row {
  what: string;
  /** Numerator and denominator; undefined when the series is missing. */
  bad?: readonly [number, number];
  total?: readonly [number, number];
  expect: Scenario["expect"];
}

const constant = (value: number) => `${value}x100`;
const input = (name: string, quotient?: readonly [number, number]) =>
  quotient === undefined ? {} : { [name]: constant(quotient[0]), [`${name}_over`]: constant(quotient[1]) };

const nothing = noLedger("40m");
const odd = isAnomalous("40m", "not_a_number");
const rows: readonly Row[] = [
  { what: "NaN bad → nothing", bad: [0, 0], total: [2, 1], expect: [...nothing, odd] },
  { what: "+Inf bad → nothing", bad: [1, 0], total: [2, 1], expect: [...nothing, odd] },
  { what: "−Inf bad → nothing", bad: [-1, 0], total: [2, 1], expect: [...nothing, odd] },
  { what: "NaN total → nothing", bad: [1, 1], total: [0, 0], expect: [...nothing, odd] },
  { what: "+Inf total → nothing", bad: [1, 1], total: [1, 0], expect: [...nothing, odd] },
  {
    what: "negative bad counts as zero and is reported",
    bad: [-3, 1],
    total: [2, 1],
    expect: [...ledger("40m", 0, 300), isAnomalous("40m", "negative")],
  },
  {
    what: "bad above total counts as all bad and is reported",
    bad: [3, 1],
    total: [2, 1],
    expect: [...ledger("40m", 300, 300), isAnomalous("40m", "bad_above_total")],
  },
  {
    what: "bad without traffic counts as nothing and is reported",
    bad: [1, 1],
    total: [0, 1],
    expect: [...ledger("40m", 0, 0), isAnomalous("40m", "bad_above_total")],
  },
  { what: "0 of 0 is 0 of 0", bad: [0, 1], total: [0, 1], expect: [...ledger("40m", 0, 0), isSane("40m")] },
  { what: "an absent bad is zero", total: [2, 1], expect: [...ledger("40m", 0, 300), isSane("40m")] },
  { what: "an absent total is no data", bad: [1, 1], expect: nothing },
];

const good = 'requests_total{code="200"}';
const bad = 'requests_total{code="500"}';
const errors = counter("requests_total", { code: "500" });
const all = counter("requests_total");
const counters = { [good]: "1000+30x60", [bad]: "1000+3x60" };

const story = (
  title: string,
  part: ReturnType<typeof computes>,
  total: ReturnType<typeof computes>,
): Scenario => ({
  title,
  slo: slo({ sli: { kind: "ratio", counts: "bad", part, total } }),
  every: "2m30s",
  scrape: "30s",
  input: counters,
  expect: ledger("20m", 15, 165),
});

export const expressionScenarios: readonly Scenario[] = [
  ...rows.map(({ what, bad: b, total: t, expect }): Scenario => ({
    title: `of two expressions: ${what}`,
    slo: quotients,
    every: "2m30s",
    scrape: "30s",
    input: { ...input("b", b), ...input("t", t) },
    expect,
  })),
  story(
    "rate($window) nodes become exact differences, so that sums are whole events",
    computes("sum(", rateOf(errors), ")"),
    computes("sum(", rateOf(all), ")"),
  ),
  story(
    "increase($window) nodes too",
    computes("sum(", increaseOf(errors), ")"),
    computes("sum(", increaseOf(all), ")"),
  ),
];
