import { useEffect, useState } from "preact/hooks";
import { afterPaint } from "../first/after-paint.ts";
import { firstKnown } from "../first/answers.ts";
import { headers, token } from "./client.ts";
import { cycleTopic, tellNews } from "./news.ts";
import { listen, type Liveness } from "./stream.ts";

/** One stream of events for the whole tab; it is closed while nobody looks at the tab. */
let stream: { stop: () => void } | undefined;
let liveness: Liveness = { kind: "connecting" };
const watchers = new Set<(now: Liveness) => void>();

/** The first stream goes on from what the page came with and misses nothing, however late it begins. */
let from = firstKnown === undefined ? "" : `&after=${firstKnown.seq}&cycle=${firstKnown.cycle}`;

const open = (lastEventId: string | undefined, signal: AbortSignal): Promise<Response> =>
  fetch(`/api/v1/events?cycles=true${lastEventId === undefined ? from : ""}`, {
    headers: {
      ...headers(),
      accept: "text/event-stream",
      ...(lastEventId !== undefined && { "last-event-id": lastEventId }),
    },
    signal,
  });

function hear({ event, data }: { event?: string | undefined; data: string }): void {
  if (event === cycleTopic) tellNews({ topic: cycleTopic });
  else {
    const { kind, subject } = JSON.parse(data) as { kind: string; subject: string };
    tellNews({ topic: kind, subject });
  }
}

function change(next: Liveness): void {
  // A try that begins does not end an absence: only a stream that is open does.
  if (next.kind === "connecting" && liveness.kind === "down") return;
  liveness = next;
  for (const watcher of watchers) watcher(next);
}

function begin(missed: boolean): void {
  stream?.stop();
  stream = listen({
    open,
    onMessage: hear,
    onOpen: (cutOff) => {
      from = "";
      if (cutOff || missed) tellNews();
      missed = false;
    },
    onChange: change,
  });
}

function look(): void {
  if (document.visibilityState === "visible") {
    if (stream === undefined) begin(true);
  } else {
    stream?.stop();
    stream = undefined;
  }
}

/** Begins to listen; called once. */
export function startLive(): void {
  document.addEventListener("visibilitychange", look);
  addEventListener("online", () => {
    if (stream !== undefined && liveness.kind === "down") begin(true);
  });
  token.onChange(() => {
    if (stream !== undefined) begin(false);
  });
  // What the page came with is drawn first: nothing that happens meanwhile is lost.
  if (firstKnown === undefined) beginAtOnce();
  else afterPaint(beginAtOnce);
}

function beginAtOnce(): void {
  if (stream === undefined && document.visibilityState === "visible") begin(false);
}

/** News comes by itself now: there is no need to ask. */
export const isLive = (): boolean => liveness.kind === "live";

export function useLiveness(): Liveness {
  const [now, setNow] = useState(liveness);
  useEffect(() => {
    watchers.add(setNow);
    setNow(liveness);
    return () => void watchers.delete(setNow);
  }, []);
  return now;
}
