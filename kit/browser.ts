import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserServer, chromium, type Page } from "playwright-core";
import { repository, toolPath } from "./tools.ts";

// Nothing but this machine: a page that names another host fails there, as it would without a network.
const loopbackOnly =
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE [::1]";

// Its sandbox, which root cannot have, is left off: the pages are ours.
const options = () => ({
  executablePath: toolPath("chromium"),
  chromiumSandbox: false,
  args: [loopbackOnly],
});

/**
 * Starts Chromium for the tests of pages; close it when done. It is spoken to over a pipe, so that it ends with this
 * process however that ends.
 */
export const startBrowser = (): Promise<Browser> => chromium.launch(options());

/** The same for several processes, each of which connects to its `wsEndpoint` on 127.0.0.1. */
export const startBrowserServer = (): Promise<BrowserServer> =>
  chromium.launchServer({ ...options(), host: "127.0.0.1" });

/** Goes to a place of the web page and waits until it shows something. Its stream of events never ends: the network is never idle. */
export async function visit(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: "load" });
  await page.locator("main h1").first().waitFor({ state: "attached" });
  await page.locator("main [aria-busy]").first().waitFor({ state: "detached" });
}

/** Where tests leave what a person may want to look at; git ignores it, CI keeps it. */
export const artifactPath = (name: string): string => {
  const folder = join(repository, "artifacts");
  mkdirSync(folder, { recursive: true });
  return join(folder, name);
};

/** A picture of the whole page among the artefacts, `NAME.png`; its path. */
export const keepPicture = async (page: Page, name: string): Promise<string> => {
  const path = artifactPath(`${name}.png`);
  await page.screenshot({ path, fullPage: true });
  return path;
};
