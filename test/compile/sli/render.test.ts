import { describe, expect, it } from "vitest";
import { renderLedger, renderRaw } from "../../../src/compile/sli/render.ts";
import type { Segment } from "../../../src/model/promql.ts";
import { counter, duration, expression, increaseOf, rateOf } from "../../support/slos.ts";

const x = counter("x");
const time = { interval: duration("2m30s"), delay: duration("30s") };
const half = duration("30s");
const ranged = (offset?: string): Segment => ({
  kind: "selector",
  selector: x,
  range: true,
  ...(offset === undefined ? {} : { offset: duration(offset) }),
});
const onOneLine = (text: string) => text.replaceAll(/\s+/g, " ");

describe("a person's expression over a raw window", () => {
  it("reads every range over that window", () => {
    expect(renderRaw(expression("sum(", rateOf(x), ") + sum(delta(", ranged(), "))"), duration("5m"))).toBe(
      "sum(rate(x[5m])) + sum(delta(x[5m]))",
    );
  });

  it("keeps an offset behind its range", () => {
    expect(renderRaw(expression("delta(", ranged("1h"), ")"), duration("5m"))).toBe("delta(x[5m] offset 1h)");
  });
});

describe("a person's expression in the ledger", () => {
  it("has every rate replaced by the exact growth per second", () => {
    const text = onOneLine(renderLedger(expression("sum(", rateOf(x), ")"), time, half));
    expect(text).toMatch(/^sum\(\(\( \(last_over_time\(x\[2m30s\] offset 30s\) - .* \/ 150\)\)$/);
    expect(text).not.toContain("rate(");
  });

  it("has every increase replaced by the exact growth", () => {
    const text = onOneLine(renderLedger(expression("sum(", increaseOf(x), ")"), time, half));
    expect(text).toContain("last_over_time(x[2m30s] offset 30s)");
    expect(text).not.toContain("increase(");
    expect(text).not.toContain("/ 150");
  });

  it("adds the evaluation delay to an offset of its own", () => {
    const late: Segment = { kind: "growth", function: "rate", selector: x, offset: duration("1m") };
    expect(renderLedger(expression(late), time, half)).toContain("last_over_time(x[2m30s] offset 1m30s)");
  });

  it("is sampled over twice the interval and one scrape when a range stands outside every growth", () => {
    const sampled = expression("sum(", rateOf(x), ") - sum(delta(", ranged(), "))");
    expect(renderLedger(sampled, time, duration("30s"))).toBe(
      "sum(rate(x[5m30s] offset 30s)) - sum(delta(x[5m30s] offset 30s))",
    );
  });
});
