import { collectDefaultMetrics, Counter, Histogram, Registry } from "prom-client";
import type { Verdict } from "../../gate/verdict.ts";
import { metric, metricLabel } from "../../model/names.ts";
import type { Snapshot } from "../../runtime/snapshot.ts";

/** What nines counts about itself. What a snapshot says is not here: see `exposition.ts`. */
export interface OwnMetrics {
  registry: Registry;
  answered: (method: string, route: string, status: number, seconds: number) => void;
  decided: (verdict: Pick<Verdict, "change" | "decision" | "claim" | "dryRun">) => void;
  /** To be called once for each snapshot, as it is published. */
  cycleFinished: (snapshot: Snapshot) => void;
}

/** Its own registry for each server: nothing is shared between two servers of one process. */
export function createOwnMetrics(): OwnMetrics {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: metric.httpDuration,
    help: "Time to answer an HTTP request",
    labelNames: [metricLabel.method, metricLabel.route, metricLabel.status],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  const decisions = new Counter({
    name: metric.gateDecisions,
    help: "Gate verdicts given, by kind of change, decision, and whether they were only watched",
    labelNames: [metricLabel.change, metricLabel.decision, metricLabel.dryRun],
    registers,
  });
  const claims = new Counter({
    name: metric.gateClaims,
    help: "Changes claimed to be of a kind that a policy asks proof of, and whether they were proven",
    labelNames: [metricLabel.change, metricLabel.proven],
    registers,
  });
  const queries = new Counter({
    name: metric.queries,
    help: "Queries asked of each Prometheus source",
    labelNames: [metricLabel.source],
    registers,
  });
  return {
    registry,
    answered: (method, route, status, seconds) =>
      duration.labels(method, route, String(status)).observe(seconds),
    decided: ({ change, decision, claim, dryRun }) => {
      // What it would have been: a dry run is there to be counted.
      decisions.labels(change, dryRun?.decision ?? decision, String(dryRun !== undefined)).inc();
      if (claim !== undefined) claims.labels(change, String(claim.proven)).inc();
    },
    cycleFinished: ({ sources }) => {
      for (const { name, queries: asked } of sources) queries.labels(name).inc(asked);
    },
  };
}
