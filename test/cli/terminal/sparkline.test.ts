import { describe, expect, it } from "vitest";
import { shareLine, sparkline } from "../../../src/cli/terminal/sparkline.ts";

describe("a sparkline", () => {
  it("scales to the greatest value, and tells nothing from little", () => {
    expect(sparkline([0, 1, 50, 100])).toBe("·▁▅█");
  });
  it("of nothing but zeros is quiet", () => expect(sparkline([0, 0])).toBe("··"));
});

describe("a line of shares", () => {
  it("is full at the whole, a dot where nothing is left, and never scaled to itself", () => {
    expect(shareLine([1, 0.5, 0.01, 0, -0.2])).toBe("█▅▁··");
  });
  it("of many steps ends with the last of them", () => {
    const falling = Array.from({ length: 60 }, (_, n) => 1 - n / 59);
    expect(shareLine(falling, 10)).toBe("▇▇▆▅▅▄▃▂▂·");
  });
  it("of no steps is empty", () => expect(shareLine([])).toBe(""));
});
