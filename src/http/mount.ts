import type { Express, Request, RequestHandler, Response } from "express";
import { JournalUnavailable } from "../governance/journal.ts";
import type { Identity } from "../governance/people/identity.ts";
import { admit } from "./access.ts";
import { journalProblem } from "./acting.ts";
import { currentOf, whoAsks } from "./asker.ts";
import { readBody } from "./body.ts";
import type { AppDeps } from "./deps.ts";
import type { Sink } from "./events/hub.ts";
import { idempotencyOf } from "./idempotency.ts";
import type { Limit, LimitedKind } from "./limits.ts";
import { sendText } from "./packed.ts";
import { Problem, sendProblem } from "./problem.ts";
import { type Asked, methodOf, type Reply, type Route } from "./route.ts";

/** What a route answers; undefined when that is only the way elsewhere. */
const typeOf = ({ answers }: Route): string | undefined => {
  const [first] = Object.entries(answers);
  if (first === undefined || Number(first[0]) >= 300) return undefined;
  return "type" in first[1] ? first[1].type : "application/json";
};

/** What `app.ts` keeps of a body that is signed. */
type WithRaw = Request & { raw?: Buffer };

function asked(request: Request, route: Route, deps: AppDeps, identity: Identity | undefined): Asked {
  const isWrite = methodOf(route) !== "get" && identity !== undefined;
  const idempotency = isWrite ? idempotencyOf(request, route.path, identity) : undefined;
  return {
    params: request.params as Record<string, string>,
    query: request.query,
    header: (name) => request.get(name),
    ...((request as WithRaw).raw !== undefined && { raw: (request as WithRaw).raw as Buffer }),
    json: request.body,
    body: route.body === undefined ? undefined : readBody(route.body, request.body),
    identity,
    ...(idempotency !== undefined && { idempotency }),
    deps,
    now: deps.now(),
    snapshot: () => currentOf(deps),
    url: request.originalUrl,
    cookies: request.headers.cookie,
    ...lastEventOf(request),
  };
}

/** What is no number was not ours: the stream then begins with what comes next. */
function lastEventOf({ headers }: Request): { lastEventId?: number } {
  const text = headers["last-event-id"];
  return typeof text === "string" && /^\d{1,15}$/.test(text) ? { lastEventId: Number(text) } : {};
}

function stream(response: Response, type: string, begin: (sink: Sink) => () => void): void {
  response.setHeader("content-type", `${type}; charset=utf-8`);
  // Proxies that gather answers would hold back what is to be live.
  response.setHeader("x-accel-buffering", "no");
  if (response.req.method === "HEAD") {
    response.end();
    return;
  }
  response.flushHeaders();
  const stop = begin({
    write: (text) => response.write(text),
    end: () => response.end(),
    onDrain: (listener) => response.on("drain", listener),
  });
  response.once("close", stop);
}

/** Verdicts and budgets hold for seconds: nothing between nines and the asker may keep them. */
function send(response: Response, reply: Reply): void {
  response.setHeader("cache-control", "no-store");
  if ("location" in reply) {
    response.statusCode = 303;
    response.setHeader("location", reply.location);
    response.setHeader("set-cookie", reply.cookies);
    response.end();
    return;
  }
  if ("stream" in reply) {
    stream(response, reply.stream, reply.begin);
    return;
  }
  response.statusCode = reply.status ?? 200;
  if ("json" in reply) {
    for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
    sendText(response, "application/json; charset=utf-8", JSON.stringify(reply.json));
    return;
  }
  if ("text" in reply) {
    for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
    if (reply.status === 304) response.end();
    else sendText(response, reply.type, reply.text);
    return;
  }
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  response.setHeader("content-type", reply.type);
  response.setHeader(
    "content-length",
    reply.chunks.reduce((sum, chunk) => sum + chunk.length, 0),
  );
  for (const chunk of reply.chunks) response.write(chunk);
  response.end();
}

/**
 * Browsers send cookies along whoever made the page. What another site's page can send has neither our `Origin`, which
 * was compared before, nor a header of its own.
 */
function assertMeant({ headers }: Request): void {
  if (headers.origin !== undefined && headers["x-nines-request"] === "1") return;
  throw new Problem("foreign-origin", "with a session, a write needs its Origin and x-nines-request: 1");
}

/** Errors that handlers mean to be told. */
function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof JournalUnavailable) return journalProblem(error);
  throw error;
}

/** In the words of whoever asks: a problem document, or what its dialect has instead. */
function sayNo({ refuse, path }: Route, { logger }: AppDeps, response: Response, error: unknown): void {
  if (refuse === undefined) {
    sendProblem(response, asProblem(error));
    return;
  }
  const told = error instanceof JournalUnavailable ? journalProblem(error) : error;
  if (!(told instanceof Problem)) logger.error({ err: told, path }, "request failed");
  send(response, refuse(told));
}

const limitedKind = (route: Route): LimitedKind => {
  // A controller of a whole cluster asks from one address, and who it asks for is only known later.
  if (route.tag === "Gate" && (methodOf(route) === "get" || route.refuse !== undefined)) return "gate";
  return methodOf(route) === "get" ? "reads" : "writes";
};

/** What somebody brings along stands for who they are, and only here. */
const isOpened = ({ opens }: Route, { params, query }: Request, deps: AppDeps): boolean =>
  opens?.({ params: params as Record<string, string>, query, deps, now: deps.now() }) ?? false;

function answering(route: Route, deps: AppDeps, limit: Limit | undefined): RequestHandler {
  const kind = limitedKind(route);
  const type = typeOf(route);
  const readsAreOpen = deps.people?.readsAreOpen ?? true;
  return async (request, response) => {
    const begin = performance.now();
    try {
      if (type !== undefined && request.headers.accept !== undefined && request.accepts(type) === false)
        throw new Problem("not-acceptable", `${route.path} answers ${type}`);
      const found = whoAsks(request, deps);
      const asker = found instanceof Promise ? await found : found;
      const limited = limit?.(kind, request, response, asker);
      if (limited !== undefined) await limited;
      const identity = admit(route.access, asker, readsAreOpen || isOpened(route, request, deps));
      if (identity !== undefined) deps.seen?.note(identity, deps.now());
      if (asker.kind === "known" && asker.byCookie && methodOf(route) !== "get") assertMeant(request);
      send(response, await route.handle(asked(request, route, deps, identity)));
    } catch (error) {
      sayNo(route, deps, response, error);
    } finally {
      deps.metrics.answered(
        request.method,
        route.path,
        response.statusCode,
        (performance.now() - begin) / 1_000,
      );
    }
  };
}

const allowed = (routes: readonly Route[]): string =>
  routes
    .flatMap((route) => (methodOf(route) === "get" ? ["GET", "HEAD"] : [methodOf(route).toUpperCase()]))
    .join(", ");

/** Puts the routes, and on each of their paths a refusal of every other method, onto the app. */
export function mount(app: Express, routes: readonly Route[], deps: AppDeps, limit?: Limit): void {
  for (const [path, those] of Map.groupBy(routes, (route) => route.path)) {
    const pattern = path.replaceAll(/\{(\w+)\}/g, ":$1");
    for (const route of those) app[methodOf(route)](pattern, answering(route, deps, limit));
    const allow = { allow: allowed(those) };
    app.all(pattern, (request, _response, next) =>
      next(new Problem("method-not-allowed", `${path} knows no ${request.method}`, {}, allow)),
    );
  }
}
