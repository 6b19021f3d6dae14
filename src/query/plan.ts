import { formatDuration } from "../model/durations.ts";
import { intervals } from "../model/intervals.ts";
import { alert, errorRatioSeries, label, series } from "../model/names.ts";
import type { Slo } from "../model/slo.ts";
import { seconds, type Seconds } from "../model/units.ts";
import { seriesOf } from "./selectors.ts";

/** A group silent for this long, while others speak, is gone; nothing older is looked for. */
export const silenceLimit = seconds(3_600);
const hour = 3_600;

/** The parts of one cycle's conversation with a source; each is one query for all its SLOs. */
export type Part = "info" | "period" | "age" | "rawBurn" | "ledgerBurn" | "alerts";
/** Without these nothing can be judged; without burn rates budgets still stand. */
export const essentialParts: readonly Part[] = ["period", "age", "alerts", "info"];

export interface Plan {
  slos: ReadonlyMap<string, Slo>;
  queries: Readonly<Record<Part, string>>;
  /** Series name → window. */
  windows: ReadonlyMap<string, Seconds>;
  /** The queries that also keep apart what is recorded by these labels, by which git groups no longer (or not yet). */
  keeping: (recorded: readonly string[]) => Plan["queries"];
}

/** Always recorded: what burns now, and what forecasts go by. */
const alwaysRecorded = [seconds(300), seconds(hour)];

/** Burn is read over the windows of the SLO's tiers, and over those that are always recorded. */
export const burnWindows = (slo: Slo): readonly Seconds[] =>
  [...new Set([...alwaysRecorded, ...slo.alerting.tiers.flatMap(({ short, long }) => [short, long])])].sort(
    (a, b) => a - b,
  );

const isRaw = (window: Seconds): boolean => window <= intervals.rawWindowLimit;

/**
 * Asks everything about all SLOs of one source in six queries, however many there are (the source's `time()` is
 * asked first, so that all are evaluated at one instant of its own clock). Aggregating `by` keeps answers small
 * (identity beyond the id is known from git) and makes one of what two replicas wrote.
 */
export function planQueries(slos: readonly Slo[], longestFreshFor: Seconds): Plan {
  const environments = [...new Set(slos.map((slo) => slo.environment))];
  const groupLabels = slos.flatMap((slo) => slo.groupBy);
  const windows = [...new Set(slos.flatMap(burnWindows))].sort((a, b) => a - b);
  const lookback = formatDuration(seconds(Math.max(silenceLimit, longestFreshFor)));
  const named = (names: readonly string[]) => seriesOf(names, environments);
  const keeping = (recorded: readonly string[]): Plan["queries"] => {
    const groups = [...new Set([...groupLabels, ...recorded])].sort();
    const by = (...names: readonly string[]) => `max by (${[...names, ...groups].join(", ")})`;
    return {
      // First: it tells by which labels the series are grouped that the others ask for.
      info: `max by (${[label.id, label.rulesHash, label.window, label.groupBy].join(", ")}) (${newest(named([series.info]), lookback)})`,
      period: `${by(label.metricName, label.id)} (last_over_time(${named(periodSeries)}[${lookback}]))`,
      age: `${by(label.id)} (${newest(named([series.ledgerTotal]), lookback)})`,
      // No look-back beyond the default here: without traffic the rule writes a stale marker, and an old burn is no burn.
      rawBurn: `${by(label.metricName, label.id)} (${named(windows.filter(isRaw).map(errorRatioSeries))})`,
      ledgerBurn: `${by(label.metricName, label.id)} (last_over_time(${named(ledgerRatios(windows))}[${gapTolerance(slos)}]))`,
      alerts: `${by(label.id, label.alertname, label.tier, label.severity, label.state)} (${firing(environments)})`,
    };
  };
  return {
    slos: new Map(slos.map((slo) => [slo.id, slo])),
    windows: new Map(windows.map((window) => [errorRatioSeries(window), window])),
    queries: keeping([]),
    keeping,
  };
}

const periodSeries = [series.periodEventsTotal, series.periodEventsBad, series.periodCoverage];

/** An empty alternative would match everything: without ledger windows, ask for a name that always exists. */
const ledgerRatios = (windows: readonly Seconds[]): readonly string[] => {
  const names = windows.filter((window) => !isRaw(window)).map(errorRatioSeries);
  return names.length > 0 ? names : [errorRatioSeries(seconds(6 * hour))];
};

/**
 * When each series was last written. `timestamp` of a selector is the sample's own time; beyond the look-back of
 * five minutes a subquery finds it, two minutes apart so that no sample slips between two steps, even when a
 * stale marker followed it after one interval.
 */
const newest = (selector: string, lookback: string): string =>
  `timestamp(${selector}) or max_over_time(timestamp(${selector})[${lookback}:2m])`;

/** A ledger sample must outlive one missed evaluation: three intervals of 2m30s, or two of a longer slice. */
const gapTolerance = (slos: readonly Slo[]): string => {
  const longest = slos.reduce((most, slo) => Math.max(most, slo.ledgerInterval), 0);
  return formatDuration(seconds(Math.max(3 * intervals.ledger, 2 * longest)));
};

/** Firing alerts, valued by when their condition began to hold, or by 0 where the engine keeps no such series. */
const firing = (environments: readonly string[]): string => {
  const names = Object.values(alert);
  const ours = [{ label: label.alertname, op: "=~", value: names.join("|") }] as const;
  const isFiring = seriesOf([series.alerts], environments, [
    ...ours,
    { label: label.alertstate, op: "=", value: "firing" },
  ]);
  const since = seriesOf([series.alertsForState], environments, ours);
  return `(${since} and ignoring (${label.alertstate}) ${isFiring}) or ignoring (${label.alertstate}) (0 * ${isFiring})`;
};

export const timeQuery = "time()";
