import { type IncomingMessage, type RequestListener, createServer, request } from "node:http";
import { createServer as createSecureServer, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";

/** A reverse proxy before a real Prometheus, as most stand in production: it may ask who comes. */
export interface Door {
  url: string;
  /** Headers of everything that came. */
  seen: IncomingMessage["headers"][];
  close: () => Promise<void>;
}

export interface DoorOptions {
  /** The status to refuse a request with, if any. */
  refuse?: (request: IncomingMessage) => number | undefined;
  tls?: ServerOptions;
  host?: string;
  /** The path under which the API is published. */
  prefix?: string;
  /** Breaks the connection once so many bytes of an answer have passed. */
  cutAfter?: number;
}

export async function openDoor(target: string, options: DoorOptions = {}): Promise<Door> {
  const { refuse, tls, host = "127.0.0.1", prefix = "", cutAfter = Infinity } = options;
  const seen: Door["seen"] = [];
  const pass: RequestListener = (incoming, outgoing) => {
    seen.push(incoming.headers);
    const status = incoming.url!.startsWith(prefix) ? refuse?.(incoming) : 404;
    if (status !== undefined) {
      outgoing.writeHead(status, { "content-type": "text/html" }).end("<html>not you</html>");
      return;
    }
    const path = incoming.url!.slice(prefix.length);
    const onward = request(new URL(path, target), { method: incoming.method, headers: incoming.headers });
    onward.on("response", (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      let passed = 0;
      answer.on("data", (chunk: Buffer) => {
        outgoing.write(chunk);
        passed += chunk.length;
        if (passed > cutAfter) outgoing.destroy();
      });
      answer.on("end", () => outgoing.end());
    });
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  };
  const server = tls === undefined ? createServer(pass) : createSecureServer(tls, pass);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? "http" : "https"}://${host}:${port}${prefix}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
