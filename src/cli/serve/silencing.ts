import { Gauge, type Registry } from "prom-client";
import { openSilences } from "../../alertmanager/store.ts";
import type { Settings, SourceSettings } from "../../config/settings.ts";
import type { GovernanceState } from "../../governance/state.ts";
import { metric, metricLabel } from "../../model/names.ts";
import type { Timestamp } from "../../model/units.ts";
import { connect, type Connection } from "../../prometheus/connection.ts";
import type { Leadership } from "../../runtime/leadership.ts";
import type { Log } from "../../runtime/ports.ts";
import { createSilencer, type SilenceStore, type SilencerStatus } from "../../runtime/silencer.ts";

export interface SilencingPorts {
  governance: () => GovernanceState;
  leadership: Leadership;
  registry: Registry;
  now: () => Timestamp;
  log: Log;
}

/** What keeps the silences of the configured Alertmanagers in step with the windows. */
export interface Silencing {
  status: () => readonly SilencerStatus[];
  /** Looks at once, and then once a cycle. */
  start: () => void;
  close: () => Promise<void>;
}

/** Looks after silences; does nothing, and asks nobody, where no Alertmanager is configured. */
export function openSilencing(
  { alertmanagers, cycle }: Pick<Settings, "alertmanagers" | "cycle">,
  { governance, leadership, registry, now, log }: SilencingPorts,
): Silencing {
  const opened = alertmanagers.map(openOne);
  const silencer = createSilencer({
    stores: opened.map(({ store }) => store),
    state: governance,
    isLeader: () => leadership.epoch() !== undefined,
    now,
    log,
  });
  if (opened.length > 0) exportStatus(registry, silencer.status);
  let last: Promise<void> = Promise.resolve();
  const look = (): void => void (last = silencer.reconcile());
  let timer: NodeJS.Timeout | undefined;
  return {
    status: silencer.status,
    start: () => {
      if (opened.length === 0) return;
      look();
      timer = setInterval(look, cycle * 1000);
    },
    close: async () => {
      clearInterval(timer);
      // First the connections: a look at an Alertmanager that does not answer must not hold up the end.
      await Promise.all(opened.map(({ connection }) => connection.close()));
      await last;
    },
  };
}

function openOne(settings: SourceSettings): { store: SilenceStore; connection: Connection } {
  const connection = connect(settings);
  const store = openSilences({
    ...settings,
    send: async (exchange) => {
      const { status, body } = await connection.send(exchange);
      const chunks: Uint8Array[] = [];
      for await (const chunk of body) chunks.push(chunk);
      return { status, text: Buffer.concat(chunks).toString("utf8") };
    },
  });
  return { store, connection };
}

/** Only the leader knows how they do: other replicas have no rows. */
function exportStatus(registry: Registry, status: () => readonly SilencerStatus[]): void {
  const registers = [registry];
  const labelNames = [metricLabel.alertmanager];
  new Gauge({
    name: metric.alertmanagerUp,
    help: "Whether the Alertmanager took its silences at the last look",
    labelNames,
    registers,
    collect() {
      this.reset();
      for (const { name, reachable } of status())
        if (reachable !== undefined) this.labels(name).set(reachable ? 1 : 0);
    },
  });
  new Gauge({
    name: metric.alertmanagerSilences,
    help: "Silences that stand for windows",
    labelNames,
    registers,
    collect() {
      this.reset();
      for (const { name, reachable, silences } of status())
        if (reachable !== undefined) this.labels(name).set(silences);
    },
  });
}
