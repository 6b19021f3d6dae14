import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { budgetBar, budgetGauge, unknownBar } from "../../../src/cli/terminal/bar.ts";

describe("the budget bar in the terminal", () => {
  it("fills as the budget is consumed", () => {
    expect(budgetGauge(0)).toBe("▕░░░░░░░░░░▏ 0 %");
    expect(budgetGauge(0.62)).toBe("▕██████░░░░▏ 62 %");
    expect(budgetGauge(1)).toBe("▕██████████▏ 100 %");
  });

  it("never looks full while anything is left", () => expect(budgetBar(0.99)).toContain("█████████░"));

  it("runs past the end, hatched, when the budget is overspent", () => {
    expect(budgetGauge(1.18)).toBe("▕██████████▏▓▓ 118 %");
    expect(budgetGauge(40)).toBe("▕██████████▏▓▓▓ 4000 %");
  });

  it("is always equally wide, so that columns align", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (consumed) => {
        expect(Array.from(budgetBar(consumed))).toHaveLength(Array.from(unknownBar()).length);
      }),
    );
  });
});
