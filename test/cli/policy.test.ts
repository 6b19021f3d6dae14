import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runNines } from "../../kit/nines.ts";
import { temporaryFolder } from "../../kit/processes.ts";
import { repository } from "../../kit/tools.ts";
import type { Policy } from "../../src/model/policy.ts";
import { builtInPolicy } from "../../src/spec/builtin-policy.ts";
import { policyYaml } from "../../src/cli/views/policy.ts";
import { loadDefinitions } from "../../src/spec/load.ts";
import { ratio } from "../../src/model/units.ts";
import { policyOf } from "../support/snapshots.ts";

const readBack = (text: string, name = "default"): Policy | undefined =>
  loadDefinitions([{ path: "policy.yaml", text }]).definitions.policies.find(
    (policy) => policy.name === name,
  );

describe("a policy written as YAML", () => {
  it.each([
    ["built in", builtInPolicy],
    ["of the shop", policyOf()],
    [
      "of odd figures",
      policyOf({ name: "odd", thresholds: { ...policyOf().thresholds, watch: ratio(0.333) } }),
    ],
  ])("and read back is the same policy, to the hash: %s", (_what, policy) => {
    const { hash: _hash, ...content } = policy;
    const read = readBack(policyYaml(policy, ["a note"]), policy.name);
    expect(read).toMatchObject(content);
    if (policy === builtInPolicy) expect(read?.hash).toBe(policy.hash);
  });
});

const folderWith = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const folder = temporaryFolder("policy");
  await mkdir(join(folder, "slos"));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, "slos", name), text);
  return folder;
};

describe("nines policy show", () => {
  it("prints the built-in policy where nothing is written", async () => {
    const cwd = temporaryFolder("nothing");
    const { stdout, exitCode } = await runNines(["policy", "show"], { cwd });
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`# the built-in policy; hash ${builtInPolicy.hash}, judges 0 SLOs\n`);
    expect(readBack(stdout)).toEqual(builtInPolicy);
  });

  it("prints the policies in git, how many SLOs each judges, and the built-in one beside them", async () => {
    const careful = "apiVersion: nines/v1\nkind: Policy\nmetadata: {name: careful}\nspec: {freshFor: 5m}\n";
    const cwd = await folderWith({ "careful.yaml": careful });
    const { stdout } = await runNines(["policy", "show"], { cwd });
    expect(stdout).toMatch(/# hash [0-9a-f]{8}, judges 0 SLOs\n[^]*name: careful[^]*freshFor: 5m/);
    expect(stdout.split("---\n")).toHaveLength(2);
  });

  it("prints one policy by its name", async () => {
    const { stdout } = await runNines(["policy", "show", "default", "--slos", join(repository, "slos")]);
    expect(readBack(stdout)?.name).toBe("default");
  });

  it("prints JSON when asked", async () => {
    const { stdout } = await runNines(["policy", "show", "--json"], { cwd: temporaryFolder("json") });
    expect(JSON.parse(stdout)).toEqual([builtInPolicy]);
  });

  it("exits 1 on a name that no policy has, and names those there are", async () => {
    const { exitCode, stderr } = await runNines(["policy", "show", "strict"], { cwd: temporaryFolder("x") });
    expect([exitCode, stderr]).toEqual([1, 'nines: no policy is called "strict"; there are: default\n']);
  });

  it("exits 2 on a folder that does not exist, if it was named", async () => {
    const { exitCode, stderr } = await runNines(["policy", "show", "--slos", "/nowhere"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("/nowhere");
  });

  it("shows what it could read of broken definitions, says so, and exits 1", async () => {
    const cwd = await folderWith({ "broken.yaml": "kind: Service\n" });
    const { exitCode, stdout, stderr } = await runNines(["policy", "show"], { cwd });
    expect(exitCode).toBe(1);
    expect(stdout).toContain("name: default");
    expect(stderr).toContain("`nines lint`");
  });
});
