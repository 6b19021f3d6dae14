import type { BrowserStep, FailureReason, HttpStep, Journey, JourneyStep } from "../model/journey.ts";
import { judge } from "../journey/assert.ts";
import { extract } from "../journey/extract.ts";
import { turnOf } from "../journey/path.ts";
import type { Response } from "../journey/response.ts";
import { type Finding, internalStep, outcomeOf, type RunResult, type StepResult } from "../journey/result.ts";
import type { Value } from "../journey/values.ts";
import { type Attempt, makeAttempt, micro, newAttempt, type Trace } from "./attempt.ts";
import type { StepReport } from "./browser/messages.ts";
import { exchangesOf, takeInBrowser } from "./browser/step.ts";
import { StepFailure } from "./failures.ts";
import { recordOf } from "./record.ts";
import { beginRun, type ProbeContext, type Run, type RunOptions } from "./run.ts";

/** Takes a journey's path once, from its first step to its clean-up. Never throws: whatever happens is a result. */
export async function runJourney(
  journey: Journey,
  context: ProbeContext,
  options: RunOptions = {},
): Promise<RunResult> {
  const run = await beginRun(journey, context, options);
  try {
    const steps: StepResult[] = [];
    for (const step of stepsOf(journey, options)) steps.push(await stepOf(run, step, steps));
    return resultOfRun(run, steps);
  } finally {
    if (run.browser !== undefined && !(run.browser instanceof StepFailure)) await run.browser.close();
  }
}

function resultOfRun(run: Run, steps: readonly StepResult[]): RunResult {
  const { journey, context, options } = run;
  return {
    journey: journey.name,
    location: context.location,
    runId: run.id,
    ...(options.slot !== undefined && { slot: options.slot }),
    startedAt: Math.floor(run.startedAt),
    late: options.late ?? 0,
    duration: since(run.begin),
    ...outcomeOf(steps, run.isCleanup),
    steps,
  };
}

async function stepOf(run: Run, step: JourneyStep, before: readonly StepResult[]): Promise<StepResult> {
  try {
    const turn = turnOf(step, before, run.values, run.isCleanup);
    if (turn.kind === "skip") return turn.result;
    return turn.kind === "undefined" ? undefinedStep(run, step, turn.missing) : await takeStep(run, step);
  } catch {
    // What is thrown here was foreseen by nobody, and may quote anything: only that it happened is told.
    return internalStep(step.name, "something unforeseen went wrong in nines");
  }
}

const since = (begin: number): number => micro((performance.now() - begin) / 1_000);

function stepsOf({ steps }: Journey, { lastStep }: RunOptions): readonly JourneyStep[] {
  const last = steps.findIndex(({ name }) => name === lastStep);
  return last < 0 ? steps : steps.filter(({ always }, index) => always || index <= last);
}

function undefinedStep(run: Run, step: JourneyStep, missing: readonly string[]): StepResult {
  const causes = missing.map(
    (name) => `${name} has no value: ${run.faults.get(name) ?? "nothing defines it"}`,
  );
  const failure = new StepFailure("internal", causes.join("; "));
  return resultOf(run, step, newAttempt(), { startedAt: performance.now(), attempts: 0, failure });
}

/** What became of one attempt's answer. */
interface Verdict {
  result: "passed" | "degraded" | "failed";
  reason?: FailureReason;
  message?: string;
  findings: readonly Finding[];
  values: ReadonlyMap<string, Value>;
}

interface Taken {
  startedAt: number;
  attempts: number;
  duration?: number;
  status?: number;
  verdict?: Verdict;
  failure?: StepFailure;
  /** Every attempt's, the last one's last. */
  traces?: readonly { attempt: number; trace: Trace }[];
  /** Of the last attempt in a browser. */
  report?: StepReport;
}

async function takeStep(run: Run, step: JourneyStep): Promise<StepResult> {
  const startedAt = performance.now();
  const traces: { attempt: number; trace: Trace }[] = [];
  for (let attempts = 1; ; attempts++) {
    const attempt = newAttempt();
    const begin = performance.now();
    const taken = { startedAt, attempts, ...(await tryStep(run, step, attempt)) };
    const duration = since(begin);
    traces.push(...attempt.traces.map((trace) => ({ attempt: attempts, trace })));
    const isLast = attempts > step.retries || !isWorthRepeating(run, step, taken);
    if (isLast) return resultOf(run, step, attempt, { duration, ...taken, traces });
  }
}

/** An attempt that passed, one that is our own fault, or one that nobody has time for is not repeated. */
function isWorthRepeating(run: Run, step: JourneyStep, { failure, verdict }: Taken): boolean {
  const reason = failure?.reason ?? (verdict?.result === "failed" ? verdict.reason : undefined);
  if (reason === undefined || reason === "internal" || run.options.signal?.aborted === true) return false;
  return step.always || performance.now() < run.deadline;
}

const tryStep = (run: Run, step: JourneyStep, attempt: Attempt): Promise<Partial<Taken>> =>
  step.kind === "http" ? tryRequest(run, step, attempt) : tryScript(run, step, attempt);

async function tryRequest(run: Run, step: HttpStep, attempt: Attempt): Promise<Partial<Taken>> {
  try {
    const response = await makeAttempt(run, step, attempt);
    const verdict = verdictOf(step, response, run.values);
    for (const [name, value] of verdict.values) run.values.set(name, value);
    run.url = response.url;
    return { duration: response.duration, status: response.status, verdict };
  } catch (error) {
    const status = attempt.traces.at(-1)?.answer?.status;
    return { failure: asFailure(error), ...(status !== undefined && { status }) };
  }
}

const asFailure = (error: unknown): StepFailure =>
  error instanceof StepFailure
    ? error
    : new StepFailure("internal", "something unforeseen went wrong in nines", { cause: error });

async function tryScript(run: Run, step: BrowserStep, attempt: Attempt): Promise<Partial<Taken>> {
  try {
    const { report, values, fault, misses } = await takeInBrowser(run, step, attempt);
    for (const [name, value] of values) run.values.set(name, value);
    const { document } = report;
    return {
      report,
      ...(document !== undefined && { status: document.status }),
      ...(fault === undefined
        ? { verdict: { result: "passed", findings: misses, values } }
        : { failure: fault }),
    };
  } catch (error) {
    return { failure: asFailure(error) };
  }
}

/**
 * Judges an answer and takes from it what later steps need. What is found in an answer that failed still serves the
 * clean-up, and tells what is sensitive in its excerpt.
 */
function verdictOf(step: HttpStep, response: Response, values: ReadonlyMap<string, Value>): Verdict {
  const { findings, broken } = judge(step.assertions, response, values);
  const found = new Map<string, Value>();
  const misses: Finding[] = [];
  for (const extraction of step.extract) {
    const extracted = extract(extraction, response);
    if (extracted.ok) found.set(extraction.variable, extracted.value);
    else misses.push({ ok: false, severity: "fail", message: extracted.message });
  }
  const all = { findings: [...findings, ...misses], values: found };
  const [miss] = misses;
  if (miss !== undefined && broken?.severity !== "fail")
    return { result: "failed", reason: "extract_missing", message: miss.message, ...all };
  if (broken === undefined) return { result: "passed", ...all };
  const { severity, reason, message } = broken;
  return { result: severity === "fail" ? "failed" : "degraded", reason, message, ...all };
}

/** A step as it is counted, kept and shown; here every text loses its secrets. */
function resultOf(run: Run, step: JourneyStep, attempt: Attempt, taken: Taken): StepResult {
  const { startedAt, attempts, duration = 0, status, verdict, failure, traces = [] } = taken;
  const reason = failure?.reason ?? verdict?.reason;
  const message = failure?.message ?? verdict?.message;
  const failed = failure?.reason === "internal" ? "internal" : "failed";
  const result = verdict?.result ?? failed;
  const isKept = result !== "passed" || run.options.keepExchanges === true;
  return {
    step: step.name,
    result,
    ...(reason !== undefined && { reason }),
    ...(message !== undefined && { message: run.redact(message) }),
    startedAfter: micro((startedAt - run.begin) / 1_000),
    duration: micro(duration),
    phases: attempt.phases,
    attempts,
    ...(status !== undefined && { status }),
    bytes: attempt.bytes,
    findings: (verdict?.findings ?? []).map((finding) => ({
      ...finding,
      message: run.redact(finding.message),
    })),
    exchanges: isKept ? traces.map(({ attempt, trace }) => recordOf(trace, attempt, run.redact)) : [],
    ...(taken.report !== undefined && isKept && seenOf(run, step, taken.report, attempts)),
  };
}

/** What the browser saw of a step, as it may be kept; a picture is kept apart, and shows what the page showed. */
function seenOf(run: Run, step: JourneyStep, report: StepReport, attempts: number): Partial<StepResult> {
  const { context, redact } = run;
  const words = { journey: run.journey.name, step: step.name, runId: run.id, at: context.now() };
  const { screenshot: image } = report;
  const screenshot = image && context.browsers?.pictures?.keep(words, Buffer.from(image, "base64"));
  return {
    exchanges: exchangesOf(report, attempts, redact),
    console: report.console.map(redact),
    ...(screenshot !== undefined && { screenshot }),
  };
}
