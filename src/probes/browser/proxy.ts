import { setMaxListeners } from "node:events";
import { createServer, type IncomingMessage, request as ask, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { authorityOf, type ProxyFailure } from "../../journey/browser.ts";
import { refuseUrl, type TargetRules } from "../../journey/targets.ts";
import { open, type Resolve } from "../connect.ts";
import { failureOf, StepFailure } from "../failures.ts";

export interface ProxyTerms {
  rules: TargetRules;
  /** Why a target may not be reached though the rules allow it; undefined when it may. */
  refuse: (url: URL) => string | undefined;
  resolve: Resolve;
  /** Bytes, both ways, of the whole run. */
  most: number;
  /** Called when more came than that; nothing more comes through. */
  onTooLarge: () => void;
}

/** What went through the proxy since somebody last looked. */
export interface Traffic {
  bytes: number;
  /** Milliseconds, all connections together. */
  dns: number;
  connect: number;
  failures: ReadonlyMap<string, ProxyFailure>;
}

export interface Proxy {
  url: string;
  /** What went through, counted from now on anew. */
  look: () => Traffic;
  close: () => Promise<void>;
}

interface Count {
  bytes: number;
  dns: number;
  connect: number;
  failures: Map<string, ProxyFailure>;
}
const noCount = (): Count => ({ bytes: 0, dns: 0, connect: 0, failures: new Map() });

/**
 * A browser's only way out: every connection, whatever it is for, goes to a host that is allowed and to an address
 * that was judged, looked up here. It listens on this machine alone and lives as long as a run.
 */
export async function openProxy(terms: ProxyTerms): Promise<Proxy> {
  let [count, whole] = [noCount(), 0];
  const ended = new AbortController();
  // A page opens connections by the dozen, and each listens.
  setMaxListeners(0, ended.signal);
  const sockets = new Set<Duplex>();
  const keep = (socket: Duplex): void => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  };
  const weigh = (bytes: number): void => {
    count.bytes += bytes;
    whole += bytes;
    if (whole <= terms.most) return;
    ended.abort(new Error("too much"));
    for (const socket of sockets) socket.destroy();
    terms.onTooLarge();
  };
  const reach = async (url: URL): Promise<Socket> => {
    try {
      const socket = await reachTarget(
        url,
        terms,
        ended.signal,
        (phase, milliseconds) => (count[phase] += milliseconds),
      );
      keep(socket);
      socket.on("data", (chunk: Buffer) => weigh(chunk.length));
      return socket;
    } catch (error) {
      const { reason, message, isRefusal } = error instanceof Refusal ? error : asFailure(error);
      count.failures.set(authorityOf(url), { reason, message, isRefusal });
      throw error;
    }
  };
  const server = createServer();
  server.on("connection", (socket: Socket) => {
    keep(socket);
    socket.on("data", (chunk: Buffer) => weigh(chunk.length));
  });
  server.on("connect", (request, client, head) => void tunnel(request, client, head, reach));
  server.on("request", (request, response) => void forward(request, response, reach));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    look: () => {
      const seen = count;
      count = noCount();
      return seen;
    },
    close: () =>
      new Promise((resolve) => {
        ended.abort(new Error("the run is over"));
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

const asFailure = (error: unknown): ProxyFailure => {
  const { reason, message } = failureOf(error);
  // An address that DNS led to is not what the script named.
  return { reason, message, isRefusal: false };
};

class Refusal extends StepFailure {
  readonly isRefusal = true;
}

/** Connects to what a URL names, as far as it is allowed; TLS is the browser's own, from end to end. */
async function reachTarget(
  url: URL,
  { rules, refuse, resolve }: ProxyTerms,
  signal: AbortSignal,
  spent: (phase: "dns" | "connect", milliseconds: number) => void,
): Promise<Socket> {
  const refusal = refuseUrl(url, rules) ?? refuse(url);
  if (refusal !== undefined) throw new Refusal("connect", `not connected: ${refusal}`);
  const plain = new URL(`http://${authorityOf(url)}/`);
  const { socket } = await open({
    ...{ url: plain, rules, tls: {}, resolve, signal },
    enter: () => undefined,
    spent: (phase, milliseconds) => {
      if (phase === "dns" || phase === "connect") spent(phase, milliseconds);
    },
  });
  return socket;
}

type Reach = (url: URL) => Promise<Socket>;

/** What a browser asks for to speak TLS, or WebSockets, with somebody. */
async function tunnel(request: IncomingMessage, client: Duplex, head: Buffer, reach: Reach): Promise<void> {
  const url = URL.parse(`https://${request.url ?? ""}`);
  if (url === null) return void client.destroy();
  try {
    const target = await reach(url);
    client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
    target.write(head);
    target.pipe(client).pipe(target);
    client.on("close", () => target.destroy());
    target.on("close", () => client.destroy());
  } catch {
    client.end("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n");
  }
}

/** Headers between a browser and its proxy, which are nobody else's. */
const hopByHop = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "proxy-authorization",
  "te",
  "trailer",
  "upgrade",
]);

/** Plain HTTP: the request goes on as it came. What cannot be reached is a broken connection, not a page of ours. */
async function forward(request: IncomingMessage, response: ServerResponse, reach: Reach): Promise<void> {
  const url = URL.parse(request.url ?? "");
  if (url?.protocol !== "http:") return void request.socket.destroy();
  try {
    const socket = await reach(url);
    const onward = ask({
      createConnection: () => socket,
      method: request.method,
      path: `${url.pathname}${url.search}`,
      headers: { ...passedOn(request.headers), host: url.host, connection: "close" },
    });
    onward.on("response", (answer) => {
      response.writeHead(answer.statusCode ?? 502, passedOn(answer.headers));
      answer.pipe(response);
      answer.on("error", () => request.socket.destroy());
    });
    onward.on("error", () => request.socket.destroy());
    response.on("close", () => socket.destroy());
    request.pipe(onward);
  } catch {
    request.socket.destroy();
  }
}

const passedOn = (headers: IncomingMessage["headers"]): IncomingMessage["headers"] =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name)));
