import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from "node:net";
import type { Certificate } from "./certificates.ts";

export interface Seen {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: string;
}

export interface Shop {
  port: number;
  /** Every request that arrived, oldest first. */
  seen: readonly Seen[];
  /** Connections that were accepted, whether anything was asked or not. */
  connections: () => number;
  /** Told of every request as it arrives. */
  onRequest: (listener: (path: string) => void) => void;
  close: () => Promise<void>;
}

const text = async (request: IncomingMessage): Promise<string> => {
  let body = "";
  for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString("utf8");
  return body;
};

const json = (response: ServerResponse, value: unknown, status = 200): void => {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
};

const unicodeEscaped = (text: string): string =>
  text.replace(/\W/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** A secret in every way that a page, a header or a log may write it, one a line. */
export const everyWay = (secret: string): readonly string[] => [
  secret,
  encodeURIComponent(secret),
  new URLSearchParams({ secret }).toString(),
  JSON.stringify({ secret }),
  ...["", "a", "ab"].map((before) => Buffer.from(`${before}${secret}:tail`).toString("base64")),
  Buffer.from(`user:${secret}`).toString("base64url"),
  Buffer.from(secret).toString("hex"),
  secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;"),
  unicodeEscaped(secret),
];

/** A service that repeats what it was given in confidence. */
const echoed = (seen: Seen): string => {
  const secret = /Bearer (.*)/.exec(seen.headers.authorization ?? "")?.[1] ?? seen.body;
  return everyWay(secret).join("\n");
};

/** One answer for each thing that can go wrong with a service; any other path is the shop working as it should. */
const answers: Readonly<Record<string, (response: ServerResponse, seen: Seen, url: URL) => void>> = {
  "/slow": () => undefined,
  "/trickle": (response) => {
    response.writeHead(200, { "content-type": "application/json" }).write("{");
  },
  "/500": (response, seen) => response.writeHead(500).end(`it broke\n${echoed(seen)}`),
  "/wrong-json": (response, seen) => json(response, { status: "pending", said: echoed(seen) }),
  "/no-json": (response) => response.end("<html>an error page</html>"),
  "/no-token": (response, seen) => json(response, { expires: 300, said: echoed(seen) }),
  "/token-of-template": (response) => json(response, { token: "{{token}}" }),
  "/token-with-line-break": (response) => json(response, { token: "a\r\nx-evil: 1" }),
  "/huge": (response) => {
    response.writeHead(200);
    const more = (): void => {
      while (!response.destroyed && response.write("x".repeat(64 * 1024)));
    };
    response.on("drain", more).on("error", () => undefined);
    more();
  },
  "/cut": (response) => {
    response.writeHead(200, { "content-length": 1_000 }).write("half");
    setImmediate(() => response.destroy());
  },
  "/redirect": (response, _seen, url) => {
    const status = Number(url.searchParams.get("status") ?? 302);
    response.writeHead(status, { location: url.searchParams.get("to") ?? "/" }).end();
  },
  "/circle": (response) => response.writeHead(302, { location: "/circle" }).end(),
  "/cookie": (response) => {
    response.setHeader("set-cookie", ["session=abc123session; Path=/; HttpOnly", "theme=dark"]);
    json(response, { ok: true });
  },
  "/says-cookie": (response, seen) => response.end(`you came with ${seen.headers.cookie}`),
  "/page": (response) => {
    response.setHeader("content-type", "text/html");
    response.end('<form><input name="csrf" value="tok-77"><p class="total">Total: 12.50</p></form>');
  },
};

const handle: (seen: Seen[]) => RequestListener = (seen) => (request, response) => {
  void text(request).then((body) => {
    const { method = "", url: path = "/", headers } = request;
    const asked: Seen = { method, path, headers, body };
    seen.push(asked);
    const url = new URL(path, "http://shop.test");
    const answer = answers[url.pathname];
    if (answer !== undefined) answer(response, asked, url);
    else json(response, { ok: true, token: "tok-4711", status: "captured", order: { id: 17, total: 12.5 } });
  });
};

/** Serves the faults on a free port; over TLS when given a certificate, and at another address when told so. */
export async function startShop({
  certificate,
  address = "127.0.0.1",
  port = 0,
}: ShopWords = {}): Promise<Shop> {
  const seen: Seen[] = [];
  const server: Server =
    certificate === undefined
      ? createServer(handle(seen))
      : createTlsServer({ cert: certificate.cert, key: certificate.key }, handle(seen));
  return started(server, seen, address, port);
}

export interface ShopWords {
  certificate?: Certificate;
  address?: string;
  port?: number;
}

/** Accepts connections and answers something that is not HTTP. */
export const startBabble = (): Promise<Shop> =>
  started(
    createTcpServer((socket) =>
      socket
        .on("error", () => undefined)
        .resume()
        .end("SSH-2.0-OpenSSH_9.2\r\n"),
    ),
    [],
    "127.0.0.1",
    0,
  );

async function started(
  server: Server | TcpServer,
  seen: Seen[],
  address: string,
  port: number,
): Promise<Shop> {
  let connections = 0;
  server.on("connection", () => connections++);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    connections: () => connections,
    onRequest: (listener) => server.on("request", ({ url = "" }: IncomingMessage) => listener(url)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}
