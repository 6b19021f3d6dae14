import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import { Client, type Dispatcher } from "undici";
import type { Phase } from "../model/journey.ts";
import type { PreparedRequest } from "../journey/request.ts";
import { type Opened, type Opening, open } from "./connect.ts";
import { StepFailure, failureOf } from "./failures.ts";

export interface Answer {
  status: number;
  /** By lower-case name; several of one name are joined with `, `. */
  headers: Readonly<Record<string, string>>;
  setCookies: readonly string[];
  body: string;
  /** As they came over the network. */
  bytes: number;
  address: string;
  validTo?: Date;
}

export interface Sending extends Omit<Opening, "url" | "enter"> {
  request: PreparedRequest;
  /** The run's cookies for this URL, as a header. */
  cookies: string;
  /** Bytes. */
  largestBody: number;
  /** Told of each phase as it ends, so that a failed exchange has a waterfall too. */
  spent: (phase: Phase, milliseconds: number) => void;
}

/** What every request of a journey says about itself, so that a service can tell it from its users. */
export const syntheticHeader = { name: "x-synthetic", value: "1" } as const;

/** One request and its whole answer, over a connection of its own: its address is judged each time. */
export async function exchange(sending: Sending): Promise<Answer> {
  const progress = { phase: "dns" as Phase };
  const enter = (phase: Phase) => {
    progress.phase = phase;
  };
  try {
    const opened = await open({ ...sending, url: sending.request.url, enter });
    return await converse(sending, opened, progress);
  } catch (error) {
    if (!sending.signal.aborted) throw failureOf(error);
    const { reason } = sending.signal as { reason: unknown };
    if (reason instanceof StepFailure) throw reason;
    throw new StepFailure("timeout", `no answer in time: ${stuckIn[progress.phase]}`);
  }
}

const stuckIn: Readonly<Record<Phase, string>> = {
  dns: "its name was still being looked up",
  connect: "the connection was not accepted",
  tls: "the TLS handshake was not over",
  first_byte: "nothing had been answered",
  transfer: "the body was not complete",
};

async function converse(sending: Sending, opened: Opened, progress: { phase: Phase }): Promise<Answer> {
  const { request, signal, spent } = sending;
  let isGiven = false;
  const client = new Client(request.url.origin, {
    // undici gets this one connection; a second one, which nobody judged, it never gets.
    connect: (_options, callback) => {
      const refusal = isGiven ? Object.assign(new Error("used up"), { code: "UND_ERR_SOCKET" }) : undefined;
      isGiven = true;
      // Never at once: undici would not notice that it is connected, and wait for ever.
      setImmediate(() => (refusal === undefined ? callback(null, opened.socket) : callback(refusal, null)));
    },
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  progress.phase = "first_byte";
  const begin = performance.now();
  try {
    const response = await client.request({ ...asUndici(sending), signal });
    const first = performance.now();
    spent("first_byte", first - begin);
    progress.phase = "transfer";
    const body = await read(response, sending.largestBody);
    spent("transfer", performance.now() - first);
    return answerOf(response, body, opened);
  } finally {
    void client.destroy();
    opened.socket.destroy();
  }
}

function asUndici({ request, cookies }: Sending): Dispatcher.RequestOptions {
  const { url, method, headers, body } = request;
  const said = new Set(headers.map(({ name }) => name));
  const ours: [string, string][] = [
    ["user-agent", "nines"],
    ["accept", "*/*"],
    ["accept-encoding", "identity"],
    ...(body === undefined ? [] : [["content-type", body.contentType] as [string, string]]),
  ];
  return {
    path: `${url.pathname}${url.search}`,
    method: method,
    headers: [
      ...ours.filter(([name]) => !said.has(name)),
      ...headers.map(({ name, value }): [string, string] => [name, value]),
      ...(cookies === "" ? [] : [["cookie", cookies] as [string, string]]),
      [syntheticHeader.name, syntheticHeader.value] as [string, string],
    ].flat(),
    body: body?.text ?? null,
    reset: true,
  };
}

interface Body {
  text: string;
  bytes: number;
}

const tooLarge = (limit: number) =>
  new StepFailure("body_too_large", `the body is larger than ${limit} bytes`);

async function read({ headers, body }: Dispatcher.ResponseData, limit: number): Promise<Body> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  const content = await unpacked(Buffer.concat(chunks), headers["content-encoding"], limit);
  return { text: decoded(content, headers["content-type"]), bytes };
}

const unpackers = {
  gzip: promisify(gunzip),
  "x-gzip": promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/** nines asks for no compression; what comes compressed all the same must not grow without bound either. */
async function unpacked(
  content: Buffer,
  encoding: string | string[] | undefined,
  limit: number,
): Promise<Buffer> {
  const unpack = unpackers[String(encoding ?? "").toLowerCase() as keyof typeof unpackers] as
    (typeof unpackers)["gzip"] | undefined;
  if (unpack === undefined || content.length === 0) return content;
  try {
    return await unpack(content, { maxOutputLength: limit });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(limit);
    throw new StepFailure("http_status", `the body is not the ${String(encoding)} it says it is`);
  }
}

function decoded(content: Buffer, contentType: string | string[] | undefined): string {
  const charset = /charset="?([\w-]+)/i.exec(String(contentType ?? ""))?.[1] ?? "utf-8";
  try {
    return new TextDecoder(charset).decode(content);
  } catch {
    return content.toString("utf8");
  }
}

function answerOf({ statusCode, headers }: Dispatcher.ResponseData, body: Body, opened: Opened): Answer {
  const { address, validTo } = opened;
  const setCookies = [headers["set-cookie"] ?? []].flat();
  const joined = Object.entries(headers).map(([name, value]) => [name, [value ?? ""].flat().join(", ")]);
  return {
    status: statusCode,
    headers: Object.fromEntries(joined) as Record<string, string>,
    setCookies,
    body: body.text,
    bytes: body.bytes,
    address,
    ...(validTo !== undefined && { validTo }),
  };
}
