import { describe, expect, it } from "vitest";
import { tally, verdict } from "../../scripts/test/tally.mjs";

const file = (counts: object) => ({
  file: "a.test.ts",
  seconds: 1,
  passed: 0,
  failed: 0,
  skipped: 0,
  ...counts,
});
const ran = (counts: object, unhandled = 0) => ({ reason: "passed", unhandled, files: [file(counts)] });

describe("the last line of npm test", () => {
  it("counts what passed and failed, alone on the line", () => {
    expect(verdict(tally("unit", ran({ passed: 3 }), 0))).toEqual({
      line: "3 passed, 0 failed",
      exitCode: 0,
    });
  });

  it("adds what was skipped only when something was", () => {
    expect(verdict(tally("unit", ran({ passed: 3, skipped: 2 }), 0)).line).toBe(
      "3 passed, 0 failed, 2 skipped",
    );
  });

  it("agrees with the exit code when a test fails", () => {
    expect(verdict(tally("unit", ran({ passed: 1, failed: 1 }), 1))).toEqual({
      line: "1 passed, 1 failed",
      exitCode: 1,
    });
  });

  it("counts an error outside of any test as a failure", () => {
    expect(verdict(tally("unit", ran({ passed: 1 }, 1), 1)).line).toBe("1 passed, 1 failed");
  });

  it("counts a layer without tests as a failure", () => {
    expect(verdict(tally("unit", { reason: "passed", unhandled: 0, files: [] }, 0)).line).toBe(
      "0 passed, 1 failed",
    );
  });

  it("counts a run that never reached its end as a failure", () => {
    expect(verdict(tally("system", undefined, 1)).line).toBe("0 passed, 1 failed");
  });

  it("counts a bad end as a failure even when every test passed", () => {
    expect(verdict(tally("system", ran({ passed: 5 }), 137)).line).toBe("5 passed, 1 failed");
  });

  it("calls it a failure when nothing at all was tested", () => {
    expect(verdict([])).toEqual({ line: "0 passed, 1 failed", exitCode: 1 });
  });
});
