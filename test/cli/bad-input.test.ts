import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { removeFolder, runProgram, temporaryFolder } from "../../kit/processes.ts";
import { repository } from "../../kit/tools.ts";
import { run } from "../../src/cli/program.ts";

const fixtures = join(repository, "test/fixtures/bad");
const names = readdirSync(fixtures).filter((name) => name.endsWith(".yaml"));
const former = process.cwd();

let folder: string;
beforeEach(() => {
  folder = temporaryFolder("bad");
  cpSync(fixtures, join(folder, "slos"), { recursive: true });
  process.chdir(folder);
});
afterEach(() => {
  vi.restoreAllMocks();
  process.chdir(former);
  removeFolder(folder);
});

/** Runs one command line of nines in this process and keeps what it says to itself. */
async function nines(...args: readonly string[]): Promise<number> {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  return run(["node", "nines", ...args]);
}

function expectNothingWritten(): void {
  expect(readdirSync(folder)).toEqual(["slos"]);
  expect(readdirSync("slos").toSorted()).toEqual(names.toSorted());
}

describe("every bad input", () => {
  it.each(names)(
    "in %s makes nines lint and nines compile exit with 1, and nothing is written",
    async (name) => {
      expect(await nines("lint", `slos/${name}`)).toBe(1);
      expect(await nines("compile", `slos/${name}`, "--out", "generated")).toBe(1);
      expectNothingWritten();
    },
  );

  it.each([
    ["lint", []],
    ["compile", ["--out", "generated"]],
  ])(
    "read together makes nines %s, run as people run it, exit with 1 and write nothing",
    async (command, more) => {
      const args = [join(repository, "bin/nines"), command, "slos", ...more];
      const { exitCode, stdout, stderr } = await runProgram("/bin/sh", args, { cwd: folder });
      expect(exitCode).toBe(1);
      const said = stdout + stderr;
      expect(names.filter((name) => !said.includes(`slos/${name}:`))).toEqual([]);
      expectNothingWritten();
    },
  );
});
