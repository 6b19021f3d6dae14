import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { startBrowser, visit } from "../kit/browser.ts";
import { until } from "../kit/until.ts";
import { readOptions } from "./options.ts";
import { readScene } from "./scene.ts";
import { createCleanup } from "./stack/cleanup.ts";
import { startStack } from "./stack/stack.ts";
import { createSteps } from "./stack/steps.ts";
import { takeSketches } from "./sketches.ts";
import { placesOf } from "./views.ts";

/**
 * `npm run pictures`: the web page as the demo shows it, each view by day, by night and on a phone, and how the boards
 * for Grafana are laid out, in docs/images. With names (`-- overview service boards`) only those.
 * Look at each before it is committed.
 */
const looks = [
  { name: "light", width: 1_280, height: 800, scheme: "light" },
  { name: "dark", width: 1_280, height: 800, scheme: "dark" },
  { name: "phone", width: 390, height: 844, scheme: "light" },
] as const;

const folder = join(import.meta.dirname, "..", "docs", "images");

const wanted = process.argv.slice(2);
const isWanted = (view: string): boolean => wanted.length === 0 || wanted.includes(view);

/** Whoever runs nines sees most: the journal and the tokens as well. @returns her token */
async function becomeCarol(page: Page, url: string): Promise<string> {
  await page.goto(url);
  const people = page.getByLabel("Who you are in this demo");
  const carol = people.locator("option", { hasText: "carol" });
  await carol.waitFor({ state: "attached" });
  const [token = ""] = await people.selectOption(await carol.getAttribute("value"));
  return token;
}

/** Waits until nothing more is being read: the costs and lines that come after the page itself. The stream never ends. */
function readingsOf(page: Page): { over: () => Promise<unknown> } {
  const open = new Set<unknown>();
  let last = 0;
  page.on("request", (request) => {
    if (request.url().includes("/api/v1/events")) return;
    open.add(request);
  });
  const end = (request: unknown): void => {
    if (open.delete(request)) last = performance.now();
  };
  page.on("requestfinished", end);
  page.on("requestfailed", end);
  const isOver = async (): Promise<boolean> => open.size === 0 && performance.now() - last > calm;
  return {
    over: () => {
      last = performance.now();
      return until(isOver, { what: `${page.url()} has read everything` });
    },
  };
}

/** Milliseconds without an answer after which no question is waited for. */
const calm = 400;

async function take(browser: Browser, url: string, look: (typeof looks)[number]): Promise<void> {
  const { name, width, height, scheme } = look;
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
  const readings = readingsOf(page);
  const token = await becomeCarol(page, url);
  for (const [view, path] of await placesOf(url, token)) {
    if (!isWanted(view)) continue;
    await page.setViewportSize({ width, height });
    await visit(page, url + path);
    await readings.over();
    // What is read once it comes into sight is to be in the picture as well.
    const whole = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width, height: Math.max(height, whole) });
    await readings.over();
    await page.screenshot({ path: join(folder, `${view}-${name}.png`), fullPage: true });
    process.stdout.write(`docs/images/${view}-${name}.png\n`);
  }
  await page.close();
}

const cleanup = createCleanup();
try {
  const options = readOptions([]);
  if (options === undefined) throw new Error("the demo's own options cannot be read");
  const scene = await readScene(options.slos);
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const step = createSteps(say, new AbortController().signal);
  const { server, prometheus } = await startStack({
    options,
    scene,
    cleanup,
    pids: new Set(),
    step,
    announce: say,
  });
  const firing = async (): Promise<boolean> => {
    const answer = await fetch(`${server.url}/api/v1/overview?firing=page`);
    return ((await answer.json()) as { total: number }).total > 0;
  };
  await until(firing, { what: "checkout's page", timeout: 240_000 });
  mkdirSync(folder, { recursive: true });
  const browser = await startBrowser();
  cleanup.add(() => browser.close());
  for (const look of looks) await take(browser, server.url, look);
  if (isWanted("boards")) await takeSketches(browser, prometheus.url, folder);
} finally {
  await cleanup.run();
}
