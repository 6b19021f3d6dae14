import { createParser, type EventSourceMessage } from "eventsource-parser";

/** Whether the page is told of what happens, and since when it is not. */
export type Liveness = { kind: "connecting" } | { kind: "live" } | { kind: "down"; since: number };

export interface StreamPorts {
  /** Opens the stream after this event; rejects when nobody answers. */
  open: (lastEventId: string | undefined, signal: AbortSignal) => Promise<Response>;
  onMessage: (message: EventSourceMessage) => void;
  /** `missed`: something may have happened while nobody was told. */
  onOpen: (missed: boolean) => void;
  onChange: (liveness: Liveness) => void;
}

export interface StreamPace {
  /** Milliseconds of silence after which a connection counts as dead; a server says that it is alive every 15 s. */
  silence: number;
  /** … that a stream lasts which ends in its time; a server that is about to end ends each at once. */
  shortest: number;
  /** The first pause before another try; each is twice the one before. */
  firstPause: number;
  longestPause: number;
}

export const usualStreamPace: StreamPace = {
  silence: 40_000,
  shortest: 5_000,
  firstPause: 1_000,
  longestPause: 30_000,
};

/** Up to a half more, so that a server that comes back is not asked by everybody at once. */
export const pauseAfter = (failures: number, { firstPause, longestPause }: StreamPace): number =>
  Math.min(firstPause * 2 ** failures, longestPause) * (1 + Math.random() / 2);

const wait = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });

/**
 * Listens until `stop`, and goes on where it was cut off: `Last-Event-ID` is a place in the journal. A stream that the
 * server ends in its time is opened anew without a word.
 */
export function listen(ports: StreamPorts, pace: StreamPace = usualStreamPace): { stop: () => void } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const isStopped = (): boolean => signal.aborted;
  let lastId: string | undefined;
  let failures = 0;
  let isLive = false;
  let wasLive = false;
  const report = (liveness: Liveness): void => {
    isLive = liveness.kind === "live";
    ports.onChange(liveness);
  };
  const message = (each: EventSourceMessage): void => {
    failures = 0;
    if (each.id !== undefined) lastId = each.id;
    ports.onMessage(each);
  };
  const once = async (): Promise<void> => {
    const answer = await ports.open(lastId, signal);
    if (!answer.ok || answer.body === null) throw new Error(`the server answered ${answer.status}`);
    const begun = performance.now();
    report({ kind: "live" });
    ports.onOpen(wasLive);
    wasLive = true;
    await readAll(answer.body, message, pace.silence);
    if (performance.now() - begun < pace.shortest) throw new Error("the server ended the stream at once");
  };
  const loop = async (): Promise<void> => {
    ports.onChange({ kind: "connecting" });
    while (!isStopped()) {
      const ended = await once().then(
        () => true,
        () => false,
      );
      if (isStopped()) return;
      if (!ended && (isLive || failures === 0)) report({ kind: "down", since: Date.now() });
      await wait(ended ? pace.firstPause / 10 : pauseAfter(failures++, pace), signal);
    }
  };
  void loop();
  return { stop: () => stopping.abort() };
}

/** Reads to the end. @throws when nothing is heard for too long, or the connection breaks */
async function readAll(
  body: ReadableStream<Uint8Array>,
  onEvent: (message: EventSourceMessage) => void,
  silence: number,
): Promise<void> {
  const parser = createParser({ onEvent });
  const reader = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  for (;;) {
    const { promise: silent, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error("the stream fell silent")), silence);
    try {
      const { done, value } = await Promise.race([reader.read(), silent]);
      if (done) return;
      parser.feed(value);
    } catch (error) {
      void reader.cancel().catch(() => undefined);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}
