import { intervals, minScrapesPerWindow } from "../model/intervals.ts";
import { errorRatioSeries } from "../model/names.ts";
import type { Slo } from "../model/slo.ts";
import { seconds, type Seconds } from "../model/units.ts";
import { latest, own } from "./promql.ts";

/** Every window whose error ratio is recorded, by where it is computed; each list ascends. */
export interface RecordedWindows {
  /** From raw series, in the fast group. */
  raw: readonly Seconds[];
  /** From the ledger. */
  ledger: readonly Seconds[];
  /** What "now" is for the current burn rate. */
  shortest: Seconds;
}

/** Boards and the status table show these, whatever the tiers use. */
const alwaysRecorded: readonly Seconds[] = [seconds(300), seconds(3_600)];

/** A window that would hold too few scrapes, or no whole slice, tells nothing. */
const canHold = ({ budgeting, scrapeInterval }: Slo, window: Seconds): boolean =>
  budgeting.kind === "occurrences"
    ? window >= minScrapesPerWindow * scrapeInterval
    : window >= budgeting.slice;

/** Raw windows show events; a slice budget weighs slices, so all its windows are read from the ledger. */
export const isRaw = ({ budgeting }: Slo, window: Seconds): boolean =>
  budgeting.kind === "occurrences" && window <= intervals.rawWindowLimit;

export function recordedWindows(slo: Slo): RecordedWindows {
  const used = slo.alerting.tiers.flatMap(({ short, long }) => [short, long]);
  const shown = alwaysRecorded.filter((window) => canHold(slo, window));
  const all = [...new Set([...used, ...shown])].sort((a, b) => a - b);
  return {
    raw: all.filter((window) => isRaw(slo, window)),
    // The period's own ratio is recorded with the budget.
    ledger: all.filter((window) => !isRaw(slo, window) && window !== slo.window.length),
    shortest: all[0] ?? slo.window.length,
  };
}

/** The newest error ratio over a recorded window. */
export const ratioNow = (slo: Slo, window: Seconds): string =>
  isRaw(slo, window) ? own(slo, errorRatioSeries(window)) : latest(slo, errorRatioSeries(window));
