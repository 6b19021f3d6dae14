import { setTimeout as pause } from "node:timers/promises";
import { ExponentialBackoff, handleWhen, retry } from "cockatiel";
import type { Receipt as WholeReceipt } from "../../journey/reports/report.ts";
import type { RunResult } from "../../journey/result.ts";
import { reportOf } from "./body.ts";
import { openPoster, ReportTrouble } from "./post.ts";
import { createQueue, type Waiting, waitingOf } from "./queue.ts";

/** Milliseconds: between two reports, without a run before it says that it is there, and between two attempts. */
export interface Pace {
  between: number;
  quiet: number;
  again: { initialDelay: number; maxDelay: number };
}

const usualPace: Pace = {
  between: 1_000,
  quiet: 15_000,
  again: { initialDelay: 500, maxDelay: 10_000 },
};

export interface ReporterOptions {
  /** Where nines serves, without a slash at the end. */
  url: string;
  location: string;
  /** Read anew for each report, so that a renewed one takes effect. */
  token: () => Promise<string>;
  /** Where pictures of pages that failed are kept; absent where none are. */
  pictures?: string;
  /** The last runs of every journey, for a nines that has forgotten them. */
  lastRuns: () => readonly RunResult[];
  /** Milliseconds since 1970, by the clock that the runs are timed by. */
  now: () => number;
  counted: (what: "delivered" | "refused" | "dropped", runs: number) => void;
  delivered: () => void;
  say: (level: "info" | "warn", message: string, facts: Readonly<Record<string, string | number>>) => void;
  pace?: Pace;
}

/** Tells one nines of runs. It delays and changes none: a run is put into a queue, and everything else goes on beside. */
export interface Reporter {
  add: (run: Waiting) => void;
  waiting: () => number;
  /** Tells of what still waits, once, and ends. */
  close: () => Promise<void>;
}

/** Replicas behind one address each remember by themselves. */
const mostMemories = 20;

type Receipt = Pick<WholeReceipt, "memory" | "refused">;

function receiptOf(answer: unknown): Receipt {
  const { memory, refused } = (answer ?? {}) as Partial<Receipt>;
  if (typeof memory === "string" && Array.isArray(refused)) return { memory, refused };
  throw new ReportTrouble("what answers there is no nines that takes reports");
}

export function openReporter(options: ReporterOptions): Reporter {
  const { url, counted, say, now, pace = usualPace } = options;
  const { post, close } = openPoster(url, options.token);
  const queue = createQueue((runs) => counted("dropped", runs));
  const memories: string[] = [];
  const refusals = new Set<string>();
  const ended = new AbortController();
  let [lastTold, troubled] = [0, ""];

  const heed = ({ memory, refused }: Receipt): void => {
    for (const { journey, message } of refused) {
      const words = `${journey} ${message}`;
      if (!refusals.has(words)) say("warn", "a run is not taken", { server: url, journey, reason: message });
      refusals.add(words);
    }
    if (memories.includes(memory)) return;
    // It has begun anew since, and forgotten what it was told.
    if (memories.length > 0) for (const run of options.lastRuns()) queue.add(waitingOf(run));
    memories.push(memory);
    if (memories.length > mostMemories) memories.shift();
  };
  const refused = (told: readonly Waiting[], { message }: ReportTrouble): void => {
    queue.settle(told);
    counted("refused", told.length);
    say("warn", "a report was refused, and is dropped", { server: url, runs: told.length, reason: message });
  };
  const tell = async (signal: AbortSignal): Promise<void> => {
    const { told, body } = await reportOf(queue.front(), options);
    try {
      const receipt = receiptOf(await post(body, signal));
      queue.settle(told);
      counted("delivered", told.length - receipt.refused.length);
      counted("refused", receipt.refused.length);
      heed(receipt);
    } catch (error) {
      if (!(error instanceof ReportTrouble && error.isRefusal)) throw error;
      refused(told, error);
    }
    lastTold = now();
    options.delivered();
    if (troubled !== "") say("info", "runs are reported again", { server: url });
    troubled = "";
  };
  const again = retry(
    handleWhen((error) => error instanceof ReportTrouble),
    { maxAttempts: Infinity, backoff: new ExponentialBackoff(pace.again) },
  );
  again.onFailure(({ reason }) => {
    const message = "error" in reason && reason.error instanceof Error ? reason.error.message : "no answer";
    if (ended.signal.aborted || message === troubled) return;
    troubled = message;
    say("warn", "runs cannot be reported: they wait", {
      server: url,
      reason: message,
      waiting: queue.length(),
    });
  });
  const goOn = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      const isDue = queue.length() > 0 || now() - lastTold >= pace.quiet;
      if (isDue) await again.execute(({ signal }) => tell(signal), ended.signal);
      await pause(pace.between, undefined, { signal: ended.signal });
    }
  };
  const going = goOn().catch((error: unknown) => {
    if (ended.signal.aborted) return;
    say("warn", "runs are reported no longer", { server: url, reason: String(error) });
  });
  return {
    add: queue.add,
    waiting: queue.length,
    close: async () => {
      ended.abort();
      await going;
      if (queue.length() > 0) await tell(AbortSignal.timeout(1_000)).catch(() => undefined);
      await close();
    },
  };
}
