import { Agent, request } from "undici";
import { seconds, type Seconds } from "../model/units.ts";
import type { Delivery } from "./channel.ts";

/** One attempt, from connecting to the last byte. */
const patience = 10_000;
/** The longest pause that a receiver can ask for. */
const longest = 3_600;

export interface Poster {
  post: (url: string, headers: Readonly<Record<string, string>>, body: string) => Promise<Delivery>;
  close: () => Promise<void>;
}

/** Sends JSON to one receiver. It follows no redirect: where a message goes is for the settings to say. */
export function openPoster(): Poster {
  const agent = new Agent({ connections: 1, connect: { timeout: 5_000 } });
  return {
    post: async (url, headers, body) => {
      try {
        const {
          statusCode,
          headers: answered,
          body: said,
        } = await request(url, {
          method: "POST",
          headers,
          body,
          dispatcher: agent,
          signal: AbortSignal.timeout(patience),
        });
        await said.dump({ limit: 64 * 1_024 });
        return judge(statusCode, answered["retry-after"]);
      } catch (error) {
        return { kind: "failed", reason: reasonOf(error) };
      }
    },
    close: () => agent.destroy(),
  };
}

/** What says that this very message is at fault; anything else is the receiver's own trouble, and is tried again. */
const ofTheMessage: ReadonlySet<number> = new Set([400, 413, 415, 422]);

function judge(status: number, retryAfter: string | string[] | undefined): Delivery {
  if (status >= 200 && status < 300) return { kind: "delivered" };
  const reason = `the receiver answered ${status}`;
  if (ofTheMessage.has(status)) return { kind: "refused", reason };
  const after = secondsFrom(retryAfter);
  return { kind: "failed", reason, ...(after !== undefined && { after }) };
}

/** A number of seconds, or a date. */
function secondsFrom(header: string | string[] | undefined): Seconds | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  if (text === undefined) return undefined;
  const wait = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1_000;
  return Number.isFinite(wait) ? seconds(Math.min(Math.max(wait, 0), longest)) : undefined;
}

/** By its code alone: messages of the network name addresses, and an address can be a secret. */
export function reasonOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  if (name === "TimeoutError") return `no answer within ${patience / 1_000} s`;
  if (typeof code === "string" && /^[A-Z_0-9]+$/.test(code)) return code;
  return "the connection failed";
}
