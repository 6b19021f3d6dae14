import { useEffect, useState } from "preact/hooks";

/** One clock for everything on the page that says how long ago something was. */
const watchers = new Set<(now: number) => void>();
let timer: ReturnType<typeof setInterval> | undefined;

const tick = (): void => {
  const now = Date.now();
  for (const watcher of watchers) watcher(now);
};

/** The time, in milliseconds, to within five seconds. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    watchers.add(setNow);
    timer ??= setInterval(tick, 5_000);
    return () => {
      watchers.delete(setNow);
      if (watchers.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  }, []);
  return now;
}
