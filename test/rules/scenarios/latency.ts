import { series } from "../../../src/model/names.ts";
import { counter, slo } from "../../support/slos.ts";
import { isAbsent, isAnomalous, isSane, ledger, noLedger, says, type Scenario } from "../scenario.ts";

const within = (threshold: number) =>
  slo({
    name: "latency",
    objective: "99%",
    sli: {
      kind: "latency",
      histogram: counter("http_request_duration_seconds", { job: "checkout" }),
      threshold,
    },
  });
const bucket = (le: string) => `http_request_duration_seconds_bucket{job="checkout",le="${le}"}`;
const count = 'http_request_duration_seconds_count{job="checkout"}';

const story = (title: string, threshold: number, rest: Pick<Scenario, "input" | "expect">): Scenario => ({
  title,
  slo: within(threshold),
  every: "2m30s",
  scrape: "30s",
  ...rest,
});

export const latencyScenarios: readonly Scenario[] = [
  story("what is above the threshold is bad", 0.3, {
    input: { [bucket("0.3")]: "1000+27x60", [bucket("+Inf")]: "1000+30x60", [count]: "1000+30x60" },
    expect: [...ledger("20m", 15, 150), says("20m", "slo:sli_error:ratio_rate5m", 0.1), isSane("29m")],
  }),
  story("a whole threshold matches le as Prometheus 2 writes it", 1, {
    input: { [bucket("1")]: "1000+27x60", [count]: "1000+30x60" },
    expect: ledger("20m", 15, 150),
  }),
  story("and as Prometheus 3 writes it", 1, {
    input: { [bucket("1.0")]: "1000+27x60", [count]: "1000+30x60" },
    expect: ledger("20m", 15, 150),
  }),
  story("and through the upgrade, when one spelling ends and the other begins", 1, {
    input: {
      [bucket("1")]: "1000+30x30 stale",
      [bucket("1.0")]: "_x31 1930+30x60",
      [count]: "1000+30x90",
    },
    expect: [
      says("40m", `max_over_time(${series.ledgerBad}[10m])`, 0),
      says("40m", `sum_over_time(${series.ledgerBad}[40m]) < bool 61`, 1),
    ],
  }),
  story("a threshold that is no bucket is no data and an anomaly, not 100 % errors", 0.25, {
    input: { [bucket("0.3")]: "1000+27x90", [count]: "1000+30x90" },
    expect: [
      ...noLedger("30m"),
      isAbsent("30m", "slo:sli_error:ratio_rate5m"),
      isAnomalous("40m", "threshold_is_no_bucket"),
    ],
  }),
  story("no traffic is 0 of 0", 0.3, {
    input: { [bucket("0.3")]: "1000x60", [count]: "1000x60" },
    expect: [...ledger("20m", 0, 0), isAbsent("20m", "slo:sli_error:ratio_rate5m")],
  }),
  story("a restart never makes requests slow", 0.3, {
    input: { [bucket("0.3")]: "1000+30x17 0+30x60", [count]: "1000+30x17 0+30x60" },
    expect: [says("30m", `sum_over_time(${series.ledgerBad}[30m])`, 0)],
  }),
];
