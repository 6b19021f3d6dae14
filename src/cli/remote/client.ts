import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { ProblemBody } from "../../http/schemas/operations.ts";
import { formatSpan } from "../../model/wording.ts";
import { CliError, exit } from "../exit.ts";
import type { RemoteOptions } from "./options.ts";
import { tokenOf } from "./token.ts";

export type Outcome<Body> =
  | { kind: "answer"; body: Body }
  /** The server understood and refused. */
  | { kind: "refused"; status: number; message: string; problem?: ProblemBody }
  /** Nobody answered, or somebody who cannot answer now. */
  | { kind: "unreachable"; message: string };

export type Parameters = Readonly<Record<string, string | undefined>>;

const userAgent = "nines";

/** One GET. Never throws for what the network or the server does: that is an outcome. */
export const ask = <Body>(
  options: RemoteOptions,
  path: string,
  schema: z.ZodType<Body>,
  parameters: Parameters = {},
): Promise<Outcome<Body>> => exchange(options, urlOf(options, path, parameters), schema, {});

/**
 * Sends a body. Where it cannot be said whether the server heard it, it is sent once more under the same key, so that
 * nothing is done twice.
 */
export async function send<Body>(
  options: RemoteOptions,
  method: "POST" | "PUT" | "DELETE",
  path: string,
  schema: z.ZodType<Body>,
  body: unknown = {},
): Promise<Outcome<Body>> {
  const init = {
    method,
    headers: { "content-type": "application/json", "idempotency-key": randomUUID() },
    body: JSON.stringify(body),
  };
  const url = urlOf(options, path, {});
  const outcome = await exchange(options, url, schema, init);
  return outcome.kind === "unreachable" ? exchange(options, url, schema, init) : outcome;
}

async function exchange<Body>(
  options: RemoteOptions,
  url: string,
  schema: z.ZodType<Body>,
  init: { method?: string; headers?: Readonly<Record<string, string>>; body?: string },
): Promise<Outcome<Body>> {
  const headers = { ...(await headersFor(options)), ...init.headers };
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      ...init,
      headers,
      redirect: "manual",
      signal: AbortSignal.timeout(options.timeout * 1_000),
    });
    text = await response.text();
  } catch (error) {
    return { kind: "unreachable", message: unreachable(options, error) };
  }
  return read(options, response, text, schema);
}

function urlOf({ server }: RemoteOptions, path: string, parameters: Parameters): string {
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const query = new URLSearchParams(given).toString();
  return `${server}${path}${query === "" ? "" : `?${query}`}`;
}

/** Who asks, and with what token. */
export async function headersFor(options: RemoteOptions): Promise<Record<string, string>> {
  const headers = { accept: "application/json", "user-agent": userAgent };
  const token = await tokenOf(options);
  return token === undefined ? headers : { ...headers, authorization: `Bearer ${token}` };
}

function unreachable({ server, timeout }: RemoteOptions, error: unknown): string {
  const remedy = "is `nines serve` running there? Another server: --server URL or NINES_SERVER";
  return `cannot reach ${server}: ${reasonOf(error, timeout)}\n  ${remedy}`;
}

function reasonOf(error: unknown, timeout: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `no answer within ${formatSpan(timeout)}`;
  // fetch wraps what happened in a "fetch failed"; a host with several addresses wraps it twice.
  const cause: unknown = error.cause instanceof AggregateError ? error.cause.errors[0] : error.cause;
  const { code, message } = (cause ?? error) as { code?: string; message: string };
  const known: Readonly<Record<string, string>> = {
    ECONNREFUSED: "connection refused",
    ENOTFOUND: "no such host",
    ECONNRESET: "the connection was closed",
    UND_ERR_SOCKET: "the connection was closed",
    ERR_SSL_WRONG_VERSION_NUMBER: "it does not speak TLS; http:// rather than https://?",
  };
  return known[code ?? ""] ?? message;
}

function read<Body>(
  { server }: RemoteOptions,
  response: Response,
  text: string,
  schema: z.ZodType<Body>,
): Outcome<Body> {
  const { status } = response;
  const json = parseJson(text);
  if (response.ok) {
    const parsed = schema.safeParse(json);
    if (parsed.success) return { kind: "answer", body: parsed.data };
    return { kind: "unreachable", message: notNines(server) };
  }
  if (status >= 300 && status < 400) {
    const to = response.headers.get("location") ?? "elsewhere";
    return { kind: "refused", status, message: `${server} redirects to ${to}; give that as --server` };
  }
  const problem = asProblem(json);
  // A 404 without nines' own words comes from somebody else's server.
  if (problem === undefined && status === 404) return { kind: "unreachable", message: notNines(server) };
  const message = problem === undefined ? `${server} answers ${status}` : problem.detail;
  if (status >= 500) return { kind: "unreachable", message: `${server} cannot answer now: ${message}` };
  return { kind: "refused", status, message, ...(problem !== undefined && { problem }) };
}

const notNines = (server: string): string => `${server} answers, but not as nines does; is --server right?`;

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const asProblem = (json: unknown): ProblemBody | undefined =>
  typeof json === "object" && json !== null && "detail" in json && typeof json.detail === "string"
    ? (json as ProblemBody)
    : undefined;

/** The body, or a CliError that says what to do: for commands to which both failures are the same. */
export function bodyOf<Body>(outcome: Outcome<Body>): Body {
  if (outcome.kind === "answer") return outcome.body;
  const atFault = outcome.kind === "refused" && outcome.status < 500;
  throw new CliError(`${outcome.message}${hint(outcome)}`, atFault ? exit.inputAtFault : exit.couldNotWork);
}

/** On the command line a header is of no help. */
const hint = (outcome: Outcome<unknown>): string =>
  outcome.kind === "refused" &&
  ["identity-required", "authentication-required"].includes(outcome.problem?.code ?? "")
    ? "\n  say who you are: --token-file PATH, or NINES_TOKEN; an administrator makes tokens: nines token create"
    : "";
