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

export interface Response {
  status: number;
  body: AsyncIterable<Uint8Array>;
}

export interface Connection {
  post: (post: Post) => Promise<Response>;
  close: () => Promise<void>;
}

/** Keeps connections to one source, with its credentials; renewed certificates take effect with the next question. */
export function connect(options: SourceOptions): Connection {
  const { origin, pathname, hostname } = new URL(options.url);
  const prefix = pathname.replace(/\/+$/, "");
  // Compressing costs Prometheus more than a loopback saves.
  const compress = !["127.0.0.1", "[::1]", "localhost"].includes(hostname);
  const pools = poolKeeper(origin, options);
  return {
    post: async ({ path, form, signal }) => {
      const pool = await pools.current();
      const response = await pool.request({
        path: `${prefix}${path}`,
        method: "POST",
        headers: {
          ...options.headers,
          ...(await authorization(options.credentials)),
          accept: "application/json",
          "accept-encoding": compress ? "gzip" : "identity",
          "content-type": "application/x-www-form-urlencoded",
        },
        body: new URLSearchParams(form).toString(),
        signal,
      });
      return { status: response.statusCode, body: unpacked(response) };
    },
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
  let pool: Pool | undefined;
  let version: string | undefined;
  const open = async (): Promise<Pool> =>
    new Pool(origin, { connections, connect: await readTls(tls), keepAliveTimeout: 60_000 });
  return {
    current: async (): Promise<Pool> => {
      const now = await tlsVersion(tls);
      if (pool !== undefined && now === version) return pool;
      const [fresh, old] = [await open(), pool];
      [pool, version] = [fresh, now];
      void old?.close(); // its requests under way end in peace
      return fresh;
    },
    close: async (): Promise<void> => {
      await pool?.destroy();
    },
  };
}
