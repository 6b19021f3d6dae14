import type { Response } from "express";
import { refusalProblems } from "./refusals.ts";
import type { ProblemBody } from "./schemas/operations.ts";

/** The closed list of problems: HTTP status and title of each. `docs/api.md` explains them. */
export const problems = {
  "bad-query": [400, "The query is malformed"],
  "bad-request": [400, "The request is malformed"],
  "bad-body": [400, "The body is malformed"],
  "authentication-required": [401, "Nobody is answered here without a token or a login"],
  "bad-credentials": [401, "The token or session is not valid"],
  "login-failed": [403, "The login did not succeed"],
  "host-not-allowed": [403, "This host name is not allowed"],
  "foreign-origin": [403, "Requests from other origins are refused"],
  "no-such-path": [404, "There is nothing here"],
  "unknown-slo": [404, "There is no such SLO"],
  "unknown-service": [404, "There is no such service"],
  "unknown-journey": [404, "There is no such journey"],
  "unknown-run": [404, "There is no such run"],
  "no-picture": [404, "There is no picture of this run"],
  "method-not-allowed": [405, "This method is not allowed here"],
  "not-acceptable": [406, "The answer cannot be given in an accepted format"],
  "location-refused": [409, "Reports from this location are not taken"],
  "ambiguous-slo": [409, "Several SLOs fit this name"],
  "body-too-large": [413, "The request body is too large"],
  "unsupported-media-type": [415, "Only application/json is understood"],
  "too-many-requests": [429, "Too many requests"],
  internal: [500, "nines failed to answer"],
  "source-silent": [503, "Prometheus does not answer now"],
  "no-snapshot": [503, "Nothing is known yet"],
  "issuer-unreachable": [503, "Who asks cannot be verified now"],
  "journal-unavailable": [503, "The journal cannot be written"],
  ...refusalProblems,
} as const satisfies Record<string, readonly [status: number, title: string]>;
export type ProblemCode = keyof typeof problems;

type Extras = Pick<ProblemBody, "errors" | "fields" | "candidates">;

/** A refusal that says what to do; thrown by handlers, answered as `application/problem+json` (RFC 9457). */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly extras: Extras;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, detail: string, extras: Extras = {}, headers: Record<string, string> = {}) {
    super(detail);
    this.code = code;
    this.extras = extras;
    this.headers = headers;
  }

  get status(): number {
    return problems[this.code][0];
  }
}

export function sendProblem(response: Response, problem: Problem): void {
  const [status, title] = problems[problem.code];
  const requestId = response.getHeader("x-request-id");
  const body: ProblemBody = {
    type: `urn:nines:problem:${problem.code}`,
    title,
    status,
    detail: problem.message,
    instance: response.req.path,
    code: problem.code,
    ...(typeof requestId === "string" && { requestId }),
    ...problem.extras,
  };
  for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value);
  response.statusCode = status;
  response.setHeader("content-type", "application/problem+json; charset=utf-8");
  response.setHeader("cache-control", "no-store");
  response.end(JSON.stringify(body));
}
