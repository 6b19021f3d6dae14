import type { Journal } from "../../governance/journal.ts";
import { type Seconds, timestamp, type Timestamp } from "../../model/units.ts";
import type { Leadership } from "../../runtime/leadership.ts";
import type { Log } from "../../runtime/ports.ts";

export const retentionInterval = 3_600_000;

export interface RetentionPorts {
  journal: Pick<Journal, "dropVerdicts">;
  leadership: Leadership;
  now: () => Timestamp;
  log: Log;
}

/**
 * Drops the gate's verdicts that are older than `keptFor`, at once and then every `interval` milliseconds. What was
 * asked, decided and used stays, and so does the digest of what was dropped.
 */
export function keepRetention(
  { journal, leadership, now, log }: RetentionPorts,
  keptFor: Seconds,
  interval: number,
): () => void {
  const drop = async (): Promise<void> => {
    const before = now() - keptFor;
    if (leadership.epoch() === undefined || before <= 0) return;
    try {
      const count = (await journal.dropVerdicts?.(timestamp(before))) ?? 0;
      if (count > 0) log.info("verdicts past their retention were dropped, their digests kept", { count });
    } catch (error) {
      log.warn("old verdicts could not be dropped: tried again later", { error: (error as Error).message });
    }
  };
  void drop();
  const timer = setInterval(() => void drop(), interval);
  return () => clearInterval(timer);
}
