import { type HistorySeries, writeHistory } from "./remote-write.ts";

export interface Feed {
  /** Stops; rejects with the first write that failed. */
  readonly stop: () => Promise<void>;
}

const between = ({ labels, times, values }: HistorySeries, from: number, to: number): HistorySeries => {
  const first = times.findIndex((at) => at > from);
  const after = times.findIndex((at) => at > to);
  const [begin, end] = [first === -1 ? times.length : first, after === -1 ? times.length : after];
  return { labels, times: times.subarray(begin, end), values: values.subarray(begin, end) };
};

/** The part of a history up to a moment, in Unix milliseconds. */
export const upTo = (history: readonly HistorySeries[], to: number): HistorySeries[] =>
  history.map((series) => between(series, -Infinity, to)).filter(({ times }) => times.length > 0);

/**
 * Goes on where {@link upTo} ended: writes the samples that lie ahead when their time comes, so that series live on
 * under running rules as if they were scraped.
 *
 * @param from Unix milliseconds up to which the history has been written
 */
export function startFeed(url: string, history: readonly HistorySeries[], from: number): Feed {
  let written = from;
  let failure: unknown;
  const write = async () => {
    const now = Date.now();
    const due = history
      .map((series) => between(series, written, now))
      .filter(({ times }) => times.length > 0);
    if (due.length > 0) await writeHistory(url, due);
    written = now;
  };
  let running = Promise.resolve();
  const tick = () => {
    running = running.then(write).catch((error: unknown) => (failure ??= error)) as Promise<void>;
  };
  const timer = setInterval(tick, 1_000);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
      if (failure !== undefined) throw new Error("the feed of live samples failed", { cause: failure });
    },
  };
}
