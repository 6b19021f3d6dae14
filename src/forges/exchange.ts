import { Agent, request } from "undici";

export interface Answered {
  status: number;
  /** Read as JSON; undefined when it is none. */
  body: unknown;
  /** Seconds until it wants to be asked again. */
  after?: number;
}

export interface Exchange {
  method: "POST";
  url: string;
  headers: Readonly<Record<string, string>>;
  json: unknown;
}

/** One attempt, from connecting to the last byte. */
const patience = 10_000;
const longestPause = 3_600;

export interface Exchanger {
  /** @throws when there was no answer */
  send: (exchange: Exchange) => Promise<Answered>;
  close: () => Promise<void>;
}

/** Speaks JSON with a forge; follows no redirect, so that a token goes nowhere else. */
export function openExchange(): Exchanger {
  const agent = new Agent({ connections: 2, connect: { timeout: 5_000 } });
  return {
    send: async ({ method, url, headers, json }) => {
      const {
        statusCode: status,
        headers: answered,
        body,
      } = await request(url, {
        method,
        headers: {
          accept: "application/json",
          "content-type": "application/json",
          "user-agent": "nines",
          ...headers,
        },
        body: JSON.stringify(json),
        dispatcher: agent,
        signal: AbortSignal.timeout(patience),
      });
      const after = Number(answered["retry-after"]);
      return {
        status,
        body: parsed(await body.text()),
        ...(Number.isFinite(after) && { after: Math.min(Math.max(after, 0), longestPause) }),
      };
    },
    close: () => agent.destroy(),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** By its code alone: what a forge or the network says may repeat a token. */
export function reasonOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  if (name === "TimeoutError") return `no answer within ${patience / 1_000} s`;
  return typeof code === "string" && /^[A-Z_0-9]+$/.test(code) ? code : "the connection failed";
}
