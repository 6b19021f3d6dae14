import { describe, expect, it } from "vitest";
import { budgeted } from "../../src/compile/budgeting.ts";
import { duration, objective, slo } from "../support/slos.ts";

const pair = { bad: "B", total: "sum(T)" };
const slice = duration("1m");

describe("the ledger pair by budgeting method", () => {
  it("counts events for occurrences", () => {
    expect(budgeted(slo(), pair)).toEqual(pair);
  });

  it("counts a slice as bad when its own ratio misses the slice objective", () => {
    const subject = slo({ budgeting: { kind: "timeslices", slice, objective: objective("95%") } });
    expect(budgeted(subject, pair)).toEqual({
      total: "sum(T) > bool 0",
      bad: "(B)\n> bool\n0.05 * 1.000000001 * sum(T)",
    });
  });

  it("weighs a slice by its error ratio, an idle one by nothing", () => {
    const subject = slo({ budgeting: { kind: "ratioTimeslices", slice } });
    expect(budgeted(subject, pair).bad).toBe("(clamp_max((B) / sum(T), 1) >= 0) or 0 * sum(T)");
  });

  it("brackets a total that is a chain of set operators", () => {
    const subject = slo({ budgeting: { kind: "ratioTimeslices", slice } });
    expect(budgeted(subject, { bad: "B", total: "sum(T)\nor\n0" }).total).toMatch(/^\([^]*\) > bool 0$/);
  });
});
