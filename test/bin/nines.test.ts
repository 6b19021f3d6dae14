import { chmodSync, copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runProgram, temporaryFolder } from "../../kit/processes.ts";
import { repository } from "../../kit/tools.ts";

const launcher = join(repository, "bin", "nines");
const usage = /^Usage: nines policy/;

/** A home of nines without Node of its own, and a `node` on PATH that says it has the given version. */
const homeWith = ({ node, packages }: { node?: string; packages: boolean }) => {
  const home = temporaryFolder("home");
  for (const folder of ["bin", "path", ...(packages ? ["node_modules"] : [])]) mkdirSync(join(home, folder));
  copyFileSync(launcher, join(home, "bin", "nines"));
  if (node !== undefined) {
    writeFileSync(
      join(home, "path", "node"),
      `#!/bin/sh\n[ "$1" = --version ] && echo ${node} || echo "ran $@"\n`,
    );
    chmodSync(join(home, "path", "node"), 0o755);
  }
  const run = (...args: string[]) =>
    runProgram("/bin/sh", [join(home, "bin", "nines"), ...args], { env: { PATH: join(home, "path") } });
  return { home, run };
};

describe("bin/nines", () => {
  it("works from any folder", async () => {
    expect((await runProgram(launcher, ["policy", "--help"], { cwd: "/" })).stdout).toMatch(usage);
    expect(
      (await runProgram("./nines", ["policy", "--help"], { cwd: join(repository, "bin") })).stdout,
    ).toMatch(usage);
    expect(
      (await runProgram("/bin/sh", ["nines", "policy", "--help"], { cwd: join(repository, "bin") })).stdout,
    ).toMatch(usage);
  });

  it("works through links, absolute and relative, one behind another", async () => {
    const folder = temporaryFolder("links");
    mkdirSync(join(folder, "deep"));
    symlinkSync(launcher, join(folder, "absolute"));
    symlinkSync("../absolute", join(folder, "deep", "relative"));
    expect(
      (await runProgram(join(folder, "deep", "relative"), ["policy", "--help"], { cwd: "/" })).stdout,
    ).toMatch(usage);
  });

  it("hands on arguments as they are, and the exit code", async () => {
    const { run, home } = homeWith({ node: "v24.0.0", packages: true });
    expect((await run("gate", "--service", "a b")).stdout).toBe(
      `ran ${home}/src/main.ts gate --service a b\n`,
    );
    expect((await runProgram(launcher, ["no-such-command"])).exitCode).toBe(2);
  });

  it.each(["v20.11.1", "v23.9.0"])("says what to do when Node is %s", async (node) => {
    const { exitCode, stderr } = await homeWith({ node, packages: true }).run("lint");
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(new RegExp(`needs Node 24 or newer, found ${node}\\. In .* run: npm run setup`));
  });

  it("says what to do when there is no Node, and when its packages are missing", async () => {
    expect((await homeWith({ packages: true }).run()).stderr).toContain("needs Node 24 or newer, found none");
    expect((await homeWith({ node: "v26.1.0", packages: false }).run()).stderr).toContain(
      "its packages are not installed",
    );
  });
});
