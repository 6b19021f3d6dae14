import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { until } from "../../../kit/until.ts";

export interface Look {
  readonly scheme?: "light" | "dark";
  readonly size?: keyof typeof sizes;
}
export const sizes = { desktop: { width: 1_280, height: 800 }, phone: { width: 390, height: 844 } } as const;

/** What went wrong in a page without anybody seeing it, and what it asked of anybody but its own server. */
export interface Watched {
  readonly page: Page;
  readonly wrong: string[];
}

/** A page of somebody of the demo, or of nobody, in a context of its own. */
export async function openAs(browser: Browser, token?: string, look: Look = {}): Promise<Watched> {
  const context = await browser.newContext({
    viewport: sizes[look.size ?? "desktop"],
    colorScheme: look.scheme ?? "light",
    reducedMotion: "reduce",
  });
  if (token !== undefined) await signedIn(context, token);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  return { page, wrong: watch(page) };
}

/** As the page itself keeps a token: for the tab, until somebody becomes another. */
const signedIn = (context: BrowserContext, token: string): Promise<unknown> =>
  context.addInitScript(`if (sessionStorage.length === 0) {
    sessionStorage.setItem("nines-token", "${token}");
    sessionStorage.setItem("arrived", "yes");
  }`);

function watch(page: Page): string[] {
  const wrong: string[] = [];
  const isOwn = (url: string): boolean =>
    !/^https?:/.test(url) || new URL(url).origin === new URL(page.url()).origin;
  page.on("pageerror", (error) => wrong.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) wrong.push(`${page.url()}: ${message.text()}`);
  });
  page.on("request", (request) => {
    if (page.url() !== "about:blank" && !isOwn(request.url()))
      wrong.push(`${page.url()} asked ${request.url()}`);
  });
  return wrong;
}

/** Waits until what is shown there reads so, `patience` seconds at most; its whole text. */
export async function reads(target: Locator, pattern: RegExp, patience = 20): Promise<string> {
  let last = "";
  return until(
    async () => {
      last = (await target.allTextContents()).join(" ");
      return pattern.test(last) ? last : undefined;
    },
    { what: `${String(target)} reads ${String(pattern)}`, timeout: patience * 1_000, every: 20 },
  ).catch((error: unknown) => {
    throw new Error(`it reads: ${last}`, { cause: error });
  });
}

const hasFocus = async (page: Page, target: Locator): Promise<boolean> =>
  (await target.and(page.locator(":focus")).count()) > 0;

/** Presses Tab until `target` has the focus, as somebody without a mouse would. */
export async function tabTo(page: Page, target: Locator, most = 150): Promise<void> {
  await target.waitFor();
  for (let pressed = 0; pressed < most; pressed += 1) {
    if (await hasFocus(page, target)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${String(target)} was not reached by ${most} presses of Tab`);
}

/** Follows a link or presses a button by keyboard. */
export async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
}

/** Fills a field by keyboard, whatever was in it. */
export async function write(page: Page, label: string | RegExp, text: string): Promise<void> {
  await tabTo(page, page.getByLabel(label));
  await page.keyboard.press("Control+a");
  await page.keyboard.type(text);
}

/** Becomes somebody else by the switch in the corner, which takes the first letters of a name. */
export async function become(page: Page, name: string): Promise<void> {
  const corner = page.getByLabel("Who you are in this demo");
  await tabTo(page, corner);
  await page.keyboard.type(name);
  await reads(corner.locator("option:checked"), new RegExp(`^${name}`));
}

/** How many pixels of the page lie beyond its right edge. */
export const sideways = (page: Page): Promise<number> =>
  page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
