import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { passwordVariable } from "../../../demo/stack/config.ts";
import { customer, openStorefront, type Storefront } from "../../../demo/storefront/storefront.ts";
import { artifactPath } from "../../../kit/browser.ts";
import { sumOf } from "../../../kit/journeys/prober.ts";
import { runNines, startNines, startProbe } from "../../../kit/nines.ts";
import { removeFolder, temporaryFolder } from "../../../kit/processes.ts";
import { isLeftOut, toolPath } from "../../../kit/tools.ts";
import { until } from "../../../kit/until.ts";
import { journeySeries } from "../../../src/model/names.ts";

const leftOut = isLeftOut("chromium");

/** What a person does at the demo's shop window, and what the shop's API would say of the same. */
const definitions = `
apiVersion: nines/v1
kind: Journey
metadata: { name: shop-window }
spec:
  every: 10s
  timeout: 8s
  variables: { shop: http://shop.invalid }
  secrets: { password: { env: ${passwordVariable} } }
  steps:
    - name: open
      browser:
        use: [shop]
        script: |
          await page.goto(vars.shop);
          assert.equal(await page.title(), 'The sample bookshop');
    - name: buy
      timeout: 3s
      browser:
        use: [password]
        returns: [order]
        script: |
          const paid = page.waitForResponse('**/payments');
          await page.getByLabel('Name').fill('reader');
          await page.getByLabel('Password').fill(vars.password);
          console.log('the password is', vars.password);
          await page.getByRole('button', { name: 'Buy' }).click();
          return { order: (await (await paid).json()).id };
    - name: verify
      browser: { script: "await page.getByText('your order is verified').waitFor()" }
    - { name: clean-up, always: true, method: DELETE, url: '{{shop}}/orders/{{order}}', expect: [{ status: 204 }] }
`;

let folder: string;
let shop: Storefront;
const settings = (): string[] => ["--config", join(folder, "nines.json")];
const allowed = (): string[] => [
  ...["--allow-browser-scripts", "--chromium", toolPath("chromium"), "--chromium-without-sandbox"],
  ...["--screenshots", join(folder, "screenshots")],
];
const faults = (changes: object) =>
  fetch(`${shop.url}/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(changes),
  });

beforeAll(async () => {
  folder = temporaryFolder("shop-window");
  process.env[passwordVariable] = customer.password;
  shop = await openStorefront({ host: "127.0.0.1", port: 0 });
  writeFileSync(join(folder, "window.yaml"), definitions);
  const { host } = new URL(shop.url);
  const config = {
    journeyTargets: [host],
    journeyNetworks: ["loopback"],
    journeySecrets: { [passwordVariable]: [host] },
    journeyVariables: { shop: shop.url },
  };
  writeFileSync(join(folder, "nines.json"), JSON.stringify(config));
});
afterAll(async () => {
  Reflect.deleteProperty(process.env, passwordVariable);
  await shop.close();
  removeFolder(folder);
});

const runWindow = (...args: string[]) =>
  runNines(["journey", "run", join(folder, "window.yaml"), ...settings(), ...args]);

describe.skipIf(leftOut)("a journey through the demo's shop window", () => {
  it("buys a book in a real browser, and cleans up over HTTP", async () => {
    const { stdout, exitCode } = await runWindow(...allowed());
    expect(stdout).toMatch(/✓ open +200.*✓ buy.*✓ verify.*✓ clean-up 204/s);
    expect(exitCode).toBe(0);
    expect(shop.left()).toBe(0);
  });

  it("fails when the button is dead, which no request could show, and keeps a picture of the page", async () => {
    await faults({ deadButton: true });
    const { output, exitCode } = await runWindow(...allowed(), "--verbose");
    const asRequests = await runNines(["journey", "run", "slos/bookshop.yaml", ...settings()]);
    await faults({ deadButton: false });
    expect(asRequests.exitCode).toBe(0);
    expect(exitCode).toBe(1);
    expect(output).toMatch(/✗ buy.*timeout: .*screenshots\/shop-window\.\w+\.buy\.[\w-]+\.png/s);
    expect(output).toMatch(/error: Cannot read properties of null/);
    expect(output).toMatch(/script: the password is \[redacted\]/);
    expect(output).not.toContain(customer.password);
    const [picture = ""] = readdirSync(join(folder, "screenshots"));
    const png = readFileSync(join(folder, "screenshots", picture));
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    copyFileSync(join(folder, "screenshots", picture), artifactPath("journey-shop-window-dead-button.png"));
  });

  it("is run by nines probe, step by step among its counters, and its secret is nowhere", async () => {
    const prober = await startProbe(["--slos", folder, "--data", "none", ...settings(), ...allowed()]);
    const metrics = async () => await (await fetch(`${prober.url}/metrics`)).text();
    const ended = async (result: string) => sumOf(await metrics(), journeySeries.runs, `result="${result}"`);
    await until(async () => (await ended("passed")) > 0, { what: "a run passes" });
    await faults({ deadButton: true });
    await until(async () => (await ended("failed")) > 0, { what: "a run fails" });
    await faults({ deadButton: false });
    const said = await metrics();
    const steps = (...having: string[]) => sumOf(said, journeySeries.stepRuns, ...having);
    expect(steps('step="verify"', 'result="passed"')).toBeGreaterThan(0);
    expect(steps('step="buy"', 'result="failed"', 'reason="timeout"')).toBe(1);
    expect(steps('step="verify"', 'result="skipped"')).toBe(1);
    expect(steps('reason="internal"')).toBe(0);
    const log = prober.log();
    await prober.stop();
    expect(log.split("\n").find((line) => line.includes("a journey has failed"))).toMatch(
      /"step":"buy".*"screenshot":"shop-window\./,
    );
    expect(log + said).not.toContain(customer.password);
  });
});

describe("a journey that needs a browser", () => {
  it("is left out by nines serve and by a prober that may run no scripts, and they say so", async () => {
    for (const start of [startNines, startProbe]) {
      const server = await start(["--slos", folder, "--data", "none", ...settings()]);
      const left = /"journey":"shop-window".*a journey with browser steps does not run here/;
      await until(() => left.test(server.log()), { what: "the log names the journey" });
      expect(await (await fetch(`${server.url}/metrics`)).text()).not.toContain("shop-window");
      await server.stop();
    }
  });

  it("is refused by nines journey run, unless scripts are allowed and there is a Chromium", async () => {
    const refused = await runWindow();
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(/scripts run only with --allow-browser-scripts/);
    const without = await runWindow("--allow-browser-scripts", "--chromium", join(folder, "no-chromium"));
    expect(without.exitCode).toBe(2);
    expect(without.stderr).toMatch(/browser steps need a Chromium/);
  });
});
