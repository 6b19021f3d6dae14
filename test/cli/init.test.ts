import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { removeFolder, runProgram, temporaryFolder } from "../../kit/processes.ts";
import { repository } from "../../kit/tools.ts";

let folder: string;
beforeEach(() => (folder = temporaryFolder("init")));
afterEach(() => removeFolder(folder));

const main = join(repository, "src/main.ts");
const nines = (args: readonly string[]) => runProgram(process.execPath, [main, ...args], { cwd: folder });
const flags = ["--service", "checkout", "--owner", "team-shop"];
const written = () => readFileSync(join(folder, "slos/checkout.yaml"), "utf8");

describe("nines init", () => {
  it("writes a first SLO that lints clean and compiles", async () => {
    expect(await nines(["init", ...flags, "--yes"])).toMatchObject({
      exitCode: 0,
      stdout: "slos/checkout.yaml written. Next: nines lint slos, then nines compile slos\n",
    });
    expect(await nines(["lint", "--strict"])).toMatchObject({ exitCode: 0 });
    expect(await nines(["compile"])).toMatchObject({ exitCode: 0 });
  });

  it.each([
    [
      ["--sli", "latency", "--threshold", "2.5s", "--metric", "request_seconds"],
      "histogram: 'request_seconds{job=\"checkout\"}'",
    ],
    [["--sli", "up", "--match", ""], "gauge: 'up'"],
    [["--bad", "code='500'"], "bad: 'http_requests_total{job=\"checkout\", code=''500''}'"],
    [
      ["--objective", "95%", "--window", "7d", "--runbook", "https://r.example/a?b=c#d"],
      "runbook: 'https://r.example/a?b=c#d'",
    ],
    [["--owner", "yes"], "owner: 'yes'"],
  ])("takes options as answers: %j", async (more, line) => {
    expect((await nines(["init", ...flags, ...more])).exitCode).toBe(0);
    expect(written()).toContain(line);
    expect((await nines(["lint", "--strict"])).exitCode).toBe(0);
  });

  it("never overwrites", async () => {
    await nines(["init", ...flags]);
    writeFileSync(join(folder, "slos/checkout.yaml"), "mine\n");
    expect(await nines(["init", ...flags])).toMatchObject({
      exitCode: 1,
      stderr: "nines: slos/checkout.yaml is there already; nothing was written\n",
    });
    expect(written()).toBe("mine\n");
    expect(readdirSync(join(folder, "slos"))).toEqual(["checkout.yaml"]);
  });

  it.each([
    ["a name that is none", ["--service", "Check Out", "--owner", "a"], "--service: "],
    ["an objective without its sign", [...flags, "--objective", "99.9"], "--objective: "],
    ["matchers that are no PromQL", [...flags, "--match", "job=checkout"], "--match: "],
    ["an SLI nobody knows", [...flags, "--sli", "vibes"], "--sli: "],
    ["a window without a table of alerts", [...flags, "--window", "2d"], "alert-windows-needed"],
    ["nobody to ask and no owner", ["--service", "checkout"], "say --owner"],
  ])("refuses %s, and writes nothing", async (_what, args, said) => {
    const { exitCode, stderr } = await nines(["init", ...args]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(said);
    expect(existsSync(join(folder, "slos"))).toBe(false);
  });
});
