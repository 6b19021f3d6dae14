import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bucketSpellings } from "../../../src/compile/sli/buckets.ts";
import { sliRules } from "../../../src/compile/sli/sli.ts";
import { counter, duration, slo } from "../../support/slos.ts";

const histogram = counter("request_seconds", { job: "a" });
const rulesFor = (threshold: number) =>
  sliRules(slo({ sli: { kind: "latency", histogram, threshold } }), {
    interval: duration("2m30s"),
    delay: duration("30s"),
  });

describe("the ways a bucket may be spelled", () => {
  it.each([
    [0.3, ["0.3"]],
    [1, ["1", "1.0"]],
    [10, ["10", "10.0"]],
    [100_000, ["100000", "100000.0"]],
    [1_000_000, ["1000000", "1000000.0", "1e+06"]],
    [2_500_000, ["2500000", "2500000.0", "2.5e+06"]],
    [0.00005, ["0.00005", "5e-05"]],
    [1e-7, ["0.0000001", "1e-07"]],
  ])("of %d are %j", (threshold, spellings) => {
    expect(bucketSpellings(threshold)).toEqual(spellings);
  });

  it("all mean the threshold itself", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 999_999_999 }),
        fc.integer({ min: -7, max: 3 }),
        (digits, power) => {
          const threshold = Number(`${digits}e${power}`);
          for (const spelling of bucketSpellings(threshold)) expect(Number(spelling)).toBe(threshold);
        },
      ),
    );
  });
});

describe("a latency SLI", () => {
  it("matches a bucket that has one spelling by that spelling", () => {
    expect(rulesFor(0.3).ratio(duration("5m"))).toContain('request_seconds_bucket{job="a", le="0.3"}[5m]');
  });

  it("matches all spellings of a bucket, so that nothing changes when Prometheus is upgraded", () => {
    expect(rulesFor(1).ratio(duration("5m"))).toContain('le=~"1|1\\\\.0"');
  });

  it("takes differences across the spellings in the ledger, where the upgrade would lose a scrape", () => {
    expect(rulesFor(1).pair.bad).toContain("max without (le) (last_over_time(request_seconds_bucket");
    expect(rulesFor(0.3).pair.bad).not.toContain("without (le)");
  });

  it("has a total only where the bucket exists: a wrong threshold is no data, not 100 % errors", () => {
    expect(rulesFor(0.3).pair.total).toMatch(/\nand\nsum\([^]*le="0\.3"/);
  });

  it("names the missing bucket in the anomaly", () => {
    const anomaly = rulesFor(0.3)
      .anomalies(duration("5m"))
      .find(({ name }) => name === "threshold_is_no_bucket");
    expect(anomaly?.reason).toContain('le="0.3"');
  });
});
