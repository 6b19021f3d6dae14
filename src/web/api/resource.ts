import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { read } from "./client.ts";
import { onNews } from "./news.ts";

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

/**
 * Reads `path` now, again every `every` milliseconds while the tab is looked at, and at once when the server has news.
 * Undefined reads nothing.
 */
export function useResource<Body>(path: string | undefined, every = 15_000): Resource<Body> {
  const [held, setHeld] = useState<Held<Body>>({ path, ...nothing });
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
  useEffect(() => {
    void load();
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") void load();
    }, every);
    const noMoreNews = onNews(() => void load());
    return () => {
      clearInterval(timer);
      noMoreNews();
    };
  }, [load, every]);
  const own = held.path === path ? held : { path, ...nothing };
  return { data: own.data, error: own.error, readAt: own.readAt, reload: () => void load() };
}
