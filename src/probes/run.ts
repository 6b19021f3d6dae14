import { CookieJar } from "tough-cookie";
import { type Journey, type JourneyStep, needsBrowser } from "../model/journey.ts";
import { type HeldSecret, guardOf, type Outgoing, refuseForSecrets } from "../journey/grants.ts";
import { redactorOf } from "../journey/redact.ts";
import type { StepResult } from "../journey/result.ts";
import type { TargetRules } from "../journey/targets.ts";
import { ownValue, render, secretValue, type Value } from "../journey/values.ts";
import type { Browsers, RunBrowser } from "./browser/browsers.ts";
import type { Resolve } from "./connect.ts";
import { StepFailure } from "./failures.ts";
import type { SecretReading, Secrets } from "./secrets.ts";

export interface Limits {
  /** Bytes of one body, compressed or not. */
  largestBody: number;
  /** Redirects that any step may follow. */
  redirects: number;
  /** Bytes that the browser of one run may send and receive. */
  browserBytes: number;
}

const mebibyte = 1024 * 1024;
export const defaultLimits: Limits = { largestBody: mebibyte, redirects: 10, browserBytes: 64 * mebibyte };

/** What a prober knows that is the same for every run. */
export interface ProbeContext {
  location: string;
  rules: TargetRules;
  secrets: Secrets;
  resolve: Resolve;
  /** Authorities trusted beside the system's, as PEM text. */
  authorities?: readonly string[];
  limits: Limits;
  /** Absent where scripts are not allowed. */
  browsers?: Browsers;
  /** Milliseconds since 1970; never goes back. */
  now: () => number;
  newId: () => string;
}

export interface RunOptions {
  slot?: number;
  /** Milliseconds. */
  late?: number;
  /** Calls the run off. */
  signal?: AbortSignal;
  /** Keeps requests and answers of steps that passed, too. */
  keepExchanges?: boolean;
  /** The last step to take of the path; clean-up follows all the same. */
  lastStep?: string;
  /** Told of each step as it ends. */
  onStep?: (step: StepResult) => void;
}

/** One run under way. */
export interface Run {
  journey: Journey;
  context: ProbeContext;
  options: RunOptions;
  id: string;
  startedAt: number;
  /** Of `performance.now()`. */
  begin: number;
  deadline: number;
  values: Map<string, Value>;
  /** Why a variable has no value, where that is known. */
  faults: Map<string, string>;
  jar: CookieJar;
  /** Values of cookies that this run was given: they let in whoever has them. */
  cookies: Set<string>;
  refuse: (outgoing: Outgoing) => string | undefined;
  redact: (text: string) => string;
  hasSecrets: (outgoing: Outgoing) => boolean;
  /** Where the step before ended. */
  url: string | undefined;
  isCleanup: (step: string) => boolean;
  /** The run's browser, or why there is none; absent in a run that needs none. */
  browser?: RunBrowser | StepFailure;
}

export async function beginRun(journey: Journey, context: ProbeContext, options: RunOptions): Promise<Run> {
  const readings = await readSecrets(journey, context.secrets);
  // Its start is no part of what a user waits for.
  const browser = await openBrowser(journey, context, readings, options);
  const begin = performance.now();
  const startedAt = context.now();
  const id = context.newId();
  const values = new Map<string, Value>([
    ["journey", ownValue(journey.name)],
    ["location", ownValue(context.location)],
    ["run_id", ownValue(id)],
    ["started_at", ownValue(new Date(startedAt).toISOString())],
  ]);
  const faults = new Map<string, string>();
  const held = holdSecrets(readings, values, faults);
  for (const { name, value } of journey.variables) {
    const rendered = render(value, values);
    if (rendered.ok) values.set(name, rendered);
    else faults.set(name, `it needs ${rendered.missing.join(", ")}`);
  }
  const cookies = new Set<string>();
  const cleanup = new Set(journey.steps.filter(({ always }) => always).map(({ name }) => name));
  return {
    ...{ journey, context, options, id, startedAt, begin, values, faults },
    deadline: begin + journey.schedule.timeout * 1_000,
    ...{ jar: new CookieJar(), cookies },
    refuse: guardOf(held),
    redact: redactOf(context.secrets, values, cookies),
    hasSecrets: hasSecretsOf(held),
    url: undefined,
    isCleanup: (step) => cleanup.has(step),
    ...(browser !== undefined && { browser }),
  };
}

type Readings = readonly { name: string; reading: SecretReading }[];

const readSecrets = ({ secrets: wanted }: Journey, secrets: Secrets): Promise<Readings> =>
  Promise.all(wanted.map(async ({ name, from }) => ({ name, reading: await secrets.read(from) })));

/** A browser that may reach what journeys may, and of that no host which its secrets may not go to. */
async function openBrowser(
  journey: Journey,
  { browsers, rules, resolve, limits }: ProbeContext,
  readings: Readings,
  { signal = new AbortController().signal }: RunOptions,
): Promise<RunBrowser | StepFailure | undefined> {
  if (!needsBrowser(journey) || browsers === undefined) return undefined;
  const used = new Set(journey.steps.flatMap((step) => (step.kind === "browser" ? step.use : [])));
  const held = readings.flatMap(({ name, reading }) =>
    reading.ok && used.has(name) ? [{ name, hosts: reading.hosts }] : [],
  );
  try {
    const refuse = refuseForSecrets(held);
    return await browsers.open({ rules, refuse, resolve, most: limits.browserBytes, signal });
  } catch (error) {
    return error instanceof StepFailure
      ? error
      : new StepFailure("internal", "the browser could not be started", { cause: error });
  }
}

function holdSecrets(
  readings: Readings,
  values: Map<string, Value>,
  faults: Map<string, string>,
): readonly HeldSecret[] {
  const held: HeldSecret[] = [];
  for (const { name, reading } of readings) {
    if (reading.ok) {
      values.set(name, secretValue(reading.text));
      held.push({ name, text: reading.text, hosts: reading.hosts });
    } else faults.set(name, reading.message);
  }
  return held;
}

function hasSecretsOf(held: readonly HeldSecret[]): (outgoing: Outgoing) => boolean {
  // With no host allowed, the guard finds every secret there is.
  const find = guardOf(held.map((secret) => ({ ...secret, hosts: [] })));
  return (outgoing) => find(outgoing) !== undefined;
}

/** Secrets of every journey, and what this run was told in confidence, which grows as it goes. */
function redactOf(
  secrets: Secrets,
  values: ReadonlyMap<string, Value>,
  cookies: ReadonlySet<string>,
): (text: string) => string {
  const told = new Set<string>();
  let [known, own] = [0, redactorOf([])];
  return (text) => {
    for (const value of values.values()) if (value.sensitive && value.extracted) told.add(value.text);
    for (const cookie of cookies) told.add(cookie);
    if (told.size !== known) [known, own] = [told.size, redactorOf([...told])];
    return secrets.redactor()(own(text));
  };
}

/** Milliseconds a step's attempt may take: clean-up has its own time, everything else shares the run's. */
export const patienceOf = (run: Run, step: JourneyStep): number =>
  step.always ? step.timeout * 1_000 : Math.min(step.timeout * 1_000, run.deadline - performance.now());
