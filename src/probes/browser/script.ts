import assert from "node:assert/strict";
import type { Locator, Page, Request } from "playwright-core";
import { stepTimeout } from "../../journey/browser.ts";
import { readScript } from "../../model/journeys/script.ts";
import type { Order, StepReport } from "./messages.ts";

type StepOrder = Extract<Order, { kind: "step" }>;
type Script = (page: Page, vars: StepOrder["vars"], check: typeof assert) => Promise<unknown>;

const mostRequests = 100;
const mostLines = 100;
const longestLine = 1_000;

/** What happens in the page while a step goes on. */
interface Trail {
  requests: StepReport["requests"];
  console: string[];
  lost?: StepReport["lost"];
  document?: { url: string; status: number; request: Request };
}

/** Runs scripts in one page, one after the other. */
export function scriptRunner(page: Page): (order: StepOrder) => Promise<StepReport> {
  let trail: Trail = { requests: [], console: [] };
  watch(page, () => trail);
  speakInto((line) => note(trail, line));
  return async (order) => {
    trail = { requests: [], console: [] };
    page.setDefaultTimeout(order.timeout);
    page.setDefaultNavigationTimeout(order.timeout);
    try {
      const returned = await inTime(order.timeout, () =>
        (readScript(order.script) as Script)(page, order.vars, assert),
      );
      return reportOf(trail, { returned: pick(returned, order.returns) });
    } catch (error) {
      const screenshot = await picture(page, order.sensitive);
      return reportOf(trail, { error: wordsOf(error), ...(screenshot !== undefined && { screenshot }) });
    }
  };
}

/** The script goes on in vain when its time is up; the process ends with the run. */
async function inTime<T>(timeout: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const up = new Promise<never>((_resolve, reject) => {
    const error = new Error("the script was not over in time");
    error.name = stepTimeout;
    timer = setTimeout(() => reject(error), timeout);
  });
  try {
    return await Promise.race([work(), up]);
  } finally {
    clearTimeout(timer);
  }
}

function wordsOf(error: unknown): { name: string; message: string } {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  return { name: error.name, message: error.message };
}

function pick(returned: unknown, names: readonly string[]): Record<string, unknown> {
  const values =
    typeof returned === "object" && returned !== null ? (returned as Record<string, unknown>) : {};
  return Object.fromEntries(
    names.flatMap((name) => (Object.hasOwn(values, name) ? [[name, values[name]]] : [])),
  );
}

const noTiming = { tls: 0, first_byte: 0, transfer: 0 };

function reportOf(
  { requests, console: lines, lost, document }: Trail,
  end: { returned?: Record<string, unknown>; error?: StepReport["error"]; screenshot?: string },
): StepReport {
  const { returned = {}, error, screenshot } = end;
  return {
    kind: "done",
    returned,
    ...(error !== undefined && { error }),
    ...(lost !== undefined && { lost }),
    ...(document !== undefined && { document: { url: document.url, status: document.status } }),
    timing: document === undefined ? noTiming : timingOf(document.request),
    requests: requests.slice(-mostRequests),
    console: lines,
    ...(screenshot !== undefined && { screenshot }),
  };
}

/** Playwright says −1 for a moment that never came. */
function timingOf(request: Request): StepReport["timing"] {
  const { secureConnectionStart, connectEnd, requestStart, responseStart, responseEnd } = request.timing();
  const between = (from: number, to: number) => (from < 0 || to < from ? 0 : to - from);
  return {
    tls: between(secureConnectionStart, connectEnd),
    first_byte: between(requestStart, responseStart),
    transfer: between(responseStart, responseEnd),
  };
}

function note(trail: Trail, line: string): void {
  if (trail.console.length < mostLines) trail.console.push(line.slice(0, longestLine));
}

/** Of a page's own document, rather than of something in it. */
function isDocument(request: Request, page: Page): boolean {
  try {
    return request.isNavigationRequest() && request.frame() === page.mainFrame();
  } catch {
    return false;
  }
}

function watch(page: Page, trail: () => Trail): void {
  const context = page.context();
  context.on("response", (response) => {
    const [request, status, url] = [response.request(), response.status(), response.url()];
    trail().requests.push({ method: request.method(), url, status });
    const isRedirect = status >= 300 && status < 400;
    if (isDocument(request, page) && !isRedirect) trail().document = { url, status, request };
  });
  context.on("requestfailed", (request) => {
    const url = request.url();
    trail().requests.push({ method: request.method(), url });
    if (isDocument(request, page)) trail().lost = { url, isRedirect: request.redirectedFrom() !== null };
  });
  context.on("console", (message) => note(trail(), `${message.type()}: ${message.text()}`));
  context.on("weberror", (error) => note(trail(), `error: ${error.error().message}`));
}

/** What a script says goes where the page's own words go. */
function speakInto(say: (line: string) => void): void {
  for (const level of ["log", "info", "warn", "error", "debug"] as const)
    console[level] = (...words: unknown[]) =>
      say(
        `script: ${words.map((word) => (typeof word === "string" ? word : JSON.stringify(word))).join(" ")}`,
      );
}

const picturePatience = 3_000;

/** What the page looks like, as far as it can be had in time; what holds something sensitive is covered. */
async function picture(page: Page, sensitive: readonly string[]): Promise<string | undefined> {
  const take = async (): Promise<string> => {
    const mask = await covered(page, sensitive);
    const image = await page.screenshot({ type: "png", mask, maskColor: "#888888" });
    return image.toString("base64");
  };
  return await inTime(picturePatience, take).catch(() => undefined);
}

const mostFields = 50;

async function covered(page: Page, sensitive: readonly string[]): Promise<Locator[]> {
  const texts = sensitive.map((text) => page.getByText(text));
  const fields = await page.locator("input, textarea").all();
  const values = await Promise.all(
    fields.slice(0, mostFields).map((field) => field.inputValue({ timeout: 500 }).catch(() => "")),
  );
  const holding = fields.filter((_field, at) => sensitive.some((text) => values[at]?.includes(text)));
  return [page.locator("input[type=password]"), ...texts, ...holding];
}
