import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TargetRules } from "../../journey/targets.ts";
import type { Resolve } from "../connect.ts";
import { syntheticHeader } from "../exchange.ts";
import { StepFailure } from "../failures.ts";
import type { StepReport } from "./messages.ts";
import type { BrowserParts } from "./parts.ts";
import type { Pictures } from "./pictures.ts";
import { openProxy, type Proxy, type Traffic } from "./proxy.ts";
import { openSession, type Session, type StepOrder } from "./session.ts";

export interface BrowserTerms {
  rules: TargetRules;
  refuse: (url: URL) => string | undefined;
  resolve: Resolve;
  most: number;
  signal: AbortSignal;
}

/** The browser of one run. */
export interface RunBrowser {
  take: (order: StepOrder, signal: AbortSignal) => Promise<{ report: StepReport; traffic: Traffic }>;
  /** What went through since the last step, when there is no report. */
  traffic: () => Traffic;
  close: () => Promise<void>;
}

/** Starts browsers, where that is allowed. */
export interface Browsers {
  /** @throws StepFailure when none can be had */
  open: (terms: BrowserTerms) => Promise<RunBrowser>;
  pictures?: Pictures;
}

/** Browsers at the same time; each is some 200 MB and all of a core while a page loads. */
const mostAtOnce = 2;

export interface BrowserOptions {
  parts: BrowserParts;
  sandbox: boolean;
  pictures?: Pictures;
  /** Where a run's own folder is made, and goes with it. */
  temporary?: string;
}

export function createBrowsers(options: BrowserOptions): Browsers {
  const { pictures } = options;
  const gate = createGate(mostAtOnce);
  return {
    open: async (terms) => {
      const leave = await gate(terms.signal);
      try {
        return await openOne(terms, options, leave);
      } catch (error) {
        leave();
        throw error;
      }
    },
    ...(pictures !== undefined && { pictures }),
  };
}

async function openOne(
  terms: BrowserTerms,
  { parts, sandbox, temporary = tmpdir() }: BrowserOptions,
  leave: () => void,
): Promise<RunBrowser> {
  const folder = await mkdtemp(join(temporary, "nines-browser-"));
  // What a dying Chromium still writes may be in the way: a folder that stays behind costs no run.
  const sweep = () =>
    rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => undefined);
  const tooLarge = new AbortController();
  const onTooLarge = (): void =>
    tooLarge.abort(
      new StepFailure("body_too_large", `the pages of the run are larger than ${terms.most} bytes`),
    );
  let proxy: Proxy | undefined;
  let session: Session;
  try {
    proxy = await openProxy({ ...terms, onTooLarge });
    const headers = { [syntheticHeader.name]: syntheticHeader.value };
    session = await openSession({ ...{ parts, sandbox, folder, headers }, proxy: proxy.url }, terms.signal);
  } catch (error) {
    await proxy?.close();
    await sweep();
    throw error;
  }
  const { look, close } = proxy;
  return {
    take: async (order, signal) => {
      const report = await session.take(order, AbortSignal.any([signal, tooLarge.signal]));
      return { report, traffic: look() };
    },
    traffic: look,
    close: async () => {
      await session.close();
      await close();
      await sweep();
      leave();
    },
  };
}

/** Lets so many in at once; the others wait for one to leave. */
function createGate(most: number): (signal: AbortSignal) => Promise<() => void> {
  let inside = 0;
  const waiting: (() => void)[] = [];
  const leave = (): void => {
    inside--;
    waiting.shift()?.();
  };
  return async (signal) => {
    while (inside >= most) {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      const goOn = (): void => resolve(undefined);
      waiting.push(goOn);
      signal.addEventListener("abort", goOn, { once: true });
      await promise;
      signal.removeEventListener("abort", goOn);
      if (signal.aborted) throw new StepFailure("internal", "nines was stopped before a browser was free");
    }
    inside++;
    let isInside = true;
    return () => {
      if (isInside) leave();
      isInside = false;
    };
  };
}
