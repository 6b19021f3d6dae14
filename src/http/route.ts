import type { Express, Request, RequestHandler, Response } from "express";
import type { z } from "zod";
import type { AppDeps } from "./deps.ts";
import { Problem, sendProblem, type ProblemCode } from "./problem.ts";
import type { Snapshot } from "../runtime/snapshot.ts";
import type { Timestamp } from "../model/units.ts";

/** What a handler answers from. */
export interface Asked {
  params: Readonly<Record<string, string>>;
  /** As Express parsed it, not yet validated. */
  query: Readonly<Record<string, unknown>>;
  deps: AppDeps;
  now: Timestamp;
  /** @throws Problem `no-snapshot` before the first cycle has finished */
  snapshot: () => Snapshot;
  /** Path and query as asked, for links to further pages. */
  url: string;
}

export type Reply =
  | { status?: number; json: unknown; headers?: Readonly<Record<string, string>> }
  | { status?: number; type: string; chunks: readonly Buffer[] };

/** One line of the API: mounted by `mount`, documented by `openapi.ts`. There is no other way to add a path. */
export interface Route {
  /** As OpenAPI writes it: `/api/v1/slos/{id}`. */
  path: string;
  id: string;
  tag: "SLOs" | "Services" | "Gate" | "Operations";
  summary: string;
  description: string;
  params?: Readonly<Record<string, string>>;
  query?: z.ZodObject;
  /** Schema of a JSON answer, or the type of a text. */
  answers: Readonly<
    Record<number, { description: string; schema: z.ZodType } | { description: string; type: string }>
  >;
  problems: readonly ProblemCode[];
  handle: (asked: Asked) => Reply | Promise<Reply>;
}

const typeOf = ({ answers }: Route): string => {
  const [first] = Object.values(answers);
  return first !== undefined && "type" in first ? first.type : "application/json";
};

export const noSnapshot = (): Problem =>
  new Problem(
    "no-snapshot",
    "the first cycle has not finished yet; ask again in a few seconds",
    {},
    { "retry-after": "5" },
  );

function asked(request: Request, deps: AppDeps): Asked {
  return {
    params: request.params as Record<string, string>,
    query: request.query,
    deps,
    now: deps.now(),
    snapshot: () => {
      const snapshot = deps.snapshots.current();
      if (snapshot === undefined) throw noSnapshot();
      return snapshot;
    },
    url: request.originalUrl,
  };
}

/** Verdicts and budgets hold for seconds: nothing between nines and the asker may keep them. */
function send(response: Response, reply: Reply): void {
  response.statusCode = reply.status ?? 200;
  response.setHeader("cache-control", "no-store");
  if ("json" in reply) {
    for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
    // A text, not a buffer: Node then sends head and body in one write, a quarter of the gate's cost.
    const body = JSON.stringify(reply.json);
    response.setHeader("content-type", "application/json; charset=utf-8");
    response.setHeader("content-length", Buffer.byteLength(body));
    response.end(body);
    return;
  }
  response.setHeader("content-type", reply.type);
  response.setHeader(
    "content-length",
    reply.chunks.reduce((sum, chunk) => sum + chunk.length, 0),
  );
  for (const chunk of reply.chunks) response.write(chunk);
  response.end();
}

/** Puts a route, and a refusal of every other method on its path, onto the app. */
export function mount(app: Express, route: Route, deps: AppDeps): void {
  const path = route.path.replaceAll(/\{(\w+)\}/g, ":$1");
  const type = typeOf(route);
  const answer: RequestHandler = async (request, response) => {
    const begin = performance.now();
    try {
      if (request.headers.accept !== undefined && request.accepts(type) === false)
        throw new Problem("not-acceptable", `${route.path} answers ${type}`);
      send(response, await route.handle(asked(request, deps)));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      sendProblem(response, error);
    } finally {
      deps.metrics.answered(
        request.method,
        route.path,
        response.statusCode,
        (performance.now() - begin) / 1_000,
      );
    }
  };
  app.get(path, answer);
  app.all(path, (request, _response, next) => {
    const allow = { allow: "GET, HEAD" };
    next(new Problem("method-not-allowed", `${route.path} knows no ${request.method}`, {}, allow));
  });
}
