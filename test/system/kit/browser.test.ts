import { existsSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keepPicture } from "../../../kit/browser.ts";
import { isLeftOut } from "../../../kit/tools.ts";
import { sharedBrowser } from "../shared.ts";

const leftOut = isLeftOut("chromium");

describe("the browser of the tests", () => {
  let browser: Browser;
  beforeAll(async () => {
    if (!leftOut) browser = await sharedBrowser();
  });
  afterAll(async () => {
    if (!leftOut) await browser.close();
  });

  it.skipIf(leftOut)("draws a page with fonts of its own and keeps its picture", async () => {
    const page = await browser.newPage();
    await page.setContent("<code>iiii</code><br><code>mmmm</code>");
    const widthOf = async (at: number) => (await page.locator("code").nth(at).boundingBox())?.width;
    expect(await widthOf(0)).toBeGreaterThan(0);
    expect(await widthOf(1)).toBe(await widthOf(0));
    expect(existsSync(await keepPicture(page, "kit-browser"))).toBe(true);
  });

  it.skipIf(leftOut)("reaches nothing beyond this machine", async () => {
    const page = await browser.newPage();
    await expect(page.goto("http://shop.example/")).rejects.toThrow(/ERR_NAME_NOT_RESOLVED/);
  });
});
