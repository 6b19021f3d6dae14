import { compileSlo } from "../../src/compile/slo-rules.ts";
import type { RecordingRule } from "../../src/compile/rule.ts";
import { label } from "../../src/model/names.ts";
import { formatSelector } from "../../src/model/promql.ts";
import type { Slo } from "../../src/model/slo.ts";
import { requests } from "../slo.ts";

/** An expression that Prometheus evaluates again and again, whatever becomes of its result. */
export interface Evaluated {
  expr: string;
  /** Seconds. */
  every: number;
}

/** All rules that nines emits for one SLO, alerts too. */
export const ninesLayout = (slo: Slo): readonly Evaluated[] =>
  compileSlo(slo).flatMap(({ rules, interval }) => rules.map(({ expr }) => ({ expr, every: interval })));

/** What other rules of the layout read, so that it stands there at the instant of the question. */
export const ninesRecordings = (slo: Slo): readonly (readonly RecordingRule[])[] =>
  compileSlo(slo).map(({ rules }) => rules.filter((rule): rule is RecordingRule => "record" in rule));

/** The windows of four burn-rate tiers. */
const windows = ["5m", "30m", "1h", "2h", "6h", "1d", "3d"] as const;
/** Name of the recorded 5m ratio that the common layout takes the mean of. */
export const commonRatio = "common:error_ratio:rate5m";
const commonRecorded = (window: string, job: string) =>
  window === "5m" ? `${commonRatio}{job="${job}"}` : `common:error_ratio:rate${window}{job="${job}"}`;

/**
 * The most used layout: every window from raw data every 30 s, the period as the mean of the 5m ratios, two alerts
 * over recorded ratios.
 */
export function commonLayout(job: string, period: string): readonly Evaluated[] {
  const bad = formatSelector(requests(job, "500"));
  const total = formatSelector(requests(job));
  const recorded = (window: string) => commonRecorded(window, job);
  const pair = (short: string, long: string) =>
    `(${recorded(short)} > 0.0144 and ${recorded(long)} > 0.0144)`;
  return [
    ...windows.map((window) => `sum(rate(${bad}[${window}])) / sum(rate(${total}[${window}]))`),
    `sum_over_time(${recorded("5m")}[${period}]) / count_over_time(${recorded("5m")}[${period}])`,
    `${pair("5m", "1h")} or ${pair("30m", "6h")}`,
    `${pair("2h", "1d")} or ${pair("6h", "3d")}`,
  ].map((expr) => ({ expr, every: 30 }));
}

/** The period alone, from raw data: what exactness costs without a ledger. */
export const increaseLayout = (job: string, period: string): readonly Evaluated[] => {
  const sum = (code?: string) => `sum(increase(${formatSelector(requests(job, code))}[${period}]))`;
  return [{ expr: `${sum("500")} / ${sum()}`, every: 150 }];
};

/** The identity of the ledger series that a rule of this SLO would write. */
export const identityOf = (slo: Slo): Readonly<Record<string, string>> => ({
  [label.id]: slo.id,
  [label.service]: slo.service,
  [label.name]: slo.name,
  [label.environment]: slo.environment,
});
