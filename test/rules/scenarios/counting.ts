import { badRatio, counter, selects, slo } from "../../support/slos.ts";
import { isAbsent, isAnomalous, isSane, ledger, noLedger, says, type Scenario } from "../scenario.ts";
import { series } from "../../../src/model/names.ts";
import type { Sli } from "../../../src/model/slo.ts";

const good = 'http_requests_total{job="checkout",code="200"}';
const bad = 'http_requests_total{job="checkout",code="500"}';
const up = 'up{job="checkout"}';

const goodRatio: Sli = {
  kind: "ratio",
  counts: "good",
  part: selects(counter("http_requests_total", { job: "checkout", code: "200" })),
  total: selects(counter("http_requests_total", { job: "checkout" })),
};
const present = counter("up", { job: "checkout" });

type Story = Pick<Scenario, "input" | "expect"> & Partial<Scenario>;
const story = (title: string, { slo: ofSlo = slo({ sli: badRatio() }), ...rest }: Story): Scenario => ({
  title,
  slo: ofSlo,
  every: "2m30s",
  scrape: "30s",
  ...rest,
});

export const countingScenarios: readonly Scenario[] = [
  story("each interval counts what the counters grew by, as whole events", {
    input: { [good]: "1000+30x40", [bad]: "1000+3x40" },
    expect: [...ledger("10m", 15, 165), ...ledger("17m30s", 15, 165)],
  }),
  story("a bad series that does not exist yet is zero, and counts from its second reading", {
    input: { [good]: "0+30x60", [bad]: "_x30 5+3x30" },
    expect: [...ledger("10m", 0, 150), ...ledger("25m", 15, 165)],
  }),
  story("the first reading of a new series is not counted, as with any rate", {
    // 500s appear at 5 and stay there: the five are lost, and nothing else is invented.
    input: { [good]: "0+30x60", [bad]: "_x30 5x30" },
    expect: [...ledger("17m30s", 0, 150), says("29m", `max_over_time(${series.ledgerBad}[30m])`, 0)],
  }),
  story("no traffic breaks no promise: 0 of 0, and no ratio at all", {
    input: { [good]: "1000x60", [bad]: "1000x60" },
    expect: [...ledger("20m", 0, 0), isAbsent("20m", "slo:sli_error:ratio_rate5m"), isSane("29m")],
  }),
  story("a total that does not exist is no data, never 0 % and never 100 %", {
    input: { 'other_total{job="checkout"}': "0+1x60" },
    expect: [...noLedger("20m"), isAbsent("20m", "slo:sli_error:ratio_rate5m")],
  }),
  story("an absent total while presence is 1 means no traffic", {
    slo: slo({ presence: present }),
    input: { [up]: "1x60" },
    expect: ledger("20m", 0, 0),
  }),
  story("an absent total while presence is 0 is no data", {
    slo: slo({ presence: present }),
    input: { [up]: "0x60" },
    expect: noLedger("20m"),
  }),
  story("presence changes nothing while there is traffic", {
    slo: slo({ presence: present }),
    input: { [up]: "1x60", [good]: "1000+30x60", [bad]: "1000+3x60" },
    expect: ledger("20m", 15, 165),
  }),
  story("a restart inside an interval loses nothing that was scraped", {
    // 1000 … 1270 at 4m30s, then from 0 at 5m: 30 a scrape all along, 60 of them unseen around the restart.
    input: { [good]: "1000+30x9 0+30x30", [bad]: "1000x9 0x30" },
    expect: [...ledger("5m", 0, 150), ...ledger("7m30s", 0, 120), ...ledger("10m", 0, 150)],
  }),
  story("a restart between two intervals never counts backwards", {
    // The last reading before the restart belongs to the interval before.
    input: { [good]: "1000+30x14 0+30x30", [bad]: "1000+3x14 0+3x30" },
    expect: [
      says("20m", `min_over_time(${series.ledgerTotal}[20m])`, 132),
      says("20m", `min_over_time(${series.ledgerBad}[20m])`, 12),
    ],
  }),
  story("one scrape gap of a whole interval is carried over, not lost", {
    input: { [good]: "1000+30x10 _x5 1480+30x30", [bad]: "1000x10 _x5 1000x30" },
    expect: [says("15m", `sum_over_time(${series.ledgerTotal}[10m] offset 2m30s)`, 600)],
  }),
  story("bad above total stays visible in the ledger, never yields a ratio above 1, and is reported", {
    slo: slo({
      sli: {
        kind: "ratio",
        counts: "bad",
        part: selects(counter("errors_total", { job: "checkout" })),
        total: selects(counter("http_requests_total", { job: "checkout" })),
      },
    }),
    input: { 'errors_total{job="checkout"}': "1000+60x80", [good]: "1000+30x80" },
    expect: [
      ...ledger("30m", 300, 150),
      says("30m", "slo:sli_error:ratio_rate5m", 1),
      says("30m", "slo:sli_error:ratio_rate6h", 1),
      isAnomalous("30m", "bad_above_total"),
    ],
  }),
  story("bad events without any total are reported, not judged", {
    slo: slo({
      sli: {
        kind: "ratio",
        counts: "bad",
        part: selects(counter("errors_total")),
        total: selects(counter("absent_total")),
      },
    }),
    input: { errors_total: "1000+3x80" },
    expect: [...noLedger("30m").slice(1), isAnomalous("30m", "bad_without_total")],
  }),
  story("good + total: what is not good is bad", {
    slo: slo({ sli: goodRatio }),
    input: { [good]: "1000+27x40", [bad]: "1000+3x40" },
    expect: ledger("15m", 15, 150),
  }),
  story("good + total: a good series that does not exist means all bad", {
    slo: slo({ sli: goodRatio }),
    input: { [bad]: "1000+3x40" },
    expect: ledger("15m", 15, 15),
  }),
  story("good + total on young counters: the ledger counts no error that did not happen", {
    // One old failure, then only successes from the first scrape on: a rate would show 10 to 22 % errors.
    slo: slo({ sli: goodRatio }),
    input: { [good]: "0+30x40", [bad]: "1x40" },
    expect: [says("15m", `sum_over_time(${series.ledgerBad}[15m])`, 0)],
  }),
];
