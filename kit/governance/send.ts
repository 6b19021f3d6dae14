import { setTimeout as pause } from "node:timers/promises";

export interface Request {
  method: "GET" | "POST";
  path: string;
  token: string;
  body?: unknown;
  /** Idempotency key: whoever asks again with it is told the same. */
  key?: string;
}

export interface Answer {
  status: number;
  body: Readonly<Record<string, unknown>>;
}

/** How a client asks, and how stubborn it is. Rejects when it has given up. */
export type Send = (request: Request) => Promise<Answer>;

async function once(base: string, { method, path, token, body, key }: Request): Promise<Answer> {
  const response = await fetch(`${base}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(key !== undefined && { "idempotency-key": key }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  });
  const answer = { status: response.status, body: (await response.json()) as Answer["body"] };
  // Not done, or nobody can say whether it was: for a client that is no answer.
  if (answer.status >= 500) throw new Error(`${answer.status} ${String(answer.body.detail)}`);
  return answer;
}

/** Asks one server until it answers, however often it dies meanwhile. */
export const insistent =
  (base: string, patience = 60_000): Send =>
  async (request) => {
    const end = performance.now() + patience;
    for (;;) {
      try {
        return await once(base, request);
      } catch (error) {
        if (performance.now() > end) throw error;
        await pause(25);
      }
    }
  };

/** Asks one replica, and once more the other with the same key. Counts what failed at the first. */
export function withOneRetry(bases: readonly [string, string], onRetry: () => void): Send {
  let turn = 0;
  return async (request) => {
    const first = turn++ % 2;
    try {
      return await once(bases[first]!, request);
    } catch {
      onRetry();
      return once(bases[1 - first]!, request);
    }
  };
}
