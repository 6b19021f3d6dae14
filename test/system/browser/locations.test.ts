import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openStorefront, type Storefront } from "../../../demo/storefront/storefront.ts";
import { keepPicture, visit } from "../../../kit/browser.ts";
import { json } from "../../../kit/demo.ts";
import { type NinesServer, startNines, startProbe } from "../../../kit/nines.ts";
import { freePort, removeFolder, temporaryFolder } from "../../../kit/processes.ts";
import { isLeftOut, toolPath } from "../../../kit/tools.ts";
import { until } from "../../../kit/until.ts";
import type { JourneyBody, RunBody } from "../../../src/http/schemas/journey.ts";
import { sharedBrowser } from "../shared.ts";

const leftOut = isLeftOut("chromium");

/** One journey from two places, of which one cannot reach the shop; and one that only a browser sees. */
const definitions = `
apiVersion: nines/v1
kind: Journey
metadata: { name: look }
spec:
  every: 5s
  timeout: 4s
  locations: [office, berlin]
  variables: { shop: http://shop.invalid }
  steps:
    - { name: open, url: '{{shop}}/' }
---
apiVersion: nines/v1
kind: Journey
metadata: { name: window }
spec:
  every: 10s
  timeout: 8s
  locations: [office]
  variables: { shop: http://shop.invalid }
  steps:
    - name: open
      browser:
        use: [shop]
        script: |
          await page.goto(vars.shop);
          assert.equal(await page.title(), 'Another shop');
`;

let folder: string;
let port: number;
let shop: Storefront;
let nines: NinesServer;
let probers: NinesServer[] = [];
let browser: Browser;
let page: Page;
const faults: string[] = [];

const serve = (): Promise<NinesServer> =>
  startNines(
    [
      ...["--prometheus", inject("servers").prometheus, "--slos", join(folder, "slos")],
      ...["--data", join(folder, "data")],
    ],
    port,
  );

async function tokenFor(location: string): Promise<string> {
  const admin = readFileSync(join(folder, "data", "admin-token"), "utf8").trim();
  const answer = await fetch(`${nines.url}/api/v1/tokens`, {
    method: "POST",
    headers: { authorization: `Bearer ${admin}`, "content-type": "application/json" },
    body: JSON.stringify({ subject: `prober-${location}`, roles: ["prober"] }),
  });
  const { token = "" } = (await answer.json()) as { token?: string };
  const file = join(folder, `${location}.token`);
  writeFileSync(file, token, { mode: 0o600 });
  return file;
}

async function probeFrom(location: string, target: string, ...args: readonly string[]): Promise<NinesServer> {
  const { host } = new URL(target);
  const config = join(folder, `${location}.json`);
  const settings = {
    journeyTargets: [host],
    journeyNetworks: ["loopback"],
    journeyVariables: { shop: target },
  };
  writeFileSync(config, JSON.stringify(settings));
  return startProbe([
    ...["--slos", join(folder, "slos"), "--data", join(folder, location), "--location", location],
    ...["--config", config, "--report", nines.url, "--token-file", await tokenFor(location), ...args],
  ]);
}

const runsOf = async (journey: string, location: string): Promise<readonly RunBody[]> =>
  (await json<{ items: RunBody[] }>(`${nines.url}/api/v1/journeys/${journey}/runs?location=${location}`))
    .items;

beforeAll(async () => {
  if (leftOut) return;
  folder = temporaryFolder("locations");
  mkdirSync(join(folder, "slos"));
  writeFileSync(join(folder, "slos", "journeys.yaml"), definitions);
  [shop, port] = [await openStorefront({ host: "127.0.0.1", port: 0 }), await freePort()];
  nines = await serve();
  const allowed = [
    "--allow-browser-scripts",
    "--chromium",
    toolPath("chromium"),
    "--chromium-without-sandbox",
  ];
  // Nobody listens at the second address.
  probers = await Promise.all([
    probeFrom("office", shop.url, ...allowed),
    probeFrom("berlin", `http://127.0.0.1:${await freePort()}`),
  ]);
  browser = await sharedBrowser();
  page = await browser.newPage({ viewport: { width: 1_280, height: 800 } });
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
});
afterAll(async () => {
  if (leftOut) return;
  await browser.close();
  await Promise.all([...probers, nines].map((each) => each.stop()));
  await shop.close();
  removeFolder(folder);
});

describe.skipIf(leftOut)("two probers that report to one nines", () => {
  it("are shown side by side, so that what fails from one place alone is seen at once", async () => {
    await until(
      async () => (await runsOf("look", "office")).length > 0 && (await runsOf("look", "berlin")).length > 0,
      { what: "both locations have reported", timeout: 60_000 },
    );
    const { items } = await json<{ items: JourneyBody[] }>(`${nines.url}/api/v1/journeys`);
    expect(items.find(({ name }) => name === "look")!.locations).toMatchObject([
      { location: "berlin", knownBy: "report", last: { result: "failed", reason: "connect" } },
      { location: "office", knownBy: "report", last: { result: "passed" }, reportedBy: "prober-office" },
    ]);
    await visit(page, `${nines.url}/journeys/look`);
    expect(await page.locator(".where").textContent()).toBe(
      "It fails at berlin alone; gets through at office.",
    );
    for (const location of ["berlin", "office"])
      await page
        .getByRole("region", { name: `At ${location}` })
        .locator(".waterfall li")
        .waitFor();
    await keepPicture(page, "locations");
  });

  it("show the page as it was when a step in a browser failed, and open it large", async () => {
    await until(async () => (await runsOf("window", "office"))[0]?.steps[0]?.picture !== undefined, {
      what: "a picture was reported",
      timeout: 60_000,
    });
    await visit(page, `${nines.url}/journeys/window`);
    const thumbnail = page.getByRole("button", { name: /the page when open failed/i });
    await thumbnail.click();
    const large = page.getByRole("dialog").locator("img");
    await large.waitFor();
    expect(await large.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(500);
    await keepPicture(page, "locations-picture");
    expect(faults).toEqual([]);
  });

  it("tell a nines that was started again of the runs it has forgotten", async () => {
    const before = (await runsOf("look", "berlin")).map(({ id }) => id);
    // The page's stream would be waited for.
    await page.goto("about:blank");
    await nines.stop();
    nines = await serve();
    await until(
      async () => {
        const after = new Set((await runsOf("look", "berlin")).map(({ id }) => id));
        return before.every((id) => after.has(id)) && (await runsOf("look", "office")).length > 0;
      },
      { what: "their runs are there again", timeout: 60_000 },
    );
    expect(probers.map((prober) => prober.log()).join("")).not.toContain("nines_tk");
  });
});
