import { createHash } from "node:crypto";
import type { Request } from "express";
import type { Identity } from "../governance/people/identity.ts";
import type { Idempotency } from "../runtime/governance/desk.ts";
import { Problem } from "./problem.ts";

const keyShape = /^[\x21-\x7e]{1,200}$/;

const digest = (...parts: readonly unknown[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex");

/**
 * The caller's `idempotency-key`, digested: the same key is the same act only for the same asker on the same route.
 * @throws Problem `bad-request`
 */
export function idempotencyOf(request: Request, route: string, identity: Identity): Idempotency | undefined {
  const { "idempotency-key": key } = request.headers;
  if (key === undefined) return undefined;
  if (typeof key !== "string" || !keyShape.test(key))
    throw new Problem("bad-request", "idempotency-key is not 1 to 200 visible ASCII characters");
  return {
    key: digest(identity.subject, request.method, route, key),
    request: digest(request.originalUrl, request.body),
  };
}
