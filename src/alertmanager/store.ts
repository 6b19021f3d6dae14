import { ExponentialBackoff, handleAll, retry, timeout, TimeoutStrategy } from "cockatiel";
import type { HeldSilence, SilenceText } from "../governance/windows/silences/silence.ts";
import type { Seconds } from "../model/units.ts";
import type { SilenceStore } from "../runtime/silencer.ts";
import { AlertmanagerTrouble, describeFailure, describeStatus } from "./failures.ts";
import { readSilences, writeSilence } from "./silences.ts";

export interface Exchange {
  method: "GET" | "POST" | "DELETE";
  path: string;
  json?: unknown;
  signal: AbortSignal;
}

export interface Answered {
  status: number;
  /** The whole body. */
  text: string;
}

export interface AlertmanagerOptions {
  name: string;
  url: string;
  /** For one attempt, from connecting to the last byte. */
  timeout: Seconds;
  /** Further attempts to look after one that broke. */
  retries: number;
  /** Sends with the credentials that belong to the URL. */
  send: (exchange: Exchange) => Promise<Answered>;
}

/** The silences of one Alertmanager, by its API v2. */
export function openSilences({
  name,
  url,
  timeout: limit,
  retries,
  send,
}: AlertmanagerOptions): SilenceStore {
  const where = `Alertmanager at ${url}`;
  const inTime = timeout(limit * 1000, TimeoutStrategy.Aggressive);
  // Looking is tried again at once; writing is not: a silence that was written without an answer would be doubled.
  const again = retry(handleAll, {
    maxAttempts: retries,
    backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 1_000 }),
  });
  const ask = async (exchange: Omit<Exchange, "signal">): Promise<string> => {
    const { status, text } = await inTime.execute(({ signal }) => send({ ...exchange, signal }));
    if (status === 200) return text;
    throw new AlertmanagerTrouble(describeStatus(where, status, text), [400, 404, 422].includes(status));
  };
  const told = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw error instanceof AlertmanagerTrouble
        ? error
        : new AlertmanagerTrouble(describeFailure(where, error));
    }
  };
  return {
    name,
    list: () =>
      told(async () => readSilences(where, await again.execute(() => ask({ method: "GET", path })))),
    put: (silence: SilenceText & { id?: string }) =>
      told(async () => {
        await ask({ method: "POST", path, json: writeSilence(silence) });
      }),
    expire: (id: HeldSilence["id"]) =>
      told(async () => {
        await ask({ method: "DELETE", path: `/api/v2/silence/${encodeURIComponent(id)}` });
      }),
  };
}

const path = "/api/v2/silences";
