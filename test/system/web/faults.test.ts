import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { visit } from "../../../kit/browser.ts";
import { json } from "../../../kit/demo.ts";
import { type NinesServer, startNines } from "../../../kit/nines.ts";
import { freePort, removeFolder, temporaryFolder } from "../../../kit/processes.ts";
import { repository } from "../../../kit/tools.ts";
import { until } from "../../../kit/until.ts";
import type { SloBody } from "../../../src/http/schemas/slo.ts";
import { sharedBrowser, sharedDemo } from "../shared.ts";
import { openAs, reads } from "./support.ts";

/** So few that a test reaches it, and so many that one open page does not. */
const readsAMinute = 150;

const folder = temporaryFolder("web-faults");
const slos = join(folder, "slos");
const data = join(folder, "data");
let nines: NinesServer;
let browser: Browser;
let start: () => Promise<NinesServer>;

beforeAll(async () => {
  const [demo, port] = await Promise.all([sharedDemo(), freePort()]);
  browser = await sharedBrowser();
  cpSync(join(repository, "slos"), slos, { recursive: true });
  const config = join(folder, "nines.json");
  writeFileSync(config, JSON.stringify({ limits: { reads: readsAMinute } }));
  const args = [
    "--slos",
    slos,
    "--prometheus",
    demo.prometheus,
    "--data",
    data,
    "--config",
    config,
    "--cycle",
    "2s",
  ];
  start = async () => {
    const server = await startNines(args, port);
    await until(async () => (await fetch(`${server.url}/readyz`)).ok, { what: "nines is ready" });
    return server;
  };
  nines = await start();
});
afterAll(async () => {
  await browser.close();
  await nines.stop();
  removeFolder(folder);
});

const asAdmin = async <Body>(path: string, body: object): Promise<Body> => {
  const authorization = `Bearer ${readFileSync(join(data, "admin-token"), "utf8").trim()}`;
  const answer = await fetch(`${nines.url}/api/v1/${path}`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Body;
};
/** Somebody new, with a page open. */
async function hire(subject: string): Promise<{ page: Page; id: string; token: string }> {
  const { id, token } = await asAdmin<{ id: string; token: string }>("tokens", {
    subject,
    roles: ["auditor"],
  });
  return { page: (await openAs(browser, token)).page, id, token };
}
const rows = (page: Page) => page.locator("tr[data-row]");

describe("a page that opens", () => {
  it("comes with its numbers: they stand there although no question is answered", async () => {
    const { page } = await openAs(browser);
    await page.route(/\/api\//, (route) => route.abort());
    await page.goto(nines.url);
    await reads(rows(page).first(), /frozen.* %/);
    expect(await rows(page).count()).toBeGreaterThan(9);
    await page.close();
  });
});

describe("a page that somebody looks at", () => {
  it("shows a state that changes within two seconds from when the API says so", async () => {
    const { page } = await openAs(browser);
    await visit(page, nines.url);
    const slo = "checkout.latency.production";
    const state = page.locator("tr[data-row]", { has: page.locator(`[href="/slos/${slo}"]`) });
    await reads(state, /healthy/);
    const policy = join(slos, "shop.yaml");
    writeFileSync(policy, readFileSync(policy, "utf8").replace("watch: 50%", "watch: 20%"));
    await until(async () => (await json<SloBody>(`${nines.url}/api/v1/slos/${slo}`)).state === "watch", {
      what: "the API says watch",
      every: 20,
    });
    const since = performance.now();
    await reads(state, /watch/);
    expect((performance.now() - since) / 1_000).toBeLessThan(2);
    await page.close();
  });

  it("says so when nines is gone, keeps what it shows, and goes on by itself when nines is back", async () => {
    const { page } = await openAs(browser);
    await visit(page, nines.url);
    await reads(page.locator(".live"), /● live/);
    nines.signal("SIGKILL");
    await nines.gone;
    await reads(page.locator(".live"), /not live since .*reconnecting/);
    expect(await rows(page).count()).toBeGreaterThan(9);
    nines = await start();
    // It asks less often the longer nobody answers, half a minute apart at most.
    await reads(page.locator(".live"), /● live/, 50);
    await reads(rows(page).first(), /frozen/);
    await expect.poll(() => page.getByRole("alert").count(), { timeout: 20_000 }).toBe(0);
    await page.close();
  });

  it("says that a token is no longer valid when it is revoked meanwhile, and where to sign in", async () => {
    const { page, id } = await hire("dave@example.org");
    await visit(page, `${nines.url}/audit`);
    await reads(page.getByRole("main"), /token/);
    await asAdmin(`tokens/${id}/revoke`, { reason: "left the team" });
    await reads(page.getByRole("alert").first(), /token.*(revoked|valid)/i);
    await visit(page, `${nines.url}/people`);
    await reads(page.getByRole("main"), /not valid any more/);
    await page.getByRole("button", { name: "Forget it" }).click();
    await reads(page.getByRole("main"), /Reading needs nobody here/);
    await page.close();
  });

  it("says how long to wait when it has asked too often, and keeps what it shows", async () => {
    const { page, token } = await hire("erin@example.org");
    await visit(page, nines.url);
    const headers = { authorization: `Bearer ${token}` };
    await until(async () => (await fetch(`${nines.url}/api/v1/slos`, { headers })).status === 429, {
      what: "the limit is reached",
      every: 0,
    });
    await reads(
      page.getByRole("alert"),
      new RegExp(`Not fresh: more than ${readsAMinute} reads within a minute; go on in \\d+ s`),
    );
    expect(await rows(page).count()).toBeGreaterThan(9);
    await page.close();
  });
});
