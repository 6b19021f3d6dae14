import { useCallback, useLayoutEffect, useRef, useState } from "preact/hooks";
import { read } from "./client.ts";
import { firstAnswer, firstAnsweredAt } from "../first/answers.ts";
import { gather } from "./gather.ts";
import { isLive } from "./live.ts";
import { onNews, type Topics } from "./news.ts";

/** Something read from the server and kept fresh. What was read last stays when a later reading fails. */
export interface Resource<Body> {
  data: Body | undefined;
  /** Why the newest reading failed; `data` is then older than it should be. */
  error: Error | undefined;
  /** When `data` was read. */
  readAt: number | undefined;
  reload: () => void;
}

interface Held<Body> {
  path: string | undefined;
  data: Body | undefined;
  error: Error | undefined;
  readAt: number | undefined;
}

const nothing = { data: undefined, error: undefined, readAt: undefined };

/** What is known of a path before it is asked for. */
function beginWith<Body>(path: string | undefined): Held<Body> {
  const data = firstAnswer(path) as Body | undefined;
  return { path, ...nothing, ...(data !== undefined && { data, readAt: firstAnsweredAt }) };
}

/** When to read again. */
export interface Cares {
  /** What it is to hear of (`Topics`); left out: every cycle and whatever people do. */
  on?: Topics;
  /** Milliseconds between two readings while the page is not live; 15 s. */
  every?: number;
}

const soon = { soon: 150, apart: 1_000 };

/**
 * Reads `path` now, unless the page came with its answer, and again when the server has news that it cares about, once a second at most. While the
 * page is not live it asks every `every` milliseconds, as long as the tab is looked at. Undefined reads nothing.
 */
export function useResource<Body>(path: string | undefined, cares: Cares | number = {}): Resource<Body> {
  const { on, every = 15_000 } = typeof cares === "number" ? { every: cares } : cares;
  const topics = on?.join();
  const [held, setHeld] = useState<Held<Body>>(() => beginWith(path));
  const isKnown = useRef(held.data !== undefined);
  const latest = useRef(path);
  latest.current = path;
  const load = useCallback(async (): Promise<void> => {
    if (path === undefined) return;
    try {
      const data = await read<Body>(path);
      if (latest.current === path) setHeld({ path, data, error: undefined, readAt: Date.now() });
    } catch (error) {
      if (latest.current === path)
        setHeld((before) => ({
          ...(before.path === path ? before : { ...nothing }),
          path,
          error: error as Error,
        }));
    }
  }, [path]);
  // Before the first paint rather than after it: an answer is on its way while the page is drawn.
  useLayoutEffect(() => {
    if (!isKnown.current) void load();
    isKnown.current = false;
    const reading = gather(load, soon);
    const timer = setInterval(() => {
      if (document.visibilityState === "visible" && !isLive()) void load();
    }, every);
    const noMoreNews = onNews(reading.ask, topics?.split(","));
    return () => {
      clearInterval(timer);
      noMoreNews();
      reading.stop();
    };
  }, [load, every, topics]);
  const own = held.path === path ? held : { path, ...nothing };
  return { data: own.data, error: own.error, readAt: own.readAt, reload: () => void load() };
}
