import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { BrowserStep } from "../../src/model/journey.ts";
import { seconds } from "../../src/model/units.ts";
import { type Browsers, createBrowsers } from "../../src/probes/browser/browsers.ts";
import { picturesIn } from "../../src/probes/browser/pictures.ts";
import { temporaryFolder } from "../processes.ts";
import { repository, toolPath } from "../tools.ts";

/** A step that runs a script, with whatever else is said. */
export const script = (name: string, body: string, more: Partial<BrowserStep> = {}): BrowserStep => ({
  kind: "browser",
  name,
  script: body,
  use: [],
  returns: [],
  timeout: seconds(10),
  retries: 0,
  always: false,
  source: { path: "journeys.yaml", line: 1, column: 1 },
  ...more,
});

/** What browsers of this process write lies here, and names their processes. */
const own = temporaryFolder("browsers");

/** Every process that works for a browser of this process, by its command line, and another file of it in /proc. */
export const browserProcesses = (file = "comm"): readonly { line: string; said: string }[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({ line: readSafely(pid, "cmdline"), said: readSafely(pid, file) }))
    .filter(({ line }) => line.includes(own));

const readSafely = (pid: string, file: string): string => {
  try {
    return readFileSync(join("/proc", pid, file), "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
};

/** Browsers of the tests' own Chromium, without the sandbox that root cannot have; pictures go to a folder. */
export const browsers = (pictures?: string): Browsers => {
  const fail = (error: Error): never => {
    throw error;
  };
  return createBrowsers({
    parts: { chromium: toolPath("chromium"), packages: join(repository, "node_modules") },
    sandbox: false,
    temporary: own,
    ...(pictures !== undefined && { pictures: picturesIn(pictures, fail) }),
  });
};

export interface Site {
  port: number;
  url: string;
  /** Every request that arrived, oldest first. */
  seen: readonly Pick<IncomingMessage, "method" | "url" | "headers">[];
  /** Connections that were accepted, whether anything was asked or not. */
  connections: () => number;
  /** Told of every request as it arrives. */
  onRequest: (listener: (path: string) => void) => void;
  close: () => Promise<void>;
}

/** The body of a page, a status without one, or what answers for itself. */
export type Page = string | { status: number; location?: string } | RequestListener;

const answerWith = (page: Page | undefined): RequestListener => {
  if (typeof page === "function") return page;
  const { status, ...headers } = typeof page === "object" ? page : { status: page === undefined ? 404 : 200 };
  const body = typeof page === "string" ? page : "";
  return (_request, response) =>
    void response
      .writeHead(status, { "content-type": "text/html", ...headers })
      .end(`<!doctype html><link rel="icon" href="data:,">${body}`);
};

/** Serves pages by their paths. */
export async function startSite(pages: Readonly<Record<string, Page>>, address = "127.0.0.1"): Promise<Site> {
  const seen: Site["seen"][number][] = [];
  const listeners: ((path: string) => void)[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    seen.push(request);
    const path = request.url?.split("?", 1)[0] ?? "";
    for (const tell of listeners) tell(path);
    answerWith(pages[path])(request, response);
  });
  server.on("connection", () => connections++);
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...{ port, seen, url: `http://${address}:${port}` },
    connections: () => connections,
    onRequest: (listener) => void listeners.push(listener),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
