import { describe, expect, it } from "vitest";
import { runNines } from "../../kit/nines.ts";

describe("nines top without a terminal", () => {
  it("says what to use instead, and could not work", async () => {
    const { exitCode, stdout, stderr } = await runNines(["top"]);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toBe(
      "nines: nines top needs a terminal to draw on; in a pipe, a script or a log: nines status\n",
    );
  });

  it("has no JSON of its own", async () =>
    expect((await runNines(["top", "--json"])).stderr).toContain("nines status --json"));
});
