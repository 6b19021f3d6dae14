import { describe, expect, it } from "vitest";
import { sparkline } from "../../../src/cli/terminal/sparkline.ts";

describe("a sparkline", () => {
  it("scales to the greatest value, and tells nothing from little", () => {
    expect(sparkline([0, 1, 50, 100])).toBe("·▁▅█");
  });
  it("of nothing but zeros is quiet", () => expect(sparkline([0, 0])).toBe("··"));
});
