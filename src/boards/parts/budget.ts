import { intervals } from "../../model/intervals.ts";
import { formatDuration } from "../../model/durations.ts";
import { errorRatioSeries, label, metric, series } from "../../model/names.ts";
import type { Matcher } from "../../model/promql.ts";
import { seconds } from "../../model/units.ts";
import { calendarWindow, longestLength } from "../../model/window.ts";
import { aggregate, select } from "./select.ts";

/** Which SLOs, which of their groups, and by which labels they are told apart. */
export interface Scope {
  /** Matchers of every series. */
  slos: readonly Matcher[];
  /** Matchers of those that carry group labels: what merely describes an SLO does not. */
  groups: readonly Matcher[];
  by: readonly string[];
  /** Labels that groups are told apart by where each group has a budget of its own, before the worst is taken. */
  apart?: readonly string[];
}

const grouped = (metric: string, { slos, groups }: Scope): string => select(metric, [...slos, ...groups]);

/** Recorded by rules of rolling windows, said by nines of calendar ones. */
const remaining = (scope: Scope): string => grouped(series.periodBudgetRemaining, scope);

/** Of several groups, the worst. */
export const left = (scope: Scope): string => aggregate("min", scope.by, remaining(scope));
export const consumed = (scope: Scope): string => aggregate("max", scope.by, `1 - ${remaining(scope)}`);

const hour = seconds(3_600);

/** How many times too fast the budget went in the last hour; nothing while nothing happens. */
export const burn1h = (scope: Scope): string =>
  aggregate(
    "max",
    scope.by,
    `${grouped(errorRatioSeries(hour), scope)} / on (${label.id}) group_left () ${budgetOf(scope)}`,
  );

const budgetOf = ({ slos }: Scope): string => `max by (${label.id}) (${select(series.errorBudget, slos)})`;

/** The share of events that may be bad. */
export const allowed = ({ slos }: Scope): string => `max(${atEnd(select(series.errorBudget, slos))})`;

/** Share of bad events in each step of the chart, exactly: steps add up to what the ledger holds. */
export const errorRatio = (scope: Scope): string => {
  const over = (metric: string) =>
    aggregate("sum", scope.by, `sum_over_time(${grouped(metric, scope)}[$__interval])`);
  return `clamp_max(${over(series.ledgerBad)} / (${over(series.ledgerTotal)} > 0), 1)`;
};

/** What is counted each second. */
export const pace = (metric: string, scope: Scope): string =>
  `${aggregate("sum", scope.by, `sum_over_time(${grouped(metric, scope)}[$__interval])`)} / ($__interval_ms / 1000)`;

/** Charts of the ledger are no finer: each step holds a sample or two of the slowest ledger. */
export const ledgerStep = seconds(2 * intervals.ledger);

/** The end of what is shown, in seconds; the last point of a chart may be a whole step before it. */
const end = "${__to:date:seconds}";
/** For what does not change within a chart. */
export const atEnd = (selector: string): string => `${selector} @ ${end}`;

/** How long before the end of what is shown. */
const beforeEnd = `(${end} - time())`;

const perSlo = (expr: string): string => `max by (${label.id}) (${expr})`;

/** How far back the window reaches from the end of what is shown, and how long all of it is; in seconds. */
function windowOf({ slos }: Scope): { back: string; whole: string } {
  const isRolling: Matcher = { label: label.window, op: "=~", value: "[0-9].*" };
  const info = atEnd(select(series.info, [...slos, isRolling]));
  const rolling = `86400 * ${perSlo(atEnd(select(series.timePeriodDays, slos)))} and on (${label.id}) ${info}`;
  // Where a calendar period begins and ends no expression can say; nines does.
  const [from, to] = [metric.periodStart, metric.periodEnd].map((name) => perSlo(atEnd(select(name, slos))));
  return { back: `(${rolling} or ${end} - ${from})`, whole: `(${rolling} or ${to} - ${from})` };
}

/** The longest window there is: a leap year's. */
const longest = formatDuration(longestLength(calendarWindow("year")));

/**
 * What is left after each step of the window that ends where the chart ends, as the page draws it: each step spends
 * its share of what that window has consumed. Zooming in shows a part of the same line.
 */
export function burnDown(scope: Scope): string {
  const by = [...new Set([label.id, ...scope.by, ...(scope.apart ?? [])])];
  const each = { ...scope, by };
  const step = formatDuration(ledgerStep);
  const bad = aggregate("sum", by, `sum_over_time(${grouped(series.ledgerBad, each)}[${step}])`);
  const within = `(${bad} and on (${label.id}) (${windowOf(scope).back} > ${beforeEnd}))`;
  const soFar = `sum_over_time(${within}[${longest}:${step}])`;
  // Of none, each step spent nothing.
  const all = `clamp_min(${aggregate("sum", by, atEnd(grouped(series.periodEventsBad, each)))}, 1e-9)`;
  const consumedAtEnd = aggregate("max", by, `1 - ${atEnd(remaining(each))}`);
  return aggregate("min", scope.by, `1 - (${consumedAtEnd}) * ${soFar} / ${all}`);
}

/** A straight way from a whole budget to none: to the end of what is shown, or of the calendar period. */
export function idealLine(scope: Scope): string {
  const { back, whole } = windowOf(scope);
  return `max(1 - (${back} - ${beforeEnd}) / ${whole}) <= 1`;
}
