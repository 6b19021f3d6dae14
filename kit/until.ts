import { setTimeout as pause } from "node:timers/promises";

export interface Patience {
  /** Said when the condition never came true: "Prometheus answers". */
  readonly what: string;
  /** Milliseconds; 30 seconds unless told. */
  readonly timeout?: number;
  /** Milliseconds between two looks; unless told 50 at first, and more the longer it takes. */
  readonly every?: number;
}

/** What takes minutes is not asked about twenty times a second, by several tests at once, of servers that work for it. */
const gapAfter = (waited: number): number => Math.min(500, 50 + waited / 20);

/**
 * Looks again and again until `look` gives something (neither undefined nor false), and resolves to that. An error
 * counts as "not yet"; the last one is the cause of the failure when time runs out.
 */
export async function until<T>(
  look: () => Promise<T | undefined | false> | T | undefined | false,
  { what, timeout = 30_000, every }: Patience,
): Promise<T> {
  const begin = performance.now();
  let cause: unknown;
  for (;;) {
    try {
      const seen = await look();
      if (seen !== undefined && seen !== false) return seen;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    const waited = performance.now() - begin;
    if (waited > timeout) {
      const reason = cause instanceof Error ? `: ${cause.message}` : "";
      throw new Error(`waited ${timeout / 1000} s in vain until ${what}${reason}`, { cause });
    }
    await pause(every ?? gapAfter(waited));
  }
}

/** Asks until two answers in a row are equal: what a server says while it still loads blocks is not to be trusted. */
export async function untilSteady<T>(
  ask: () => Promise<T>,
  { every = 500, ...patience }: Patience,
): Promise<T> {
  let before: string | undefined;
  return until(
    async () => {
      const answer = await ask();
      const text = JSON.stringify(answer);
      const isSame = text === before;
      before = text;
      return isSame ? ({ answer } as const) : undefined;
    },
    { every, ...patience },
  ).then(({ answer }) => answer);
}
