import type { Browser, CDPSession, Page } from "playwright-core";
import { until } from "../../kit/until.ts";

const viewport = { width: 1_280, height: 800 };
/** More than this window holds under the page's head. */
const rowsInSight = 20;

/** One visit of the overview by somebody who has never been here. */
export interface Visit {
  /** Milliseconds from the start of the navigation: first contentful paint, and rows with numbers filling the window. */
  firstPaint: number;
  rows: number;
  /** Milliseconds that a core was busy with the page's own thread until then: a machine that does other things stretches it least. */
  busy: number;
}

/** Runs before the page: notes when the rows are painted, and when a search shows what was looked for. */
const notes = `
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))));
  const rows = () => [...document.querySelectorAll("tr[data-slo]")];
  const hasNumber = (row) => /\\d %/.test(row.querySelector(".budget").textContent);
  const seen = (look) => new Promise((resolve) => {
    const watch = new MutationObserver(() => {
      if (!look()) return;
      watch.disconnect();
      resolve(painted());
    });
    watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  window.fill = (count) => seen(() => rows().length >= count && rows().every(hasNumber));
  const late = () => new Promise((_, reject) => setTimeout(() => reject(new Error("nothing was found")), 20000));
  window.search = (text) => {
    let begun = 0;
    addEventListener("keydown", () => (begun = performance.now()), true);
    const isOf = (row) => row.dataset.slo.includes(text);
    const shown = seen(() => rows().length > 0 && rows().every(isOf)).then((at) => at - begun);
    window.searched = Promise.race([shown, late()]);
  };
  window.watchFrames = () => {
    window.frames = [];
    let before;
    const frame = (now) => {
      if (before !== undefined) window.frames.push(now - before);
      before = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  };
`;

/** Bytes as they go over the wire, heads of answers included, until everything that the first view asks for is there. */
export interface Wire {
  requests: number;
  page: number;
  answers: number;
}

/** Counts what goes over the wire; the stream of events never ends and is counted as a request. */
async function countWire(session: CDPSession): Promise<Wire> {
  const wire: Wire = { requests: 0, page: 0, answers: 0 };
  const paths = new Map<string, string>();
  session.on("Network.requestWillBeSent", ({ requestId, request }) => {
    if (!request.url.startsWith("http")) return;
    wire.requests += 1;
    paths.set(requestId, new URL(request.url).pathname);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const path = paths.get(requestId);
    if (path === undefined) return;
    wire[path.startsWith("/api/") ? "answers" : "page"] += encodedDataLength;
  });
  await session.send("Network.enable");
  return wire;
}

interface Open {
  page: Page;
  session: CDPSession;
}

/** A page of somebody new, which notes when as many rows are there as the window holds, or as there are SLOs. */
async function onPage<T>(browser: Browser, slos: number, use: (open: Open) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ viewport });
  try {
    const page = await context.newPage();
    await page.addInitScript(`${notes} window.rowsPainted = fill(${Math.min(slos, rowsInSight)});`);
    return await use({ page, session: await context.newCDPSession(page) });
  } finally {
    await context.close();
  }
}

const paintOf = `performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null`;

/** Milliseconds of a core that the thread of the page has had since it began. */
async function busyOf(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? NaN) * 1_000;
}

/** What goes over the wire on a visit; it is not timed, since counting costs time. */
export const weigh = (browser: Browser, url: string, slos: number): Promise<Wire> =>
  onPage(browser, slos, async ({ page, session }) => {
    const wire = await countWire(session);
    // Lines of burn-down are asked for last, once it is known which rows are in sight.
    const last = page.waitForResponse(/burn-lines/).then((answer) => answer.finished());
    await page.goto(`${url}/`);
    await last;
    return wire;
  });

/** Nothing is asked of the page before it has loaded: every question takes its thread. */
export const visit = (browser: Browser, url: string, slos: number): Promise<Visit> =>
  onPage(browser, slos, async ({ page, session }) => {
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    await page.goto(`${url}/`);
    const rows = await page.evaluate<number>("window.rowsPainted");
    const busy = await busyOf(session);
    const firstPaint = await until(
      () => page.evaluate<number | null>(paintOf).then((at) => at ?? undefined),
      {
        what: "the first paint is noted",
      },
    );
    return { firstPaint, rows, busy };
  });

/** Milliseconds from the last key of each of these texts to a painted list in which nothing else stands. */
export const search = (
  browser: Browser,
  url: string,
  slos: number,
  texts: readonly string[],
): Promise<number[]> =>
  onPage(browser, slos, async ({ page }) => {
    const taken: number[] = [];
    await page.goto(`${url}/`);
    await page.evaluate("window.rowsPainted");
    for (const text of texts) {
      await page.keyboard.press("Escape");
      await page.keyboard.press("/");
      await page.keyboard.type(text.slice(0, -1), { delay: 30 });
      await page.evaluate(`window.search(${JSON.stringify(text)})`);
      await page.keyboard.type(text.slice(-1));
      taken.push(await page.evaluate<number>("window.searched"));
      await page.locator("input[type=search]").fill("");
      await page.waitForURL((url) => !url.searchParams.has("q"));
    }
    return taken;
  });

/** Turns of the wheel down the list, each a bit more than a row. */
const turns = 60;

/** Milliseconds between one frame and the next while somebody scrolls through a page of the list. */
export const scroll = (browser: Browser, url: string, slos: number): Promise<number[]> =>
  onPage(browser, slos, async ({ page }) => {
    await page.goto(`${url}/`);
    await page.waitForResponse(/burn-lines/);
    await page.mouse.move(viewport.width / 2, viewport.height / 2);
    await page.evaluate("window.watchFrames()");
    for (let turn = 0; turn < turns; turn++) await page.mouse.wheel(0, 45);
    return page.evaluate<number[]>("window.frames");
  });
