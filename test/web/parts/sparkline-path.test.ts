import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linePath, lineScale } from "../../../src/web/parts/sparkline-path.ts";

const height = 23;

describe("a small line of burn-down", () => {
  it("begins with a whole budget on top and ends at what is left", () => {
    const left = [0.75, 0.5];
    expect(linePath(left, { width: 100, scale: lineScale(left, height) })).toBe("M0 1.5L50 6.5L100 11.5");
  });

  it("makes room below for what was overspent, up to a budget more", () => {
    const scale = lineScale([0.5, -0.5], height);
    expect([scale(1), scale(-0.5)]).toEqual([1.5, 21.5]);
    expect(scale(0)).toBeCloseTo(1.5 + 20 / 1.5, 9);
    expect(lineScale([-40], height)(-40)).toBe(21.5);
  });

  it("stays within its frame, whatever was left", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -50, max: 1, noNaN: true }), { minLength: 1 }), (left) => {
        const path = linePath(left, { width: 100, scale: lineScale(left, height) });
        for (const [, x, y] of path.matchAll(/[ML](\S+) ([\d.]+)/g)) {
          expect(Number(x)).toBeLessThanOrEqual(100);
          expect(Number(y)).toBeGreaterThanOrEqual(1.5);
          expect(Number(y)).toBeLessThanOrEqual(21.5);
        }
      }),
    );
  });
});
