import type { PrometheusServer } from "../../kit/prometheus.ts";
import { seconds } from "../../src/model/units.ts";
import { formatSpan } from "../../src/model/wording.ts";

export interface Supervisor {
  /** Since when Prometheus has been down, in milliseconds since 1970; undefined while it runs. */
  downSince(): number | undefined;
  /** What it saw and did, newest last. */
  events(): readonly string[];
  /** Looks no more; a start under way is waited for. */
  stop(): Promise<void>;
}

const lookEvery = 250;

export interface Supervision {
  /** Seconds a killed Prometheus stays down. */
  restartAfter: number;
  /** Told what happens as it happens. */
  announce: (event: string) => void;
}

/**
 * Starts Prometheus again when someone has killed it, on the data it left: a demo of what nines does without
 * Prometheus should end with Prometheus, without anybody having to repair it.
 */
export function supervise(prometheus: PrometheusServer, { restartAfter, announce }: Supervision): Supervisor {
  const events: string[] = [];
  let downSince: number | undefined;
  let busy: Promise<void> = Promise.resolve();
  let isBusy = false;
  const tell = (event: string): void => {
    events.push(event);
    announce(event);
  };

  const look = async (): Promise<void> => {
    if (isRunning(prometheus.pid())) return;
    if (downSince === undefined) {
      downSince = Date.now();
      tell(`Prometheus (pid ${prometheus.pid()}) is gone; back in ${formatSpan(seconds(restartAfter))}`);
    }
    if (Date.now() - downSince < restartAfter * 1_000) return;
    await prometheus.start();
    tell(
      `Prometheus is back (pid ${prometheus.pid()}) after ${formatSpan((Date.now() - downSince) / 1_000)}`,
    );
    downSince = undefined;
  };
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    busy = look()
      .catch((error: unknown) => {
        downSince = Date.now();
        tell(`Prometheus did not start again: ${error instanceof Error ? error.message : String(error)}`);
      })
      .finally(() => (isBusy = false));
  }, lookEvery);
  return {
    downSince: () => downSince,
    events: () => events,
    stop: async () => {
      clearInterval(timer);
      await busy;
    },
  };
}

/** Signal 0 reaches every process that is there. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
