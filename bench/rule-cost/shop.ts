import type { HistorySeries } from "../../kit/remote-write.ts";
import { series } from "../../src/model/names.ts";
import type { Slo } from "../../src/model/slo.ts";
import { metric } from "../slo.ts";
import { commonRatio, identityOf } from "./layouts.ts";

/** Seconds since 1970, in steps, the last at `at`. */
const ticks = (at: number, span: number, step: number): Float64Array =>
  Float64Array.from(
    { length: Math.floor(span / step) + 1 },
    (_, n, count = Math.floor(span / step)) => (at - (count - n) * step) * 1_000,
  );

const codes = ["200", "201", "404", "429", "500"] as const;

/** Request counters of a job in `count` series, a fifth of them of failed requests, scraped every 30 s. */
export function rawSeries(job: string, count: number, at: number, span: number): HistorySeries[] {
  // Off the evaluation's grid, as scrapes are.
  const times = ticks(at - 7, span, 30);
  const values = Float64Array.from(times, (_, n) => 1_000 + n * 30);
  return Array.from({ length: count }, (_, n) => ({
    labels: { __name__: metric, job, code: codes[n % 5]!, instance: `${job}-${Math.floor(n / 5)}` },
    times,
    values,
  }));
}

const steady = (
  labels: Readonly<Record<string, string>>,
  times: Float64Array,
  value: number,
): HistorySeries => ({
  labels,
  times,
  values: new Float64Array(times.length).fill(value),
});

/** The ledger a SLO's rules would have recorded over a span. */
export const ledgerSeries = (slo: Slo, at: number, span: number): HistorySeries[] => {
  const times = ticks(at, span, slo.ledgerInterval);
  return [
    steady({ __name__: series.ledgerBad, ...identityOf(slo) }, times, 1),
    steady({ __name__: series.ledgerTotal, ...identityOf(slo) }, times, 1_000),
  ];
};

/** The 5m ratios that the common layout would have recorded over a span. */
export const ratioSeries = (job: string, at: number, span: number): HistorySeries =>
  steady({ __name__: commonRatio, job }, ticks(at, span, 30), 0.001);
