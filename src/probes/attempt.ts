import type { HttpStep, Phase } from "../model/journey.ts";
import { type PreparedRequest, prepare } from "../journey/request.ts";
import { shortestSecret } from "../journey/redact.ts";
import { redirectOf } from "../journey/redirect.ts";
import type { Response } from "../journey/response.ts";
import { refuseUrl } from "../journey/targets.ts";
import { type Answer, exchange } from "./exchange.ts";
import { StepFailure } from "./failures.ts";
import { patienceOf, type Run } from "./run.ts";

/** A request that was made, and what came of it; neither is redacted yet. */
export interface Trace {
  request: PreparedRequest;
  cookies: string;
  answer?: Answer;
}

/** What an attempt leaves behind, whether it brought an answer or not. */
export interface Attempt {
  traces: Trace[];
  /** Seconds, all redirects together. */
  phases: Record<Phase, number>;
  bytes: number;
}

export const newAttempt = (): Attempt => ({
  traces: [],
  phases: { dns: 0, connect: 0, tls: 0, first_byte: 0, transfer: 0 },
  bytes: 0,
});

/** Seconds, to the microsecond: finer than a network is. */
export const micro = (seconds: number): number => Math.round(seconds * 1e6) / 1e6;

/** Makes a step's request and follows its redirects. @throws StepFailure */
export async function makeAttempt(run: Run, step: HttpStep, attempt: Attempt): Promise<Response> {
  const prepared = prepare(step, run.values, run.url);
  if (!prepared.ok) throw new StepFailure(prepared.reason, prepared.message);
  const patience = patienceOf(run, step);
  if (patience <= 0) throw new StepFailure("timeout", "the run's time was up before this step");
  const ended = new AbortController();
  const timer = setTimeout(() => ended.abort(), patience);
  const signals = [ended.signal, ...(run.options.signal === undefined ? [] : [run.options.signal])];
  const begin = performance.now();
  try {
    const { request, answer } = await follow(run, step, prepared.request, AbortSignal.any(signals), attempt);
    return responseOf(run, request, answer, (performance.now() - begin) / 1_000);
  } finally {
    clearTimeout(timer);
  }
}

async function follow(
  run: Run,
  step: HttpStep,
  first: PreparedRequest,
  signal: AbortSignal,
  attempt: Attempt,
): Promise<{ request: PreparedRequest; answer: Answer }> {
  const most = Math.min(step.redirects, run.context.limits.redirects);
  let request = first;
  for (let followed = 0; ; followed++) {
    const answer = await send(run, step, request, signal, attempt, followed > 0);
    if (step.redirects === 0) return { request, answer };
    const redirect = redirectOf(request, answer.status, answer.headers.location);
    if (redirect.kind === "answer") return { request, answer };
    if (redirect.kind === "refused") throw new StepFailure("connect", redirect.message);
    if (followed === most) throw new StepFailure("http_status", `redirects more than ${most} times`);
    request = redirect.request;
  }
}

async function send(
  run: Run,
  step: HttpStep,
  request: PreparedRequest,
  signal: AbortSignal,
  attempt: Attempt,
  isRedirect: boolean,
): Promise<Answer> {
  const { context, jar } = run;
  const cookies = jar.getCookieStringSync(request.url.href);
  const trace: Trace = { request, cookies };
  attempt.traces.push(trace);
  refuse(run, step, request, cookies, isRedirect);
  const answer = await exchange({
    ...{ request, cookies, signal, tls: step.tls, rules: context.rules, resolve: context.resolve },
    ...(context.authorities !== undefined && { authorities: context.authorities }),
    largestBody: context.limits.largestBody,
    spent: (phase, milliseconds) =>
      (attempt.phases[phase] = micro(attempt.phases[phase] + milliseconds / 1_000)),
  });
  trace.answer = answer;
  attempt.bytes += answer.bytes;
  for (const cookie of answer.setCookies) keepCookie(run, cookie, request.url.href);
  return answer;
}

/** Cookies are kept as a browser would; one that is long enough to let somebody in is shown nowhere from then on. */
function keepCookie({ jar, cookies }: Run, written: string, url: string): void {
  const cookie = jar.setCookieSync(written, url, { ignoreError: true });
  const value = cookie?.value ?? "";
  if (value.length < shortestSecret) return;
  cookies.add(value);
  // A page that repeats it may write it as it was before it became a cookie.
  const plain = decodedSafely(value);
  if (plain.length >= shortestSecret) cookies.add(plain);
}

function decodedSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A target that an answer led to is the service's doing; one that the Journey names itself is our own. */
function refuse(
  run: Run,
  step: HttpStep,
  request: PreparedRequest,
  cookies: string,
  isRedirect: boolean,
): void {
  const blame = isRedirect || request.aimedByAnswer ? "connect" : "internal";
  const refusal = refuseUrl(request.url, run.context.rules);
  if (refusal !== undefined) throw new StepFailure(blame, `not connected: ${refusal}`);
  const outgoing = { ...request, headers: [...request.headers, { name: "cookie", value: cookies }] };
  const stray = run.refuse(outgoing);
  if (stray !== undefined) throw new StepFailure(blame, `not sent: ${stray}`);
  if (step.tls.insecureSkipVerify === true && run.hasSecrets(outgoing))
    throw new StepFailure("internal", "not sent: a secret never goes where certificates are not looked at");
}

const millisecondsOfDay = 86_400_000;

function responseOf(run: Run, request: PreparedRequest, answer: Answer, duration: number): Response {
  const { validTo } = answer;
  const held = run.jar.getCookiesSync(request.url.href);
  return {
    url: request.url.href,
    status: answer.status,
    headers: answer.headers,
    body: answer.body,
    cookies: Object.fromEntries(held.map(({ key, value }) => [key, value])),
    duration,
    ...(validTo !== undefined && {
      tlsDaysLeft: (validTo.getTime() - run.context.now()) / millisecondsOfDay,
    }),
  };
}
