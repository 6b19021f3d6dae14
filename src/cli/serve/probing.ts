import { randomUUID } from "node:crypto";
import { Counter, Gauge, type Registry } from "prom-client";
import type { Settings } from "../../config/settings.ts";
import type { JourneysReader } from "../../http/deps.ts";
import type { Receipt } from "../../journey/reports/report.ts";
import { createShelf, type Shelf } from "../../journey/reports/shelf.ts";
import type { Definitions } from "../../model/definitions.ts";
import type { Journey } from "../../model/journey.ts";
import { metric, metricLabel } from "../../model/names.ts";
import { countedReader } from "../../runtime/journeys/counted.ts";
import type { Leadership } from "../../runtime/leadership.ts";
import type { Log, RuntimePorts } from "../../runtime/ports.ts";
import { openProber } from "../journey/prober.ts";

export interface Probing {
  reader: JourneysReader;
  /** Takes up the journeys of these definitions, where this process leads. */
  follow: (definitions: Definitions | undefined) => void;
  close: () => Promise<void>;
}

export interface ProbingPorts extends Pick<RuntimePorts, "sources" | "now"> {
  leadership: Leadership;
  registry: Registry;
  log: Log;
}

/** Runs journeys inside nines serve. Only the leader does: two replicas would count every run twice. */
export async function openProbing(
  { journeys, data }: Pick<Settings, "journeys" | "data">,
  { leadership, registry, sources, now, log }: ProbingPorts,
): Promise<Probing> {
  // Scripts never run where the journal and its key are, whatever a shared config file allows a prober.
  const { browser: _probersOnly, ...settings } = journeys;
  const { prober, update } = await openProber({ journeys: settings, data, environment: process.env, log });
  const reports = createShelf({ memory: randomUUID(), own: journeys.location });
  let wanted: readonly Journey[] = [];
  const apply = (): void => update(leadership.epoch() === undefined ? [] : wanted);
  const unlisten = leadership.onChange(apply);
  return {
    reader: {
      location: journeys.location,
      defined: () => wanted,
      history: prober.history,
      metrics: prober.metrics,
      reports,
      received: exportReports(registry, reports, () => now() * 1_000),
      counted: countedReader({ sources, now }),
    },
    follow: (definitions) => {
      if (definitions === undefined || definitions.journeys === wanted) return;
      wanted = definitions.journeys;
      reports.retain(wanted.map(({ name }) => name));
      apply();
    },
    close: async () => {
      unlisten();
      await prober.stop(1_000);
    },
  };
}

/** @returns what counts a report */
function exportReports(registry: Registry, reports: Shelf, now: () => number): (receipt: Receipt) => void {
  const registers = [registry];
  const counter = new Counter({
    name: metric.journeyReports,
    help: "Runs of journeys that probers reported: taken, known already, or refused",
    labelNames: [metricLabel.result],
    registers,
  });
  for (const result of ["taken", "known", "refused"]) counter.labels(result).inc(0);
  new Gauge({
    name: metric.journeyReportLocations,
    help: "Locations that runs are reported from",
    registers,
    collect() {
      this.set(reports.heard(now()).length);
    },
  });
  new Gauge({
    name: metric.journeyReportBytes,
    help: "Characters of reported runs and bytes of their pictures that are kept in memory",
    registers,
    collect() {
      this.set(reports.size());
    },
  });
  return ({ taken, known, refused }) => {
    counter.labels("taken").inc(taken);
    counter.labels("known").inc(known);
    counter.labels("refused").inc(refused.length);
  };
}
