/**
 * The program that runs a journey's scripts: a process of its own, with an empty environment and few permissions. It
 * takes orders as lines on its standard input and answers as lines on its standard output.
 */
import { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Page } from "playwright-core";
import { confine } from "./confine.ts";
import type { Order, Reply } from "./messages.ts";
import { scriptRunner } from "./script.ts";

const write = process.stdout.write.bind(process.stdout);
const answer = (reply: Reply): void => void write(`${JSON.stringify(reply)}\n`);

type Start = Extract<Order, { kind: "start" }>;

const browserArguments = [
  // Names are the proxy's to look up, and nothing goes around it.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
  "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
  "--disable-quic",
  "--disable-breakpad",
];

/** Chromium stays in this process's group, so that one signal ends it all. */
function keepInGroup(): void {
  const prototype = ChildProcess.prototype as unknown as {
    spawn: (options: { detached?: boolean }) => number;
  };
  const spawn = prototype.spawn;
  prototype.spawn = function (this: ChildProcess, options) {
    return spawn.call(this, { ...options, detached: false });
  };
}

async function launch({ chromium: executablePath, sandbox, proxy, folder, headers }: Start) {
  const { chromium } = await import("playwright-core");
  keepInGroup();
  // Playwright asks for the folder by its variable; the script finds the environment empty again.
  process.env.TMPDIR = folder;
  const browser = await chromium.launch({
    ...{ executablePath, chromiumSandbox: sandbox, args: browserArguments },
    proxy: { server: proxy },
    env: { HOME: folder },
    ...{ handleSIGHUP: false, handleSIGINT: false, handleSIGTERM: false, timeout: 15_000 },
  });
  delete process.env.TMPDIR;
  const context = await browser.newContext({ extraHTTPHeaders: headers, serviceWorkers: "block" });
  await context.route(/^(?!https?:|data:|blob:|about:)/i, (route) => route.abort());
  return { browser, page: await context.newPage() };
}

const orders = createInterface({ input: process.stdin });
let close = async (): Promise<void> => undefined;
let take: ReturnType<typeof scriptRunner> | undefined;

async function begin(order: Start): Promise<void> {
  try {
    const { browser, page }: { browser: { close: () => Promise<void> }; page: Page } = await launch(order);
    close = () => browser.close();
    confine();
    take = scriptRunner(page);
    answer({ kind: "ready" });
  } catch (error) {
    answer({ kind: "unable", message: error instanceof Error ? error.message : String(error) });
  }
}

async function end(): Promise<void> {
  await close().catch(() => undefined);
  process.exit(0);
}

// A promise that a script forgot must not end the step that comes after it.
process.on("unhandledRejection", () => undefined);
process.on("uncaughtException", () => undefined);
orders.on("close", () => void end());
orders.on("line", (line) => {
  const order = JSON.parse(line) as Order;
  if (order.kind === "start") void begin(order);
  else if (order.kind === "end") void end();
  else void take?.(order).then(answer);
});
