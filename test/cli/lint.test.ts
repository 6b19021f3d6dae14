import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { removeFolder, runProgram, temporaryFolder } from "../../kit/processes.ts";
import { repository } from "../../kit/tools.ts";

const service = (more = "", objective = "99.9%") => `apiVersion: nines/v1
kind: Service
metadata: { name: checkout, owner: team-shop }
spec:
  slos:
    - name: availability
      objective: ${objective}
      sli: { ratio: { bad: 'errors_total{code=~"5.."}', total: requests_total } }
      alerting: { runbook: https://runbooks.example/checkout }
${more}`;
const unwise = "      traffic: 100/d\n";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder("lint");
  mkdirSync(join(folder, "slos"));
});
afterEach(() => removeFolder(folder));

const put = (path: string, text: string) => writeFileSync(join(folder, path), text);
const nines = (args: readonly string[], input = "") =>
  runProgram(process.execPath, [join(repository, "src/main.ts"), "lint", ...args], { cwd: folder, input });

describe("nines lint", () => {
  it("finds nothing wrong with sound definitions, and says how much it read", async () => {
    put("slos/checkout.yaml", service());
    expect(await nines([])).toMatchObject({
      exitCode: 0,
      stdout: "0 errors, 0 warnings in 1 file\n",
      stderr: "",
    });
  });

  it("shows place, code, reason, excerpt with a caret, and remedy", async () => {
    put("slos/checkout.yaml", service("", "99.9"));
    const { exitCode, stdout } = await nines([]);
    expect(exitCode).toBe(1);
    expect(stdout).toBe(`slos/checkout.yaml:7:18: error objective-not-percent: "99.9" is no percentage
  7 |       objective: 99.9
    |                  ^^^^
    = write 99.9%
1 error, 0 warnings in 1 file
`);
  });

  it("tells warnings apart: they fail only with --strict", async () => {
    put("slos/checkout.yaml", service(unwise));
    const { exitCode, stdout } = await nines([]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      "warning one-event-spends: one bad event is 33.3 % of the budget: 3000 × 0.001 = 3",
    );
    expect((await nines(["--strict"])).exitCode).toBe(1);
  });

  it("compares windows with the retention it is told", async () => {
    put("slos/checkout.yaml", service());
    expect((await nines(["--retention", "15d"])).stdout).toContain("warning window-exceeds-retention");
    expect((await nines(["--retention", "30d"])).stdout).not.toContain("window-exceeds-retention");
  });

  it("takes the scrape interval of the run where nobody says another", async () => {
    put("slos/checkout.yaml", service());
    const { exitCode, stdout } = await nines(["--scrape-interval", "2m"]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("4 scrapes take 4 × 2m = 8m");
  });

  it("reports every file in one run", async () => {
    put("slos/a.yaml", "a: [1\n");
    put("slos/b.yaml", service("", "100%"));
    put("slos/c.yaml", service(unwise).replace("checkout", "search"));
    expect((await nines([])).stdout).toMatch(
      /^slos\/a\.yaml:1:6: error [^]*\nslos\/b\.yaml:7:18: error [^]*\nslos\/c\.yaml:7:7: warning [^]*\n2 errors, 1 warning in 3 files\n$/,
    );
  });

  it("reads standard input where a dash is named", async () => {
    expect((await nines(["-"], service("", "high"))).stdout).toContain(
      "<stdin>:7:18: error objective-not-percent",
    );
  });

  it("writes JSON that programs read, with the page of each code", async () => {
    put("slos/checkout.yaml", service(unwise, "100%"));
    expect(JSON.parse((await nines(["--format", "json"])).stdout)).toMatchObject({
      errors: 1,
      warnings: 0,
      diagnostics: [
        {
          code: "objective-without-budget",
          line: 7,
          column: 18,
          page: "docs/errors/objective-without-budget.md",
        },
      ],
    });
  });

  it("writes annotations for a pull request", async () => {
    put("slos/checkout.yaml", service("", "100%"));
    expect((await nines(["--format", "github"])).stdout).toMatch(
      /^::error file=slos\/checkout\.yaml,line=7,col=18,endColumn=21,title=nines objective-without-budget::at 100%25 no event [^\n]*%0Awrite 99\.9%25/,
    );
  });

  it("exits with 2 when a path does not exist or an option cannot be read", async () => {
    expect(await nines(["slso"])).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining("path-not-found") as string,
    });
    expect((await nines(["--retention", "fortnight"])).exitCode).toBe(2);
  });

  it("teaches by examples", async () => {
    const { exitCode, stdout } = await nines(["--help"]);
    expect(exitCode).toBe(0);
    for (const taught of ["nines lint slos --strict", "# nines-ignore:", "Exit code:"])
      expect(stdout).toContain(taught);
  });
});
