import { formatDuration } from "../../model/durations.ts";
import { intervals, minScrapesPerWindow } from "../../model/intervals.ts";
import type { Seconds } from "../../model/units.ts";
import { windowText } from "../../model/window.ts";
import type { WrittenBudgeting } from "../kinds/sli.ts";
import type { Report } from "../report.ts";
import type { Settings } from "../resolve/settings.ts";
import type { Table } from "../resolve/tables.ts";

const fourScrapes = (scrape: Seconds): string =>
  `${minScrapesPerWindow} scrapes take ${minScrapesPerWindow} × ${formatDuration(scrape)} = ${formatDuration((minScrapesPerWindow * scrape) as Seconds)}`;

const holdsFourScrapes = (window: Seconds, scrape: Seconds): boolean =>
  window >= minScrapesPerWindow * scrape;

/** True when slices and the ledger fit the scrapes and Prometheus' look-back. */
export function checkIntervals(
  settings: Settings,
  budgeting: WrittenBudgeting | undefined,
  report: Report,
): boolean {
  const { scrapeInterval } = settings;
  if (budgeting !== undefined && budgeting.value.kind !== "occurrences")
    return checkSlice(budgeting.value.slice, scrapeInterval.value, budgeting.place, report);
  const { value, place } = settings.ledgerInterval;
  if (value < intervals.lookback && value >= scrapeInterval.value) return true;
  const message =
    value >= intervals.lookback
      ? `a ledger written every ${formatDuration(value)} is not found by an instant query, which looks back less than ${formatDuration(intervals.lookback)}`
      : `a ledger written every ${formatDuration(value)} sees no scrape in most intervals: scrapes come every ${formatDuration(scrapeInterval.value)}`;
  report("ledger-interval-out-of-range", place, message, `write ${formatDuration(intervals.ledger)}`);
  return false;
}

function checkSlice(
  slice: Seconds,
  scrape: Seconds,
  place: WrittenBudgeting["place"],
  report: Report,
): boolean {
  if (slice > intervals.lookback) {
    const message = `a slice of ${formatDuration(slice)} is longer than Prometheus' look-back of ${formatDuration(intervals.lookback)}`;
    report("slice-out-of-range", place, message, "write a slice of 1m to 5m");
    return false;
  }
  if (holdsFourScrapes(slice, scrape)) return true;
  const message = `a slice of ${formatDuration(slice)} is too short: ${fourScrapes(scrape)}`;
  report("slice-out-of-range", place, message, "lengthen the slice or scrape more often");
  return false;
}

/** True when every window of the table fits the scrapes or slices, and the SLO's own window. */
export function checkTable(
  table: Table,
  settings: Settings,
  budgeting: WrittenBudgeting | undefined,
  report: Report,
): boolean {
  const { window, alerting } = settings;
  const used = table.filter(({ name }) => alerting.tiers?.[name]?.disable !== true);
  const areShortSound = checkShort(used, settings, budgeting, report);
  const long = used.find((row) => row.long > window.value.length);
  if (long !== undefined) {
    const place = alerting.windows?.place ?? window.place;
    const message = `the tier ${long.name} looks at ${formatDuration(long.long)}, longer than the SLO's window of ${windowText(window.value)}`;
    const remedy = "name an AlertWindows with shorter windows, or disable the tier";
    report("alert-windows-order", place, message, remedy);
  }
  return areShortSound && long === undefined;
}

/** A window read from raw series must hold four scrapes; one that is summed from slices, a whole slice. */
function checkShort(
  rows: Table,
  { scrapeInterval }: Settings,
  budgeting: WrittenBudgeting | undefined,
  report: Report,
): boolean {
  if (budgeting !== undefined && budgeting.value.kind !== "occurrences") {
    const { slice } = budgeting.value;
    const hasNone = rows.find((row) => row.short < slice);
    if (hasNone === undefined) return true;
    const message = `a slice of ${formatDuration(slice)} does not fit into the short window ${formatDuration(hasNone.short)} of the tier ${hasNone.name}`;
    report("slice-out-of-range", budgeting.place, message, "shorten the slice, or lengthen the short window");
    return false;
  }
  const short = rows.find((row) => !holdsFourScrapes(row.short, scrapeInterval.value));
  if (short === undefined) return true;
  const message = `the short window ${formatDuration(short.short)} of the tier ${short.name} is too short: ${fourScrapes(scrapeInterval.value)}`;
  const remedy = "scrape more often, or name an AlertWindows with longer windows";
  report("window-under-four-scrapes", scrapeInterval.place, message, remedy);
  return false;
}
