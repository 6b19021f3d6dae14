import { Gauge, type Registry } from "prom-client";
import type { Head, Journal } from "../../governance/journal.ts";
import { formatAnchor } from "../../governance/verify.ts";
import { metric, metricLabel } from "../../model/names.ts";
import type { Log } from "../../runtime/ports.ts";

/** How often an anchor leaves the machine: what is cut off the journal's end within it goes unseen. */
export const anchorInterval = 3_600_000;

/** `nines_journal_head_seq` follows every entry. */
export function exportHead(registry: Registry, journal: Journal): void {
  new Gauge({
    name: metric.journalHead,
    help: "Sequence number of the journal's last entry",
    registers: [registry],
    async collect() {
      // A journal that cannot be read is told by /readyz; the other metrics must not go with it.
      const head = await journal.head().catch(() => undefined);
      if (head !== undefined) this.set(head.seq);
    },
  });
}

/**
 * Says where the journal ends, in the log and as a metric, at once and then every `interval` milliseconds: whoever
 * keeps either can later prove that no entry up to there was cut off. The hash stands in a label, so the metric
 * keeps to the interval as well: one new series an hour, not one for each entry.
 */
export function dropAnchors(registry: Registry, journal: Journal, log: Log, interval: number): () => void {
  const gauge = new Gauge({
    name: metric.journalAnchor,
    help: "Sequence number of the journal's last entry as of the last anchor, its hash as label",
    labelNames: [metricLabel.hash],
    registers: [registry],
  });
  const drop = async (): Promise<void> => {
    try {
      const head: Head = await journal.head();
      gauge.reset();
      gauge.labels(head.hash).set(head.seq);
      log.info("the journal's anchor, for nines audit verify --anchor", { anchor: formatAnchor(head) });
    } catch (error) {
      log.warn("the journal cannot be read: no anchor", { error: (error as Error).message });
    }
  };
  void drop();
  const timer = setInterval(() => void drop(), interval);
  return () => clearInterval(timer);
}
