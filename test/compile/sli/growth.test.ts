import { describe, expect, it } from "vitest";
import { growth } from "../../../src/compile/sli/growth.ts";
import { counter, duration } from "../../support/slos.ts";

const x = counter("x", { job: "a" });
const now = 'last_over_time(x{job="a"}[2m30s] offset 30s)';
const before = 'last_over_time(x{job="a"}[5m] offset 3m)';
const peak = 'max_over_time(x{job="a"}[2m30s] offset 30s)';
const onOneLine = (text: string) => text.replaceAll(/\s+/g, " ");

describe("growth in one ledger interval", () => {
  it("is the last value minus the last value before, or across a reset the peak before and the value after", () => {
    const text = growth(x, { interval: duration("2m30s"), delay: duration("30s") });
    expect(onOneLine(text)).toBe(
      `(${now} - ${before} >= 0 < +Inf) or (${now} + clamp_min(${peak} - ${before}, 0) >= 0 < +Inf)`,
    );
  });

  it("reaches back over twice the interval, so that one missing interval loses nothing", () => {
    const text = growth(x, { interval: duration("1m"), delay: duration("30s") });
    expect(text).toContain('last_over_time(x{job="a"}[2m] offset 1m30s)');
  });

  it("merges series before it takes differences when one counter may be spelled as two", () => {
    const text = growth(
      x,
      { interval: duration("2m30s"), delay: duration("30s") },
      (values) => `max(${values})`,
    );
    expect(text).toContain(`max(${now})`);
    expect(text).toContain(`max(${before})`);
    expect(text).toContain(`max(${peak})`);
  });
});
