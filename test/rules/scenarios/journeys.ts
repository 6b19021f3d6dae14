import { series } from "../../../src/model/names.ts";
import type { RunCounting, Sli } from "../../../src/model/slo.ts";
import { counter, duration, slo } from "../../support/slos.ts";
import { hasData, isAbsent, ledger, missesData, noLedger, says, type Scenario } from "../scenario.ts";

const runs = counter("journey_runs_total", { journey: "buy" });
const judged = {
  ...runs,
  matchers: [...runs.matchers, { label: "result", op: "!=", value: "internal" } as const],
};
const journey = { name: "buy", runs: judged, every: duration("30s") };
const counted = (counting: RunCounting): Sli => ({
  kind: "journey",
  journey,
  failed: counter("journey_runs_total", { journey: "buy", result: "failed" }),
  counting,
});
const timed: Sli = {
  kind: "latency",
  histogram: counter("journey_duration_seconds", { journey: "buy" }),
  threshold: 2,
  journey,
};

const runsOf = (result: string, location = "eu") =>
  `journey_runs_total{journey="buy",location="${location}",result="${result}"}`;
const bucket = (le: string) => `journey_duration_seconds_bucket{journey="buy",location="eu",le="${le}"}`;
const count = 'journey_duration_seconds_count{journey="buy",location="eu"}';

const story = (title: string, sli: Sli, rest: Pick<Scenario, "input" | "expect">): Scenario => ({
  title,
  slo: slo({ name: "buy", objective: "99%", sli }),
  every: "2m30s",
  scrape: "30s",
  ...rest,
});
const all = counted({ kind: "allRuns" });
const somewhere = counted({ kind: "anyLocation" });
const twoOfThree = counted({ kind: "kOfN", failed: 2, locations: 3 });

export const journeyScenarios: readonly Scenario[] = [
  story("every run is an event, at each location, and failed ones are bad; degraded ones are good", all, {
    input: {
      [runsOf("passed")]: "0+2x80",
      [runsOf("degraded")]: "0+1x80",
      [runsOf("failed")]: "0+1x80",
      [runsOf("passed", "us")]: "0+4x80",
      [runsOf("failed", "us")]: "0x80",
    },
    expect: [...ledger("30m", 5, 40), says("30m", "slo:sli_error:ratio_rate5m", 0.125)],
  }),
  story("what nines itself spoilt is no event", all, {
    input: {
      [runsOf("passed")]: "0+1x80",
      [runsOf("failed")]: "0x80",
      [runsOf("internal")]: "0+9x80",
    },
    expect: ledger("30m", 0, 5),
  }),
  story("a prober that goes away is no data", all, {
    input: { [runsOf("passed")]: "0+1x40 stale", [runsOf("failed")]: "0x40 stale" },
    expect: [...ledger("15m", 0, 5), ...noLedger("35m"), missesData("55m")],
  }),
  story("a prober that hangs, its counters standing still, is no data and no perfect month", all, {
    input: { [runsOf("passed")]: "0+1x40 40x80", [runsOf("failed")]: "0x120" },
    expect: [...ledger("15m", 0, 5), hasData("20m"), ...noLedger("35m"), missesData("55m")],
  }),
  story("a prober that only fails by its own fault is no data", all, {
    input: { [runsOf("passed")]: "0x120", [runsOf("failed")]: "0x120", [runsOf("internal")]: "0+1x120" },
    expect: [...noLedger("30m"), missesData("50m")],
  }),
  story("with anyLocation a round is bad only when it fails everywhere", somewhere, {
    input: {
      [runsOf("passed", "eu")]: "0+1x20 20x60",
      [runsOf("failed", "eu")]: "0x20 0+1x60",
      [runsOf("passed", "us")]: "0+1x40 40x40",
      [runsOf("failed", "us")]: "0x40 0+1x40",
    },
    expect: [...ledger("9m", 0, 5), ...ledger("18m", 0, 5), ...ledger("30m", 5, 5)],
  }),
  story("with kOfN one location alone is not believed, two are", twoOfThree, {
    input: {
      [runsOf("passed", "eu")]: "0+1x20 20x60",
      [runsOf("failed", "eu")]: "0x20 0+1x60",
      [runsOf("passed", "us")]: "0+1x40 40x40",
      [runsOf("failed", "us")]: "0x40 0+1x40",
      [runsOf("passed", "ap")]: "0+1x80",
      [runsOf("failed", "ap")]: "0x80",
    },
    expect: [...ledger("18m", 0, 5), ...ledger("30m", 5, 5), says("30m", "slo:sli_error:ratio_rate5m", 1)],
  }),
  story("with kOfN fewer locations than could ever be bad are no data", twoOfThree, {
    input: { [runsOf("passed", "eu")]: "0+1x80", [runsOf("failed", "eu")]: "0x80" },
    expect: [...noLedger("30m"), isAbsent("30m", "slo:sli_error:ratio_rate5m")],
  }),
  story("with kOfN a location that goes away leaves the others to judge", twoOfThree, {
    input: {
      [runsOf("passed", "eu")]: "0+1x80",
      [runsOf("failed", "eu")]: "0x80",
      [runsOf("passed", "us")]: "0+1x80",
      [runsOf("failed", "us")]: "0x80",
      [runsOf("passed", "ap")]: "0+1x10 stale",
      [runsOf("failed", "ap")]: "0x10 stale",
    },
    expect: ledger("30m", 0, 5),
  }),
  story("runs slower than the threshold are bad", timed, {
    input: {
      [runsOf("passed")]: "0+2x80",
      [bucket("2")]: "0+1x80",
      [bucket("+Inf")]: "0+2x80",
      [count]: "0+2x80",
    },
    expect: ledger("30m", 5, 10),
  }),
  story("a journey that hangs has no latency either", timed, {
    input: {
      [runsOf("passed")]: "0+1x40 40x80",
      [bucket("2")]: "0+1x40 40x80",
      [count]: "0+1x40 40x80",
    },
    expect: [...ledger("15m", 0, 5), ...noLedger("35m"), says("15m", `count(${series.ledgerTotal})`, 1)],
  }),
];
