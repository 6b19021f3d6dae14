import type { AnomalyName } from "../../model/names.ts";
import type { Slo } from "../../model/slo.ts";
import type { Seconds } from "../../model/units.ts";
import { compositeRules } from "../composite/composite.ts";
import { errorRatioRules } from "./error-ratio.ts";
import { gaugeRules } from "./gauge.ts";
import type { LedgerTime } from "./growth.ts";
import { journeyRules } from "./journey.ts";
import { latencyRules } from "./latency.ts";
import { ratioRules } from "./ratio.ts";
import { thresholdRules } from "./threshold.ts";

/** Something an SLI should never show; the expression yields samples while it does. */
export interface Anomaly {
  name: AnomalyName;
  expr: string;
  /** One sentence for the person who gets the ticket. */
  reason: string;
}

/** All that the rest of the compiler knows of an SLI kind: four questions, answered in PromQL. */
export interface SliRules {
  /** Error ratio over a raw window, 0 to 1; no sample without traffic. */
  ratio: (window: Seconds) => string;
  /** Bad events in a raw window. */
  badEvents: (window: Seconds) => string;
  /**
   * Events of one ledger interval, from raw series alone, so that the pair can be backfilled and needs no order.
   * `bad` is there whenever `total` is.
   */
  pair: { bad: string; total: string };
  /** Of a composite: the interval's bad events by member, which add up to the pair's. */
  shares?: string;
  anomalies: (window: Seconds) => readonly Anomaly[];
}

export function sliRules(slo: Slo, time: LedgerTime): SliRules {
  const { sli } = slo;
  switch (sli.kind) {
    case "ratio":
      return ratioRules(slo, sli, time);
    case "latency":
      return latencyRules(slo, sli, time);
    case "gauge":
      return gaugeRules(slo, sli, time);
    case "threshold":
      return thresholdRules(slo, sli, time);
    case "errorRatio":
      return errorRatioRules(slo, sli, time);
    case "journey":
      return journeyRules(slo, sli, time);
    case "all":
    case "any":
    case "weighted":
      return compositeRules(slo, sli, time, sliRules);
  }
}
