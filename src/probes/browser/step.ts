import { faultOfScript, type ScriptTrail } from "../../journey/browser.ts";
import { extractReturned } from "../../journey/extract.ts";
import type { Exchange, Finding } from "../../journey/result.ts";
import type { Value } from "../../journey/values.ts";
import { type BrowserStep, phases } from "../../model/journey.ts";
import { type Attempt, micro } from "../attempt.ts";
import { StepFailure } from "../failures.ts";
import { patienceOf, type Run } from "../run.ts";
import type { RunBrowser } from "./browsers.ts";
import type { StepReport } from "./messages.ts";
import type { Traffic } from "./proxy.ts";
import type { StepOrder } from "./session.ts";

/** What a step in the browser came to; nothing of it is redacted yet. */
export interface Taken {
  report: StepReport;
  values: ReadonlyMap<string, Value>;
  fault?: StepFailure;
  misses: readonly Finding[];
}

/** Takes one step of a run's path in its browser. @throws StepFailure when the script could not be run to an end */
export async function takeInBrowser(run: Run, step: BrowserStep, attempt: Attempt): Promise<Taken> {
  const patience = patienceOf(run, step);
  if (patience <= 0) throw new StepFailure("timeout", "the run's time was up before this step");
  const browser = browserOf(run);
  try {
    const signal = run.options.signal ?? new AbortController().signal;
    const { report, traffic } = await browser.take(orderOf(run, step, patience), signal);
    note(attempt, traffic, report);
    return judgeReport(step, report, traffic);
  } catch (error) {
    note(attempt, browser.traffic());
    throw error;
  }
}

function browserOf({ browser }: Run): RunBrowser {
  if (browser === undefined)
    throw new StepFailure("internal", "browser steps run only in nines probe --allow-browser-scripts");
  if (browser instanceof StepFailure) throw browser;
  return browser;
}

function orderOf({ values }: Run, { script, use, returns }: BrowserStep, patience: number): StepOrder {
  const given = use.flatMap((name) => {
    const value = values.get(name);
    return value === undefined ? [] : [{ name, ...value }];
  });
  return {
    script,
    vars: Object.fromEntries(given.map(({ name, text, json }) => [name, json ?? text])),
    sensitive: given.filter(({ sensitive }) => sensitive).map(({ text }) => text),
    returns,
    timeout: Math.ceil(patience),
  };
}

function note(attempt: Attempt, traffic: Traffic, report?: StepReport): void {
  const { tls = 0, first_byte = 0, transfer = 0 } = report?.timing ?? {};
  const spent = { dns: traffic.dns, connect: traffic.connect, tls, first_byte, transfer };
  attempt.bytes += traffic.bytes;
  for (const phase of phases) attempt.phases[phase] = micro(spent[phase] / 1_000);
}

function judgeReport(step: BrowserStep, report: StepReport, traffic: Traffic): Taken {
  const { error, returned } = report;
  const fault = faultOfScript(error, trailOf(report, traffic));
  const values = new Map<string, Value>();
  const misses: Finding[] = [];
  for (const name of error === undefined ? step.returns : []) {
    const found = extractReturned(name, Object.hasOwn(returned, name) ? returned[name] : undefined);
    if (found.ok) values.set(name, found.value);
    else misses.push({ ok: false, severity: "fail", message: found.message });
  }
  const whole = { report, values, misses };
  if (fault !== undefined) return { ...whole, fault: new StepFailure(fault.reason, fault.message) };
  const [miss] = misses;
  return miss === undefined ? whole : { ...whole, fault: new StepFailure("extract_missing", miss.message) };
}

const trailOf = ({ lost, document }: StepReport, { failures }: Traffic): ScriptTrail => ({
  ...(lost !== undefined && { lost }),
  ...(document !== undefined && { document }),
  failures,
});

/** Requests of a page that are kept. */
const keptRequests = 30;
const longestUrl = 512;

/** The page's requests as they may be kept and shown; what was sent and answered stays the browser's own. */
export const exchangesOf = (
  { requests }: StepReport,
  attempt: number,
  redact: (text: string) => string,
): Exchange[] =>
  requests.slice(-keptRequests).map(({ method, url, status }) => ({
    ...{ attempt, method, url: redact(url).slice(0, longestUrl) },
    ...(status !== undefined && { status }),
    ...{ requestHeaders: {}, responseHeaders: {} },
  }));
