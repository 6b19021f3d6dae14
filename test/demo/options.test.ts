import { describe, expect, it } from "vitest";
import { help, readOptions, UsageError } from "../../demo/options.ts";

describe("the demo's command line", () => {
  it("runs until interrupted, on free ports, without options", () => {
    expect(readOptions([])).toEqual({ cycle: 5, restartAfter: 45, slos: "slos" });
  });

  it("reads durations as Prometheus writes them", () => {
    expect(readOptions(["--for", "1m30s", "--cycle=10s", "--restart-after", "2m"])).toMatchObject({
      lasting: 90,
      cycle: 10,
      restartAfter: 120,
    });
  });

  it("asks for help", () => {
    expect(readOptions(["--help"])).toBeUndefined();
    for (const option of ["--for", "--port", "--cycle", "--restart-after", "--slos"])
      expect(help).toContain(`  ${option} `);
  });

  it.each([
    [["--for", "ninety"], "--for ninety"],
    [["--cycle", "0s"], "--cycle 0s"],
    [["--port", "http"], "--port http"],
    [["--port", "65531"], "--port 65531"],
    [["--fro", "90s"], "--fro"],
    [["90s"], "90s"],
  ])("%j is refused in words that name it", (argv, named) => {
    expect(() => readOptions(argv)).toThrow(UsageError);
    expect(() => readOptions(argv)).toThrow(named);
  });
});
