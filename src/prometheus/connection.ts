import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { type Dispatcher, Pool } from "undici";
import type { SourceOptions } from "./options.ts";
import { authorization, readTls, tlsVersion } from "./secrets.ts";

export interface Post {
  path: string;
  form: Readonly<Record<string, string>>;
  signal: AbortSignal;
}

export interface Send {
  method: "GET" | "POST" | "DELETE";
  path: string;
  json?: unknown;
  signal: AbortSignal;
}

export interface Response {
  status: number;
  body: AsyncIterable<Uint8Array>;
}

export interface Connection {
  post: (post: Post) => Promise<Response>;
  /** For what speaks JSON in both directions. */
  send: (send: Send) => Promise<Response>;
  close: () => Promise<void>;
}

/** Keeps connections to one source, with its credentials; renewed certificates take effect with the next question. */
export function connect(options: SourceOptions): Connection {
  const { origin, pathname, hostname } = new URL(options.url);
  const prefix = pathname.replace(/\/+$/, "");
  // Compressing costs Prometheus more than a loopback saves.
  const compress = !["127.0.0.1", "[::1]", "localhost"].includes(hostname);
  const pools = poolKeeper(origin, options);
  const request = async (
    { method, path, signal }: Omit<Send, "json">,
    type: string,
    body: string | undefined,
  ): Promise<Response> => {
    const identity = await authorization(options.credentials);
    const pool = await pools.current();
    const response = await pool.request({
      path: `${prefix}${path}`,
      method,
      headers: {
        ...options.headers,
        ...identity,
        accept: "application/json",
        "accept-encoding": compress ? "gzip" : "identity",
        ...(body !== undefined && { "content-type": type }),
      },
      body: body ?? null,
      signal,
    });
    return { status: response.statusCode, body: unpacked(response) };
  };
  return {
    post: ({ path, form, signal }) =>
      request(
        { method: "POST", path, signal },
        "application/x-www-form-urlencoded",
        new URLSearchParams(form).toString(),
      ),
    send: ({ json, ...rest }) =>
      request(rest, "application/json", json === undefined ? undefined : JSON.stringify(json)),
    close: () => pools.close(),
  };
}

function unpacked({ headers, body }: Dispatcher.ResponseData): AsyncIterable<Uint8Array> {
  if (headers["content-encoding"] !== "gzip") return body;
  // A broken connection must end the reader of what it carried: pipe() alone would leave it waiting.
  const gunzip = createGunzip();
  body.on("error", (error: Error) => gunzip.destroy(error));
  return body.pipe(gunzip) satisfies Readable;
}

function poolKeeper(origin: string, { tls = {}, connections }: SourceOptions) {
  let open: { pool: Pool; version: string } | undefined;
  const renewed = async (): Promise<Pool> => {
    const version = await tlsVersion(tls);
    if (open?.version === version) return open.pool;
    const pool = new Pool(origin, { connections, connect: await readTls(tls), keepAliveTimeout: 60_000 });
    void open?.pool.close(); // its requests under way end in peace
    open = { pool, version };
    return pool;
  };
  // One after the other: two questions at once must not each open a pool and close the other's.
  let turn: Promise<unknown> = Promise.resolve();
  return {
    current: (): Promise<Pool> => {
      const mine = turn.then(renewed);
      turn = mine.catch(() => undefined);
      return mine;
    },
    close: async (): Promise<void> => {
      await open?.pool.destroy();
    },
  };
}
