import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { removeFolder, runProgram, temporaryFolder } from "../../kit/processes.ts";
import { repository } from "../../kit/tools.ts";

const service = (name: string, objective = "99.9%") => `apiVersion: nines/v1
kind: Service
metadata: { name: ${name}, owner: team-shop }
spec:
  slos:
    - name: availability
      objective: ${objective}
      sli:
        ratio:
          bad: http_requests_total{job="${name}", code=~"5.."}
          total: http_requests_total{job="${name}"}
      alerting: { runbook: https://runbooks.example/${name} }
`;

let folder: string;
beforeEach(() => {
  folder = temporaryFolder("compile");
  mkdirSync(join(folder, "slos"));
  put("slos/checkout.yaml", service("checkout"));
});
afterEach(() => removeFolder(folder));

const put = (path: string, text: string) => writeFileSync(join(folder, path), text);
const read = (path: string) => readFileSync(join(folder, path), "utf8");
const nines = (args: readonly string[], input = "") =>
  runProgram(process.execPath, [join(repository, "src/main.ts"), "compile", ...args], { cwd: folder, input });
const rules = "generated/rules/production/checkout.yaml";
const board = "generated/dashboards/nines-slo.json";

describe("nines compile", () => {
  it("writes rules, the Alertmanager file, Grafana's boards and the editors' schema of slos/ to generated/", async () => {
    const { exitCode, stdout } = await nines([]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^generated: 1 SLO; \d+ files written, 0 unchanged\n$/);
    expect(read(rules)).toContain("slo:ledger_bad:events");
    expect(read("generated/alertmanager.yaml")).toContain('owner="team-shop"');
    expect(JSON.parse(read("generated/schema.json"))).toMatchObject({ title: "nines" });
    expect(JSON.parse(read(board))).toMatchObject({ uid: "nines-slo" });
  });

  it("links the boards to where people reach nines, and removes its boards for those who want none", async () => {
    await nines(["--public-url", "https://nines.example"]);
    expect(read(board)).toContain('"query": "https://nines.example"');
    const { stdout } = await nines(["--no-dashboards"]);
    expect(stdout).toMatch(/removed \(.*dashboards\/nines-slo\.json/);
    expect(existsSync(join(folder, board))).toBe(false);
    const { exitCode, stderr } = await nines(["--public-url", "https://nines.example/slo?a"]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("https://nines.example, without a path")]);
  });

  it("removes the rules of a service that is gone, and says so", async () => {
    put("slos/payments.yaml", service("payments"));
    await nines([]);
    rmSync(join(folder, "slos/payments.yaml"));
    const { stdout, stderr } = await nines([]);
    expect(stderr).toBe("");
    expect(read("generated/mixin.libsonnet")).not.toContain("payments");
    expect(stdout).toMatch(
      /^generated: 1 SLO; 1 file written, \d+ unchanged, 1 removed \(rules\/production\/payments.yaml\)\n$/,
    );
  });

  it("writes nothing when a definition is wrong, and says where", async () => {
    put("slos/checkout.yaml", service("checkout", "100%"));
    const { exitCode, stderr } = await nines([]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^slos\/checkout\.yaml:7:18: error objective-without-budget:/);
    expect(stderr).toContain("nothing was written");
    expect(existsSync(join(folder, "generated"))).toBe(false);
  });

  it("cannot work on a folder that does not exist", async () => {
    expect(await nines(["nowhere"])).toMatchObject({ exitCode: 2 });
  });

  it("reads standard input and writes the rules to standard output", async () => {
    const { exitCode, stdout } = await nines(["-"], service("search"));
    expect(exitCode).toBe(0);
    expect(stdout).toContain("nines-ledger-search.availability.production");
    expect(existsSync(join(folder, "generated"))).toBe(false);
  });

  it("does not overwrite what somebody else wrote", async () => {
    mkdirSync(join(folder, "generated"));
    put("generated/alertmanager.yaml", "route: { receiver: mine }\n");
    const { exitCode, stderr } = await nines([]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("not overwritten: generated/alertmanager.yaml");
    expect(existsSync(join(folder, rules))).toBe(false);
  });

  it("says what stands in its way when it cannot write", async () => {
    put("generated", "a file, not a folder");
    const { exitCode, stderr } = await nines([]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^nines: generated cannot be written: a part of its path is no folder/);
  });
});

describe("nines compile --check", () => {
  it("is content with fresh output", async () => {
    await nines([]);
    expect(await nines(["--check"])).toMatchObject({ exitCode: 0, stdout: "generated is up to date\n" });
  });

  it("fails with a diff when the output is stale, and writes nothing", async () => {
    await nines([]);
    const before = read(rules);
    put("slos/checkout.yaml", service("checkout", "99.5%"));
    const { exitCode, stdout, stderr } = await nines(["--check"]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`--- ${rules}\n+++ ${rules}\n`);
    expect(stdout).toContain("-        expr: vector(0.999)\n+        expr: vector(0.995)\n");
    expect(stderr).toContain("generated is stale: 1 file");
    expect(read(rules)).toBe(before);
  });

  it("shows a file that is missing or should be gone as such", async () => {
    await nines([]);
    put("slos/checkout.yaml", service("search"));
    const { stdout } = await nines(["--check"]);
    expect(stdout).toContain("--- /dev/null\n+++ generated/rules/production/search.yaml\n");
    expect(stdout).toContain(`--- ${rules}\n+++ /dev/null\n`);
  });

  it("needs a folder to compare with", async () => {
    const { exitCode, stderr } = await nines(["--check", "--out", "-"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("name one with --out");
  });
});

describe("the options of nines compile", () => {
  it("delay the ledger, or not at all", async () => {
    await nines(["--evaluation-delay", "2m"]);
    expect(read(rules)).toContain("[2m30s] offset 2m)");
    await nines(["--evaluation-delay", "0s"]);
    expect(read(rules)).not.toContain("[2m30s] offset");
  });

  it("choose SLOs by id, and never remove everything for a mistyped filter", async () => {
    await nines([]);
    const { exitCode, stderr } = await nines(["--include", "chekcout"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("match ids such as checkout.availability.production");
    expect(existsSync(join(folder, rules))).toBe(true);
  });

  it("extend a base, and say which receivers are missing", async () => {
    put("base.yaml", "route: { receiver: all }\nreceivers: [{ name: all }, { name: team-shop-page }]\n");
    const { exitCode, stderr } = await nines(["--alertmanager-base", "base.yaml"]);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('warning: no receiver is named "team-shop-ticket" or "team-shop"');
    expect(read("generated/alertmanager.yaml")).toContain("receiver: team-shop-page");
  });

  it.each([
    [["--include", "("], 2, "is no regular expression"],
    [["--evaluation-delay", "soon"], 2, "Write it as 30s"],
    [["--prometheus-version", "latest"], 2, "Write it as 2.42"],
    [["--prometheus-version", "1.8"], 2, "which came with 2.26"],
    [["--format", "json"], 2, "Allowed choices are prometheus, operator"],
    [["--alertmanager-base", "nowhere.yaml"], 2, "nowhere.yaml cannot be read: it does not exist"],
    [
      ["--alertmanager-base", "slos/checkout.yaml"],
      1,
      "slos/checkout.yaml cannot be extended: it has no route",
    ],
  ])("are refused with a reason: %j", async (args, exitCode, reason) => {
    const outcome = await nines(args);
    expect(outcome.exitCode).toBe(exitCode);
    expect(outcome.stderr).toContain(reason);
    expect(existsSync(join(folder, "generated"))).toBe(false);
  });

  it("are explained by --help, with examples", async () => {
    const { exitCode, stdout } = await nines(["--help"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("nines compile --check");
  });
});

describe("the repository's own output", () => {
  it("is what its own slos/ compile to", async () => {
    const { stdout, exitCode } = await runProgram(
      process.execPath,
      [join(repository, "src/main.ts"), "compile", "--check"],
      { cwd: repository },
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "generated is up to date\n" });
  });
});
