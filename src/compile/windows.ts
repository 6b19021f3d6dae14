import { intervals, minScrapesPerWindow } from "../model/intervals.ts";
import { errorRatioSeries, series } from "../model/names.ts";
import { weighsTime } from "../model/request-stream.ts";
import type { Slo } from "../model/slo.ts";
import { seconds, type Seconds } from "../model/units.ts";
import { latest, own, ownOver } from "./promql.ts";

/** Every window whose error ratio is recorded, by the group that records it; each list ascends. */
export interface RecordedWindows {
  /** In the fast group. */
  fast: readonly Seconds[];
  /** In the ledger group. */
  slow: readonly Seconds[];
  /** What "now" is for the current burn rate. */
  shortest: Seconds;
}

/** Boards, forecasts and the status table read these, whatever the tiers use. */
const alwaysRecorded: readonly Seconds[] = [seconds(300), seconds(3_600)];

/** A window that would hold too few scrapes, or no whole slice, tells nothing. */
const canHold = (slo: Slo, window: Seconds): boolean =>
  countsRequests(slo) ? window >= minScrapesPerWindow * slo.scrapeInterval : window >= slo.ledgerInterval;

const isFast = (window: Seconds): boolean => window <= intervals.rawWindowLimit;

/** Slices and the intervals of composites weigh alike, whatever traffic they hold. */
const countsRequests = ({ budgeting, sli }: Slo): boolean =>
  budgeting.kind === "occurrences" && !weighsTime(sli);

/** Raw windows show events; a budget that weighs slices or intervals is read from the ledger over all its windows. */
export const isRaw = (slo: Slo, window: Seconds): boolean => countsRequests(slo) && isFast(window);

/** Whether the rules sum the period: a rolling one. Where a calendar one begins no expression can say; nines does. */
export const isRecorded = ({ window }: Slo): boolean => window.kind === "rolling";

export function recordedWindows(slo: Slo): RecordedWindows {
  const used = slo.alerting.tiers.flatMap(({ short, long }) => [short, long]);
  const shown = alwaysRecorded.filter((window) => canHold(slo, window));
  const all = [...new Set([...used, ...shown])].sort((a, b) => a - b);
  return {
    fast: all.filter(isFast),
    // The period's own ratio is recorded with the budget.
    slow: all.filter((window) => !isFast(window) && !(isRecorded(slo) && window === slo.window.length)),
    shortest: all[0] ?? slo.window.length,
  };
}

/** The newest error ratio over a recorded window. */
export const ratioNow = (slo: Slo, window: Seconds): string =>
  isFast(window) ? own(slo, errorRatioSeries(window)) : latest(slo, errorRatioSeries(window));

/** A quotient of events that never exceeds 1: bad above total is an anomaly, not a ratio. */
export const quotient = (bad: string, total: string): string => `clamp_max(${bad} / (${total} > 0), 1)`;

/** The error ratio over a window, summed from the ledger `over` a range. */
export const ledgerRatio = (slo: Slo, over: Seconds): string =>
  quotient(
    `sum_over_time(${ownOver(slo, series.ledgerBad, over)})`,
    `sum_over_time(${ownOver(slo, series.ledgerTotal, over)})`,
  );
