import type { Slo } from "../model/slo.ts";
import { askAnomalies } from "./anomalies.ts";
import { askDelivered, type Delivered } from "./delivered.ts";
import { askExistence } from "./existence.ts";
import type { Finding } from "./finding.ts";
import { askHistograms } from "./histograms.ts";
import type { ServerFacts } from "./port.ts";
import type { Rounds } from "./questions.ts";
import { askScrapes, retentionFindings } from "./scrapes.ts";

export interface Survey {
  findings: readonly Finding[];
  /** Raw series that each SLO reads, by its id. */
  series: ReadonlyMap<string, number>;
  delivered: ReadonlyMap<string, readonly Delivered[]>;
}

/** Everything that the data of one server say about the SLOs that it holds, in a dozen rounds of few queries. */
export function* survey(
  slos: readonly Slo[],
  facts: ServerFacts,
  metrics: readonly string[],
): Rounds<Survey> {
  const existence = yield* askExistence(slos, metrics);
  const histograms = yield* askHistograms(slos, metrics);
  // Of numbers that are missing nothing more can be said.
  const sound = slos.filter(({ id }) => !existence.missing.has(id) && !histograms.missing.has(id));
  const scrapes = yield* askScrapes(sound);
  const anomalies = yield* askAnomalies(sound);
  const delivered = yield* askDelivered(slos);
  return {
    findings: [
      ...existence.findings,
      ...histograms.findings,
      ...scrapes,
      ...retentionFindings(slos, facts),
      ...anomalies,
      ...delivered.findings,
    ],
    series: new Map(
      slos.map(({ id }) => [id, (existence.series.get(id) ?? 0) + (histograms.series.get(id) ?? 0)]),
    ),
    delivered: delivered.delivered,
  };
}
