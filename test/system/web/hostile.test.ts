import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { placesOf, views } from "../../../demo/views.ts";
import { visit } from "../../../kit/browser.ts";
import type { SharedDemo } from "../../setup/demo.ts";
import { sharedBrowser, sharedDemo } from "../shared.ts";
import { openAs, reads, type Watched } from "./support.ts";

const hostile = `<img src=x onerror="document.title='taken over'">`;

/** What people, metrics and machines give: values of labels, and sentences. Names and ids are nines' own. */
const given =
  /^(description|owner|sentence|text|message|title|note|detail|reason|risk|businessImpact|rollbackPlan)$/;
const labels = /^(group|labels)$/;

/** The same answer, had somebody put HTML wherever words of others go. */
function poisoned(body: unknown, isLabel = false): unknown {
  if (Array.isArray(body)) return body.map((each) => poisoned(each, isLabel));
  if (typeof body !== "object" || body === null) return body;
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      typeof value === "string" && (isLabel || given.test(key))
        ? value + hostile
        : poisoned(value, labels.test(key)),
    ]),
  );
}

let demo: SharedDemo;
let browser: Browser;
let watched: Watched;
let places: ReadonlyMap<string, string>;

beforeAll(async () => {
  [demo, browser] = await Promise.all([sharedDemo(), sharedBrowser()]);
  places = new Map(await placesOf(demo.nines, demo.people.carol));
  watched = await openAs(browser, demo.people.carol);
  await watched.page.route(/\/api\/v1\/(?!events|demo)/, async (route) => {
    const response = await route.fetch();
    const isJson = response.headers()["content-type"]?.includes("json") === true;
    if (isJson) await route.fulfill({ response, json: poisoned(await response.json()) });
    else await route.fulfill({ response });
  });
});
afterAll(async () => {
  // What the page still asks when the last test is over has nobody to answer to.
  await watched.page.unrouteAll({ behavior: "ignoreErrors" });
  await browser.close();
});

it.each(Object.keys(views))("%s shows HTML in the words of others as the text it is", async (view) => {
  const { page, wrong } = watched;
  await visit(page, demo.nines + places.get(view)!);
  expect(await page.locator("img[src=x]").count()).toBe(0);
  expect(await page.title()).not.toBe("taken over");
  expect(wrong.splice(0)).toEqual([]);
});

it("which is to say, one can read it", async () => {
  const { page } = watched;
  await visit(page, `${demo.nines}/slos/payments.availability.production`);
  await reads(page.locator(".slo-head"), /in every region<img src=x onerror/);
  await reads(page.getByRole("region", { name: "Budget", exact: true }), /region=eu<img src=x/);
});
