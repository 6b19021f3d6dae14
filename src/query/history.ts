import { formatDuration } from "../model/durations.ts";
import { alert, label, series } from "../model/names.ts";
import { formatSelector, type Matcher } from "../model/promql.ts";
import type { Slo } from "../model/slo.ts";
import { seconds, timestamp, type Seconds, type Timestamp } from "../model/units.ts";

/** What is looked at, and where the window that it belongs to began. */
export interface HistorySpan {
  windowFrom: Timestamp;
  from: Timestamp;
  to: Timestamp;
}

/** One question and the instant that it is asked about. */
export interface Moment<Query> {
  at: Timestamp;
  queries: Query;
}

/** A stretch of the ledger step by step, what lies before its first step and after its last, and when burn alerts fired. */
export interface HistoryQueries {
  /** Each point holds the events of the step that ends there; steps stand on a grid of the clock. */
  step: Seconds;
  /** Where the first step begins. */
  first: Timestamp;
  /** Two range vectors of the steps. */
  steps: Moment<{ bad: string; total: string }>;
  /** Events of the window before the first step; absent where it begins with the window. */
  carried?: Moment<{ bad: string; total: string }>;
  /** Events after the last step; absent where it ends with the stretch. */
  rest?: Moment<{ bad: string; total: string }>;
  /** A point for each `alertStep` within which a tier fired. */
  alerts: Moment<string>;
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

/** Prometheus 2 reads closed ranges: a millisecond less keeps out the sample that stands on the edge. */
const rangeOf = (span: number): string => `${Math.max(Math.round(span * 1_000) - 1, 1)}ms`;

export function historyQueries(slo: Slo, { windowFrom, from, to }: HistorySpan): HistoryQueries {
  const step = historyStep(seconds(to - from), slo.ledgerInterval);
  const first = timestamp(Math.ceil(from / step) * step);
  const last = Math.floor(to / step) * step;
  const counted = (span: number) => ({
    bad: eventsOf(slo, series.ledgerBad, span),
    total: eventsOf(slo, series.ledgerTotal, span),
  });
  const whole = rangeOf(to - first);
  const { bad, total } = counted(step);
  const alertStep = seconds(Math.max(5 * minute, step / 4));
  return {
    step,
    first,
    steps: {
      at: to,
      queries: {
        bad: `${bad}[${whole}:${formatDuration(step)}]`,
        total: `${total}[${whole}:${formatDuration(step)}]`,
      },
    },
    ...(first > windowFrom && { carried: { at: first, queries: counted(first - windowFrom) } }),
    ...(to > last && last >= first && { rest: { at: to, queries: counted(to - last) } }),
    alerts: {
      at: to,
      queries: `${firingOf(slo, alertStep)}[${rangeOf(to - from)}:${formatDuration(alertStep)}]`,
    },
    alertStep,
  };
}

const own = (slo: Slo): Matcher => ({ label: label.id, op: "=", value: slo.id });

/** Events of a stretch, group by group; `max` makes one of what two replicas wrote. */
const eventsOf = (slo: Slo, metric: string, span: number): string =>
  `max by (${slo.groupBy.join(", ")}) (sum_over_time(${formatSelector({ metric, matchers: [own(slo)] })}[${rangeOf(span)}]))`;

/** Present wherever a tier fired at any moment of the step: a page of ten minutes shows in a month, too. */
function firingOf(slo: Slo, step: Seconds): string {
  const firing = formatSelector({
    metric: series.alerts,
    matchers: [
      own(slo),
      { label: label.alertname, op: "=", value: alert.burn },
      { label: label.alertstate, op: "=", value: "firing" },
    ],
  });
  const by = [label.tier, ...slo.groupBy].join(", ");
  return `max by (${by}) (max_over_time(${firing}[${rangeOf(step)}]))`;
}
