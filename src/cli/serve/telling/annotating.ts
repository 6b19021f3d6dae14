import { setTimeout as sleep } from "node:timers/promises";
import { Gauge, type Registry } from "prom-client";
import type { Settings } from "../../../config/settings.ts";
import { openAnnotations } from "../../../grafana/annotations.ts";
import { connectGrafana } from "../../../grafana/connection.ts";
import type { GovernanceState } from "../../../governance/state.ts";
import { metric } from "../../../model/names.ts";
import type { Timestamp } from "../../../model/units.ts";
import { secretFrom } from "../../../notify/secret.ts";
import { createAnnotator, type AnnotatorStatus } from "../../../runtime/annotator.ts";
import type { Leadership } from "../../../runtime/leadership.ts";
import type { Log } from "../../../runtime/ports.ts";

export interface AnnotatingPorts {
  governance: () => GovernanceState;
  leadership: Leadership;
  registry: Registry;
  now: () => Timestamp;
  log: Log;
}

export interface Annotating {
  start: () => void;
  close: () => Promise<void>;
}

/** Keeps Grafana's annotations in step with the journal; does nothing where no Grafana is configured. */
export function openAnnotating(
  { grafana, publicUrl }: Pick<Settings, "grafana" | "publicUrl">,
  { governance, leadership, registry, now, log }: AnnotatingPorts,
): Annotating {
  if (grafana === undefined) return { start: () => undefined, close: async () => undefined };
  const connection = connectGrafana({ url: grafana.url, token: secretFrom(grafana.token, process.env) });
  const ended = new AbortController();
  const annotator = createAnnotator({
    store: openAnnotations(connection, now),
    state: governance,
    leadership,
    publicUrl,
    now,
    wait: (milliseconds) => sleep(milliseconds, undefined, { signal: ended.signal }).catch(() => undefined),
    log,
  });
  exportStatus(registry, annotator.status);
  return {
    start: annotator.start,
    close: async () => {
      ended.abort();
      const stopped = annotator.stop();
      // A Grafana that does not answer must not hold up the end.
      await Promise.race([stopped, sleep(1_000, undefined, { ref: false })]);
      await connection.close();
      await stopped;
    },
  };
}

/** Only the leader knows how Grafana does: other replicas say nothing. */
function exportStatus(registry: Registry, status: () => AnnotatorStatus): void {
  const gauge = (name: string, help: string, valueOf: (status: AnnotatorStatus) => number): Gauge =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        if (status().reachable === undefined) this.remove();
        else this.set(valueOf(status()));
      },
    });
  gauge(metric.grafanaUp, "Whether Grafana took its annotations at the last attempt", ({ reachable }) =>
    reachable === true ? 1 : 0,
  );
  gauge(metric.grafanaAnnotations, "Annotations that stand in Grafana", ({ annotations }) => annotations);
}
