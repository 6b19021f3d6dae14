import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Browser, Page } from "playwright-core";
import { visit } from "../../../kit/browser.ts";
import { instant } from "../../../kit/ask.ts";
import { until } from "../../../kit/until.ts";
import type { VerdictBody } from "../../../src/http/schemas/verdict.ts";
import { formatPercent } from "../../../src/model/decimals.ts";
import { series } from "../../../src/model/names.ts";
import type { SharedDemo } from "../../setup/demo.ts";
import { sharedBrowser, sharedDemo } from "../shared.ts";
import { become, openAs, press, reads, write } from "./support.ts";

/** A change that no other test asks about. */
const sha = "frozen-service-5e2";
const frozen = "payments.availability.production";

let demo: SharedDemo;
let browser: Browser;
/** Who is blocked, at the keyboard; and who only looks, at another screen. */
let page: Page;
let onlooker: Page;

beforeAll(async () => {
  [demo, browser] = await Promise.all([sharedDemo(), sharedBrowser()]);
  [{ page }, { page: onlooker }] = await Promise.all([openAs(browser), openAs(browser)]);
});
afterAll(() => browser.close());

const question = `service=payments&environment=production&change=feature&sha=${sha}`;
const verdict = (): Promise<VerdictBody> => get(`gate?${question}`);
const get = async <Body>(path: string): Promise<Body> =>
  (await (await fetch(`${demo.nines}/api/v1/${path}`)).json()) as Body;

const heading = (of: Page, level: number) => of.getByRole("heading", { level }).first();

/** Whoever looks sees it within two seconds from the moment the server would say so to anybody who asks. */
async function seesSoon(text: RegExp, isSo: () => Promise<boolean>): Promise<void> {
  await until(isSo, { what: `the API says ${text}`, every: 20 });
  const since = performance.now();
  await reads(heading(onlooker, 2), text);
  expect((performance.now() - since) / 1_000).toBeLessThan(2);
}

describe("somebody whose change is held, with a keyboard alone", () => {
  it("finds what is frozen first on the overview, one key away", async () => {
    await visit(page, demo.nines);
    await reads(page.locator("tr[data-row]").first(), /frozen/);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/slos/${frozen}`);
    await reads(heading(page, 1), /^payments \/ availability$/);
  });

  it("reads what is wrong: the state, how much was overspent, and in which region", async () => {
    await reads(
      page.getByRole("region", { name: "Budget", exact: true }),
      /11\d(\.\d)? % consumed.*region=eu.*overspent by [\d\s]+ bad/,
    );
    await reads(page.locator(".slo-head"), /frozen/);
  });

  it("reads why: the sum with its figures, the query, and the line that promised it", async () => {
    await press(page, page.getByRole("button", { name: "why this number" }));
    await reads(
      page.getByRole("region", { name: "Why this number" }),
      /bad.*sum_over_time\(slo:ledger_bad:events/,
    );
    await reads(page.getByRole("main"), /payments\.yaml:\d+/);
  });

  it("goes on to the service and its gate, which says by which rule it needs an exception", async () => {
    await press(page, page.locator("h1").getByRole("link", { name: "payments" }));
    await page.waitForURL("**/services/payments");
    await press(page, page.getByRole("link", { name: "production", exact: true }));
    await page.waitForURL("**/gate?*");
    await write(page, /^sha/, sha);
    await page.keyboard.press("Enter");
    await reads(heading(page, 2), /needs an exception/);
    await reads(page.locator(".reasons"), /11[78] % of the 30d budget is spent.*frozen → needs_exception/);
  });

  it("asks for the exception there, as who they are", async () => {
    await become(page, "alice");
    await press(page, page.getByRole("link", { name: "Request exception" }));
    await write(page, /why it cannot wait/, "a contract ends tonight");
    await write(page, /what it costs to wait/, "the renewal of two customers");
    await write(page, /what can go wrong/, "one more minute of errors");
    await write(page, /how it is taken back/, "the former image is kept warm");
    await press(page, page.getByRole("button", { name: /^Request/ }));
    await page.waitForURL(/\/exceptions\/ex-/);
    await reads(page.locator(".slo-head"), /pending/);
  });

  it("cannot approve it themselves", async () => {
    await page.getByRole("button", { name: /^Withdraw/ }).waitFor();
    expect(await page.getByRole("button", { name: /^Approve/ }).count()).toBe(0);
  });

  it("sees the gate open within two seconds of the second approval, on a screen that nobody touched", async () => {
    await visit(onlooker, `${demo.nines}/gate?${question}`);
    await reads(heading(onlooker, 2), /needs an exception/);
    for (const approver of ["bob", "carol"]) {
      await become(page, approver);
      await write(page, /^comment/, `${approver} has read the plan`);
      await press(page, page.getByRole("button", { name: /^Approve/ }));
      if (approver === "bob") await reads(page.locator(".seats .taken"), /owner bob/);
    }
    await seesSoon(/^allowed/, async () => (await verdict()).allowed);
    await reads(page.locator(".seats"), /owner bob.*sre carol/);
  });

  it("and close again within two seconds once one of them takes it back", async () => {
    await write(page, /^comment/, "the contract was signed without it");
    await press(page, page.getByRole("button", { name: /^Revoke/ }));
    await seesSoon(/needs an exception/, async () => !(await verdict()).allowed);
    await reads(page.locator(".slo-head"), /revoked/);
  });
});

describe("the numbers of the page", () => {
  it("are those of a direct PromQL query, SLO by SLO, as they are written", async () => {
    await visit(page, demo.nines);
    const worst = `1 - min by (slo_id) (${series.periodBudgetRemaining})`;
    const byQuery = async (): Promise<readonly string[]> =>
      (await instant(demo.prometheus, worst)).map(
        ({ labels, value }) => `${labels.slo_id} ${formatPercent(value)}`,
      );
    const byPage = async (): Promise<readonly string[]> =>
      Promise.all(
        (await page.locator("tr[data-row]").all()).map(async (row) => {
          const id = (await row.getByRole("link").getAttribute("href"))?.replace("/slos/", "") ?? "";
          return `${id} ${(await row.locator(".with-bar .number").textContent()) ?? ""}`;
        }),
      );
    expect((await byQuery()).length).toBeGreaterThan(9);
    // Both move on with every evaluation, and are the same between two.
    const differing = async (): Promise<readonly string[]> => {
      const shown = await byPage();
      return (await byQuery()).filter((each) => !shown.includes(each));
    };
    await until(async () => (await differing()).length === 0, {
      what: "page and query say the same",
      every: 500,
    });
  });
});
