import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Browser, Page } from "playwright-core";
import ts from "typescript";
import { placesOf, views } from "../../../demo/views.ts";
import { visit } from "../../../kit/browser.ts";
import type { SharedDemo } from "../../setup/demo.ts";
import { readSource, visit as walk } from "../../setup/sources.ts";
import { sharedBrowser, sharedDemo } from "../shared.ts";
import { bringAxe, obstaclesEverywhere } from "./axe.ts";
import { openAs, reads, type Watched } from "./support.ts";

let demo: SharedDemo;
let browser: Browser;
let places: ReadonlyMap<string, string>;

beforeAll(async () => {
  [demo, browser] = await Promise.all([sharedDemo(), sharedBrowser()]);
  places = new Map(await placesOf(demo.nines, demo.people.carol));
});
afterAll(() => browser.close());

/** The addresses that the page knows, as app.tsx has them. */
function routes(): readonly RegExp[] {
  const found: RegExp[] = [];
  walk(readSource("src/web/app.tsx").tree, (node) => {
    if (ts.isRegularExpressionLiteral(node) && node.text.startsWith(String.raw`/^\/`))
      found.push(new RegExp(node.text.slice(1, node.text.lastIndexOf("/"))));
  });
  return found;
}

it("every address of the page is among the views that are looked at here", () => {
  const paths = [...places.values()].map((path) => path.split("?", 1)[0] ?? "");
  const known = routes();
  const seen = new Set(paths.map((path) => known.find((route) => route.test(path))));
  expect(known.length).toBeGreaterThan(8);
  expect(known.filter((route) => !seen.has(route))).toEqual([]);
});

/** What a view can become under somebody's hands, and what it says when there is nothing or something is wrong. */
const moments: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  "the list of keys": async (page) => {
    await visit(page, demo.nines);
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
  },
  "a search that finds nothing": async (page) => {
    await visit(page, `${demo.nines}/?q=nothing-is-called-so`);
    await reads(page.getByRole("main"), /No SLO fits/);
  },
  "why a number is what it is": async (page) => {
    await visit(page, `${demo.nines}/slos/payments.availability.production`);
    await page.getByRole("button", { name: "why this number" }).click();
    await page.getByText("to be asked of Prometheus").first().click();
  },
  "an SLO that does not exist": async (page) => {
    await page.goto(`${demo.nines}/slos/nobody.nothing.production`);
    await page.getByRole("alert").waitFor();
  },
  "a request that is refused": async (page) => {
    await visit(page, `${demo.nines}/exceptions/new?service=nobody&sha=4f2a91c`);
    for (const label of [
      "why it cannot wait",
      "what it costs to wait",
      "what can go wrong",
      "how it is taken back",
    ])
      await page.getByLabel(label).fill("because");
    await page.getByRole("button", { name: /^Request/ }).click();
    await page.getByRole("alert").waitFor();
  },
  "a journal that one may not read": async (page) => {
    await visit(page, demo.nines);
    await page.getByLabel("Who you are in this demo").selectOption("");
    await page.goto(`${demo.nines}/audit`);
    await page.getByRole("alert").waitFor();
  },
};

describe("on a screen and on a phone, by day and by night", () => {
  let watched: Watched;
  beforeAll(async () => {
    watched = await openAs(browser, demo.people.carol);
    await bringAxe(watched.page);
  });

  it.each(Object.keys(views))("%s is there for everybody, and asks nothing of anybody else", async (view) => {
    const { page, wrong } = watched;
    await visit(page, demo.nines + places.get(view)!);
    expect(await obstaclesEverywhere(page)).toEqual([]);
    expect(wrong.splice(0)).toEqual([]);
  });

  it.each(Object.entries(moments))("%s is there for everybody", async (_, bring) => {
    await bring(watched.page);
    expect(await obstaclesEverywhere(watched.page)).toEqual([]);
  });
});
