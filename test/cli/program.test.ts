import { describe, expect, it } from "vitest";
import { runNines } from "../../kit/nines.ts";

describe("a mistaken command line", () => {
  it.each([
    [["gate", "--frob"], "(nines gate --help shows how it is used)"],
    [["explain"], "(nines explain --help shows how it is used)"],
    [["policy", "show", "--frob"], "(nines policy show --help shows how it is used)"],
    [["frob"], "(nines --help lists the commands)"],
  ])("%j is pointed to the help that has the answer", async (args, pointer) => {
    const { exitCode, stdout, stderr } = await runNines(args);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr.trimEnd().split("\n").at(-1)).toBe(pointer);
  });

  it("is told the command it came near to", async () => {
    const { exitCode, stderr } = await runNines(["complie"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("Did you mean compile?");
  });
});
