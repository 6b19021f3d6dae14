import type { LedgerSpan } from "../model/correction.ts";
import { formatDuration } from "../model/durations.ts";
import { ledgerRange } from "../model/intervals.ts";
import { label, series } from "../model/names.ts";
import type { GroupLabels } from "../model/observation.ts";
import { formatSelector, type Matcher } from "../model/promql.ts";
import { errorBudget, type Slo } from "../model/slo.ts";
import { plain, type Seconds } from "../model/units.ts";

/** The sums of an SLO's ledger, as a person would ask Prometheus for them. */
export interface LedgerQueries {
  bad: string;
  total: string;
  samples: string;
  errorRatio: string;
  consumed: string;
  coverage: string;
}

const of = (metric: string, slo: Slo, group: GroupLabels): string =>
  formatSelector({
    metric,
    matchers: Object.entries({ [label.id]: slo.id, ...group }).map(([name, value]): Matcher => ({
      label: name,
      op: "=",
      value,
    })),
  });

/** The part of a calendar period that has passed: samples stamped after … until, in milliseconds. */
export interface Passed extends LedgerSpan {
  /** Events that the whole period will hold. */
  promised: number;
}

/** Without a group: one value for each group of the SLO. */
export function ledgerQueries(slo: Slo, group: GroupLabels = {}, passed?: Passed): LedgerQueries {
  const range = windowOf(slo, passed);
  const bad = `sum_over_time(${of(series.ledgerBad, slo, group)}${range})`;
  const total = `sum_over_time(${of(series.ledgerTotal, slo, group)}${range})`;
  const errorRatio = `clamp_max(${bad} / (${total} > 0), 1)`;
  return {
    bad,
    total,
    samples: `count_over_time(${of(series.ledgerTotal, slo, group)}${range})`,
    errorRatio,
    consumed:
      passed === undefined
        ? `${errorRatio} / ${plain(errorBudget(slo))}`
        : `${bad} / ${plain(passed.promised)} / ${plain(errorBudget(slo))}`,
    coverage: of(series.periodCoverage, slo, group),
  };
}

/** The range that the rules sum: at the instant of a rule both come to the same number. */
const windowOf = ({ window }: Slo, passed: Passed | undefined): string =>
  passed === undefined ? `[${formatDuration(ledgerRange(window.length))}]` : rangeOf(passed);

/** Pinned to its moment: pasted a minute later, it still begins with the period. */
const rangeOf = ({ after, until }: LedgerSpan): string =>
  `[${Math.max(until - after - 1, 1)}ms] @ ${plain(until / 1_000)}`;

/**
 * Bad and total events hour by hour over the window: one range vector each, every full hour of the clock. The hours
 * stay whole: a ruler's instants seldom meet the clock's hours, and where they do not, a second less would lose some.
 */
export function hourlyQueries(slo: Slo, length: Seconds = slo.window.length): { bad: string; total: string } {
  const window = formatDuration(length);
  const hourly = (metric: string) => `sum_over_time(${of(metric, slo, {})}[1h])[${window}:1h]`;
  return { bad: hourly(series.ledgerBad), total: hourly(series.ledgerTotal) };
}

/** What each member of a composite spent of its bad events in the window: one value for each member and group. */
export const memberQuery = (slo: Slo, group: GroupLabels = {}, passed?: Passed): string =>
  `sum_over_time(${of(series.memberBad, slo, group)}${windowOf(slo, passed)})`;
