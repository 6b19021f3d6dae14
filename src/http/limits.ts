import type { Request, Response } from "express";
import { ipKeyGenerator, MemoryStore, rateLimit, type RateLimitRequestHandler } from "express-rate-limit";
import type { Authentication } from "../governance/people/authentication.ts";
import { Problem } from "./problem.ts";

/** Requests a minute of one identity, or of one address while nobody is known. */
export interface Limits {
  reads: number;
  writes: number;
  /** Of the gate's preview, which pipelines and dashboards ask often. */
  gate: number;
}
export type LimitedKind = keyof Limits;

/** Stops what asks too often; does nothing on what may go on. @throws Problem `too-many-requests` */
export type Limit = (
  kind: LimitedKind,
  request: Request,
  response: Response,
  asker: Authentication,
) => Promise<void> | undefined;

const minute = 60_000;

const loopback = /^(?:::ffff:)?127\.|^::1$/;

/**
 * Nobody in particular on this very machine is not counted: whoever sits there has nines' whole processor anyway,
 * and a gate asked by a proxy or a sidecar is not to be slowed down.
 */
const isExempt = (asker: Authentication, address: string): boolean =>
  asker.kind === "anonymous" && loopback.test(address);

/** An address of IPv6 is a whole network of one customer. */
const keyOf = (asker: Authentication, address: string): string =>
  asker.kind === "known" ? `identity ${asker.identity.subject}` : `address ${ipKeyGenerator(address, 56)}`;

/** In memory, for each process on its own: replicas each allow as much. */
export function limiter(limits: Limits): Limit {
  const keys = new WeakMap<Request, string>();
  const counting = (kind: LimitedKind): RateLimitRequestHandler =>
    rateLimit({
      windowMs: minute,
      limit: limits[kind],
      store: new MemoryStore(),
      keyGenerator: (request) => keys.get(request) ?? "",
      standardHeaders: false,
      legacyHeaders: false,
      validate: false,
      handler: (request, _response, next) => next(tooMany(kind, limits[kind], secondsLeft(request))),
    });
  const handlers = { reads: counting("reads"), writes: counting("writes"), gate: counting("gate") };
  return (kind, request, response, asker) => {
    const address = request.socket.remoteAddress ?? "";
    if (isExempt(asker, address)) return undefined;
    keys.set(request, keyOf(asker, address));
    return new Promise((resolve, reject) => {
      void handlers[kind](request, response, (error?: unknown) => {
        if (error === undefined) resolve();
        else reject(error instanceof Error ? error : new Error("the limiter failed", { cause: error }));
      });
    });
  };
}

/** Until this minute of theirs is over. */
function secondsLeft(request: object): number {
  const { resetTime } = (request as { rateLimit?: { resetTime?: Date } }).rateLimit ?? {};
  return Math.max(1, Math.ceil(((resetTime?.getTime() ?? 0) - Date.now()) / 1_000));
}

const tooMany = (kind: LimitedKind, limit: number, left: number): Problem =>
  new Problem(
    "too-many-requests",
    `more than ${limit} ${kind === "gate" ? "questions" : kind} within a minute; go on in ${left} s, or raise limits.${kind}`,
    {},
    { "retry-after": String(left) },
  );
