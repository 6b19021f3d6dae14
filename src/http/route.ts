import type { z } from "zod";
import type { Identity } from "../governance/people/identity.ts";
import type { Timestamp } from "../model/units.ts";
import type { Idempotency } from "../runtime/governance/desk.ts";
import type { Snapshot } from "../runtime/snapshot.ts";
import type { Access } from "./access.ts";
import type { AppDeps } from "./deps.ts";
import type { Sink } from "./events/hub.ts";
import type { ProblemCode } from "./problem.ts";

/** What a handler answers from. */
export interface Asked {
  params: Readonly<Record<string, string>>;
  /** As Express parsed it, not yet validated. */
  query: Readonly<Record<string, unknown>>;
  /** A request header; of several the first. */
  header: (name: string) => string | undefined;
  /** The bytes of the body, and the JSON that they are, where a route verifies them itself. */
  raw?: Buffer;
  json: unknown;
  /** Read by the route's schema; undefined on a route without one. */
  body: unknown;
  /** Who asks; always there where `access` lets nobody in without. */
  identity?: Identity | undefined;
  /** The caller's `idempotency-key`, for `Desk.act`. */
  idempotency?: Idempotency;
  deps: AppDeps;
  now: Timestamp;
  /** @throws Problem `no-snapshot` before the first cycle has finished */
  snapshot: () => Snapshot;
  /** Path and query as asked, for links to further pages. */
  url: string;
  cookies: string | undefined;
  /** Where a stream that broke is to go on. */
  lastEventId?: number;
}

export const methods = ["get", "post", "put", "delete"] as const;
export type Method = (typeof methods)[number];
export const methodOf = ({ method = "get" }: Pick<Route, "method">): Method => method;

export type Reply =
  | { status?: number; json: unknown; headers?: Readonly<Record<string, string | readonly string[]>> }
  | { status?: number; type: string; text: string; headers?: Readonly<Record<string, string>> }
  | {
      status?: number;
      type: string;
      chunks: readonly Uint8Array[];
      headers?: Readonly<Record<string, string>>;
    }
  /** Goes on until either side ends it; `begin` answers with what ends ours. */
  | { stream: string; begin: (sink: Sink) => () => void }
  /** Sends a browser elsewhere. */
  | { location: string; cookies: readonly string[] };

/** One line of the API: mounted by `mount`, documented by `openapi.ts`. There is no other way to add a path. */
export interface Route {
  /** As OpenAPI writes it: `/api/v1/slos/{id}`. */
  path: string;
  /** `get` when left out. */
  method?: Method;
  id: string;
  tag: "SLOs" | "Services" | "Gate" | "Journeys" | "Operations" | "Governance" | "Incidents" | "People";
  summary: string;
  description: string;
  params?: Readonly<Record<string, string>>;
  query?: z.ZodObject;
  /** What the body is read by, before `handle`; use `writing` to have it typed. */
  body?: z.ZodType;
  access: Access;
  /** Opens this one thing to whoever brings it, as where reading is open: a link that nines has signed. */
  opens?: (asked: Pick<Asked, "params" | "query" | "deps" | "now">) => boolean;
  /** Schema of a JSON answer, or the type of a text. */
  answers: Readonly<
    Record<number, { description: string; schema: z.ZodType } | { description: string; type: string }>
  >;
  problems: readonly ProblemCode[];
  handle: (asked: Asked) => Reply | Promise<Reply>;
  /** How this route says that it cannot answer, where its asker understands no problem document. */
  refuse?: (error: unknown) => Reply;
}

/** A route with a body: `handle` gets it as its schema made it. */
export const writing = <Body extends z.ZodType>(
  route: Omit<Route, "body" | "handle"> & {
    body: Body;
    handle: (asked: Asked & { body: z.output<Body> }) => Reply | Promise<Reply>;
  },
): Route => ({ ...route, handle: (asked) => route.handle(asked as Asked & { body: z.output<Body> }) });
