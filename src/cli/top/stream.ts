import { setTimeout as pause } from "node:timers/promises";
import { headersFor } from "../remote/client.ts";
import type { RemoteOptions } from "../remote/options.ts";

export interface StreamEvents {
  /** Something has happened that numbers may have changed by. */
  news: () => void;
  /** Whether the server tells of it by itself. */
  live: (isLive: boolean) => void;
}

const path = "/api/v1/events?cycles=true";
/** nines says at least every 15 seconds that it is there. */
const silence = 40_000;
const retry = 2_000;

/**
 * Listens to the server's stream until `signal` ends it, and again whenever it breaks. It only tells that there is news:
 * what is new is asked for, and asking goes on at its own pace while there is no stream.
 */
export async function listen(
  options: RemoteOptions,
  { news, live }: StreamEvents,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    // That the server cannot be reached is told by those who ask it for numbers.
    await follow(options, { news, live }, signal).catch(() => undefined);
    live(false);
    await pause(retry, undefined, { signal }).catch(() => undefined);
  }
}

async function follow(
  options: RemoteOptions,
  { news, live }: StreamEvents,
  signal: AbortSignal,
): Promise<void> {
  const quiet = new AbortController();
  const alarm = setTimeout(() => quiet.abort(), silence);
  try {
    const response = await fetch(`${options.server}${path}`, {
      headers: { ...(await headersFor(options)), accept: "text/event-stream" },
      redirect: "manual",
      signal: AbortSignal.any([signal, quiet.signal]),
    });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      return;
    }
    live(true);
    // Whatever came while nobody listened.
    news();
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      alarm.refresh();
      if (/^data:/m.test(chunk)) news();
    }
  } finally {
    clearTimeout(alarm);
  }
}
