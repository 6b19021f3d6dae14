import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ninesConfig, passwordVariable } from "../../../demo/stack/config.ts";
import { customer, openStorefront, type Storefront } from "../../../demo/storefront/storefront.ts";
import { runNines } from "../../../kit/nines.ts";
import { removeFolder, temporaryFolder } from "../../../kit/processes.ts";
import type { RunResult } from "../../../src/journey/result.ts";

let folder: string;
let shop: Storefront;

const run = (...args: readonly string[]) =>
  runNines(["journey", "run", "slos/bookshop.yaml", "--config", join(folder, "nines.json"), ...args], {
    env: { [passwordVariable]: customer.password },
  });
const faults = (changes: object) =>
  fetch(`${shop.url}/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(changes),
  });

beforeAll(async () => {
  folder = temporaryFolder("journey-run");
  shop = await openStorefront({ host: "127.0.0.1", port: 0 });
  writeFileSync(join(folder, "nines.json"), ninesConfig(shop.url));
});
afterAll(async () => {
  await shop.close();
  removeFolder(folder);
});

describe("nines journey run", () => {
  it("shows a run as a waterfall of at most eighty columns and ends with 0", async () => {
    const { stdout, exitCode } = await run();
    const lines = stdout.trimEnd().split("\n");
    expect(exitCode).toBe(0);
    expect(lines[0]).toMatch(/^buy-a-book from default {2}run /);
    expect(lines.slice(1, -1).map((line) => line.trim().split(/\s+/)[1])).toEqual([
      ...["login", "token", "basket", "payment", "verify", "clean-up"],
    ]);
    expect(lines.at(-1)).toMatch(/^✓ passed after [\d.]+ m?s$/);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("names the step that failed and what was expected, and ends with 1", async () => {
    await faults({ neverVerified: true });
    const { stdout, exitCode } = await run();
    await faults({ neverVerified: false });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/✗ verify +200/);
    expect(stdout).toMatch(/assertion: .*captured.*verified/s);
    expect(stdout).toMatch(/✓ clean-up 204/);
  });

  it("says which steps were skipped when a value was not found", async () => {
    await faults({ noToken: true });
    const { stdout } = await run();
    await faults({ noToken: false });
    expect(stdout).toContain("extract_missing");
    expect(stdout).toMatch(/– payment +skipped: /);
    expect(shop.left()).toBe(0);
  });

  it("shows requests and answers with --verbose, and the password nowhere", async () => {
    const { output } = await run("--verbose");
    expect(output).toMatch(/> POST http:.*\/login/);
    expect(output).toContain("x-synthetic: 1");
    expect(output).toContain("[redacted]");
    expect(output).not.toContain(customer.password);
  });

  it("is JSON with --json, and stops after --step; clean-up that has nothing to do is skipped", async () => {
    const { stdout } = await run("--json", "--step", "basket");
    const { steps, result } = JSON.parse(stdout) as RunResult;
    expect(result).toBe("passed");
    expect(steps.map(({ step }) => step)).toEqual(["login", "token", "basket", "clean-up"]);
    expect(stdout).not.toContain(customer.password);
  });

  it("goes nowhere that the configuration does not allow, and ends with 2", async () => {
    const { stdout, exitCode } = await runNines(["journey", "run", "slos/bookshop.yaml"], {
      env: { [passwordVariable]: customer.password },
    });
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(/internal: not connected: .*does not\s+allow/s);
  });

  it("knows the steps and journeys there are", async () => {
    expect((await run("--step", "paiment")).output).toContain('did you mean "payment"?');
    expect((await run("--name", "buy-a-bok")).output).toContain('did you mean "buy-a-book"?');
  });
});

describe("nines journey lint", () => {
  it("says how each journey runs", async () => {
    const { stdout, exitCode } = await runNines(["journey", "lint", "slos"]);
    expect(stdout).toContain("buy-a-book: 5 steps and 1 to clean up, every 10s from every location");
    expect(exitCode).toBe(0);
  });
});
