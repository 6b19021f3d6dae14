import { formatDuration } from "../model/durations.ts";
import { alert, label, series } from "../model/names.ts";
import { formatSelector, type Matcher } from "../model/promql.ts";
import type { Slo } from "../model/slo.ts";
import { seconds, type Seconds } from "../model/units.ts";
import { longestLength } from "../model/window.ts";

/** The ledger of one SLO step by step over its window, and when its burn alerts fired; a range vector each. */
export interface HistoryQueries {
  /** Each point holds the events of the step that ends there. */
  step: Seconds;
  bad: string;
  total: string;
  /** A point for each minute-grid instant at which a tier fired; the step is `alertStep`. */
  alerts: string;
  alertStep: Seconds;
}

const minute = 60;
/** Steps that a person can name; a chart has room for a few hundred. */
const steps = [5, 10, 15, 30, 60, 120, 240, 360, 720, 1_440].map((minutes) => seconds(minutes * minute));
const mostPoints = 400;

export function historyStep(span: Seconds, ledgerInterval: Seconds): Seconds {
  const fits = steps.find((step) => step >= 2 * ledgerInterval && span / step <= mostPoints);
  return fits ?? seconds(1_440 * minute);
}

export function historyQueries(slo: Slo): HistoryQueries {
  const span = longestLength(slo.window);
  const step = historyStep(span, slo.ledgerInterval);
  const own: Matcher = { label: label.id, op: "=", value: slo.id };
  const by = [...slo.groupBy];
  const summed = (metric: string): string => {
    const over = `sum_over_time(${formatSelector({ metric, matchers: [own] })}[${formatDuration(step)}])`;
    return `max by (${by.join(", ")}) (${over})[${formatDuration(span)}:${formatDuration(step)}]`;
  };
  const firing = formatSelector({
    metric: series.alerts,
    matchers: [
      own,
      { label: label.alertname, op: "=", value: alert.burn },
      { label: label.alertstate, op: "=", value: "firing" },
    ],
  });
  const alertStep = seconds(Math.max(5 * minute, step / 4));
  return {
    step,
    bad: summed(series.ledgerBad),
    total: summed(series.ledgerTotal),
    alerts: `max by (${[label.tier, ...by].join(", ")}) (${firing})[${formatDuration(span)}:${formatDuration(alertStep)}]`,
    alertStep,
  };
}
