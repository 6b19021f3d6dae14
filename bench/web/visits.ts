import type { Browser, CDPSession, Page } from "playwright-core";

/** One visit of the overview by somebody who has never been here. */
export interface Visit {
  /** On the wire, heads of answers included, until everything that the first view asks for is there. */
  bytes: { page: number; answers: number };
  requests: number;
  /** Milliseconds from the start of the navigation: first contentful paint, and rows of SLOs painted. */
  firstPaint: number;
  rows: number;
}

/** Runs before the page: notes when the rows are painted, and when a search shows what was looked for. */
const notes = `
  const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))));
  const rows = () => [...document.querySelectorAll("tr[data-slo]")];
  const seen = (look) => new Promise((resolve) => {
    const watch = new MutationObserver(() => {
      if (!look()) return;
      watch.disconnect();
      resolve(painted());
    });
    watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  window.rowsPainted = seen(() => rows().length > 0);
  const late = () => new Promise((_, reject) => setTimeout(() => reject(new Error("nothing was found")), 20000));
  window.search = (text) => {
    let begun = 0;
    addEventListener("keydown", () => (begun = performance.now()), true);
    const isOf = (row) => row.dataset.slo.includes(text);
    const shown = seen(() => rows().length > 0 && rows().every(isOf)).then((at) => at - begun);
    window.searched = Promise.race([shown, late()]);
  };
`;

interface Wire {
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

async function onPage<T>(browser: Browser, use: (page: Page, wire: Wire) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 800 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(notes);
    const wire = await countWire(await context.newCDPSession(page));
    return await use(page, wire);
  } finally {
    await context.close();
  }
}

const paintOf = `performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN`;

export const visit = (browser: Browser, url: string): Promise<Visit> =>
  onPage(browser, async (page, wire) => {
    // Lines of burn-down are asked for last, once it is known which rows are in sight.
    const last = page.waitForResponse(/burn-lines/).then((answer) => answer.finished());
    await page.goto(`${url}/`);
    const rows = await page.evaluate<number>("window.rowsPainted");
    await last;
    const firstPaint = await page.evaluate<number>(paintOf);
    const { requests, page: files, answers } = wire;
    return { bytes: { page: files, answers }, requests, firstPaint, rows };
  });

/** Milliseconds from the last key of each of these texts to a painted list in which nothing else stands. */
export const search = (browser: Browser, url: string, texts: readonly string[]): Promise<number[]> =>
  onPage(browser, async (page) => {
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
