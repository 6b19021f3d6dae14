import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Browser, Page } from "playwright-core";
import { placesOf, views } from "../../../demo/views.ts";
import { visit } from "../../../kit/browser.ts";
import type { SharedDemo } from "../../setup/demo.ts";
import { sharedBrowser, sharedDemo } from "../shared.ts";
import { openAs, press, reads, tabTo } from "./support.ts";

let demo: SharedDemo;
let browser: Browser;
let page: Page;
let places: ReadonlyMap<string, string>;

beforeAll(async () => {
  [demo, browser] = await Promise.all([sharedDemo(), sharedBrowser()]);
  places = new Map(await placesOf(demo.nines, demo.people.carol));
  ({ page } = await openAs(browser, demo.people.carol));
});
afterAll(() => browser.close());

/**
 * Notes what can be used on a page and, from then on, what gets the focus and whether one sees it. Of a group of radio
 * buttons one is a stop; what is folded away is none, nor is a mark in a drawing that a list has as well.
 * Gives how often Tab is to be pressed to get around: a date is several stops within one field.
 */
const watchFocus = `(() => {
  const name = (element) => element.outerHTML.slice(0, 120);
  const links = [...document.querySelectorAll("a[href]")];
  const isElsewhere = ({ href }) => links.some((link) => link.href === href && link.tabIndex >= 0);
  const usable = [...document.querySelectorAll("a[href],button,input,select,textarea,summary,[tabindex='0']")]
    .filter((element) => !element.disabled && element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }))
    .filter((element) => element.type !== "radio" || element.checked)
    .filter((element) => element.tabIndex >= 0 || !isElsewhere(element));
  const seen = new Set();
  const dark = [];
  globalThis.walked = { usable, seen, dark, name };
  document.addEventListener("focusin", ({ target }) => {
    seen.add(target);
    const { outlineStyle, outlineWidth } = getComputedStyle(target);
    if (!target.matches(":focus-visible") || outlineStyle === "none" || parseFloat(outlineWidth) < 1) dark.push(name(target));
  });
  return usable.length + 8 * usable.filter(({ type }) => /^(date|time|month|week)/.test(type)).length + 2;
})()`;
const missed = `walked.usable.filter((element) => element.isConnected && !walked.seen.has(element)).map(walked.name)`;

describe("with a keyboard alone", () => {
  it.each(Object.keys(views))("everything of %s can be reached, and one sees where one is", async (view) => {
    await visit(page, demo.nines + places.get(view)!);
    const presses = await page.evaluate<number>(watchFocus);
    for (let pressed = 0; pressed < presses; pressed += 1) await page.keyboard.press("Tab");
    expect(await page.evaluate<string[]>("walked.dark")).toEqual([]);
    expect(await page.evaluate<string[]>(missed)).toEqual([]);
  });

  it("the first press of Tab offers the way past the navigation", async () => {
    await visit(page, demo.nines);
    await page.keyboard.press("Tab");
    await reads(page.locator(":focus"), /To the content/);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await page.locator("main :focus").count()).toBe(1);
  });

  it("whoever goes to another page goes on at its content, and the tab is called what the page is", async () => {
    await visit(page, demo.nines);
    await press(page, page.getByRole("link", { name: "Gate", exact: true }));
    await page.locator("main:focus").waitFor();
    expect(await page.title()).toBe("May it be deployed? · nines");
  });

  it("/ goes to the search, arrows from there through the rows, and Esc out of it", async () => {
    await visit(page, demo.nines);
    await page.keyboard.press("/");
    await page.locator("input[type=search]:focus").waitFor();
    await page.keyboard.type("payments");
    await page.waitForURL("**/?q=payments");
    await reads(page.locator("tr[data-row]").first(), /availability/);
    await page.keyboard.press("ArrowDown");
    await reads(page.locator("tr[data-row]:has(:focus)"), /availability/);
    await page.keyboard.press("ArrowDown");
    await reads(page.locator("tr[data-row]:has(:focus)"), /database-breaker/);
    await page.keyboard.press("/");
    await page.keyboard.press("Escape");
    expect(await page.locator("input:focus").count()).toBe(0);
  });

  it("? lists the keys, keeps the focus among them, and gives it back", async () => {
    await visit(page, demo.nines);
    const where = page.getByRole("link", { name: "Exceptions" }).first();
    await tabTo(page, where);
    await page.keyboard.press("?");
    const keys = page.getByRole("dialog", { name: "Keys" });
    await keys.waitFor();
    for (let pressed = 0; pressed < 4; pressed += 1) {
      await page.keyboard.press("Tab");
      expect(await page.locator("main :focus, header :focus").count()).toBe(0);
    }
    await page.keyboard.press("Escape");
    await keys.waitFor({ state: "hidden" });
    expect(await where.and(page.locator(":focus")).count()).toBe(1);
  });
});

describe("what somebody has chosen", () => {
  it("stands in the address: a reload and the way back show it again", async () => {
    await visit(page, demo.nines);
    const rows = page.locator("tr[data-row]");
    const frozen = page.getByRole("button", { name: /frozen/ });
    await frozen.click();
    await page.waitForURL("**/?state=frozen");
    await page.getByLabel("firing").selectOption("page");
    await page.waitForURL("**/?state=frozen&firing=page");
    await page.reload();
    await reads(page.getByRole("main"), /frozen/);
    expect(await frozen.getAttribute("aria-pressed")).toBe("true");
    expect(await page.getByLabel("firing").inputValue()).toBe("page");
    await page.goBack();
    await page.waitForURL("**/?state=frozen");
    await expect.poll(() => rows.count()).toBe(1);
    await page.goBack();
    await expect.poll(() => rows.count()).toBeGreaterThan(9);
    expect(await frozen.getAttribute("aria-pressed")).toBe("false");
    await page.goForward();
    await expect.poll(() => rows.count()).toBe(1);
  });

  it("of the gate and of the search as well", async () => {
    await visit(page, `${demo.nines}/gate?service=checkout&environment=production&change=fix`);
    await page.getByLabel("change").selectOption("rollback");
    await page.waitForURL("**change=rollback");
    await page.reload();
    expect(await page.getByLabel("change").inputValue()).toBe("rollback");
    await visit(page, `${demo.nines}/?q=breaker`);
    expect(await page.locator("input[type=search]").inputValue()).toBe("breaker");
    await reads(page.locator("tr[data-row]"), /database-breaker/);
  });
});
