import { formatPercent } from "../../model/decimals.ts";
import { formatDuration } from "../../model/durations.ts";
import { weighsTime } from "../../model/request-stream.ts";
import { eventUnit, type Slo } from "../../model/slo.ts";
import { plain, seconds } from "../../model/units.ts";
import { windowPhrase } from "../../model/window.ts";
import { checkRuns } from "./journey/runs.ts";
import type { WrittenSlo } from "../kinds/service.ts";
import type { Report } from "../report.ts";

/** From here on single events, not behaviour, decide about the budget. */
const largeShare = 0.05;

/** The smallest thing that can go wrong, in the ledger's own unit, and how much of it a second holds. */
interface Grain {
  what: string;
  /** Events per second the ledger counts. */
  rate: number;
  /** Events that the smallest failure makes bad. */
  events: number;
}

/**
 * Slices and seconds come at a known pace; requests come at the pace the SLO's `traffic` says, and without it
 * nothing can be said.
 */
function grainOf(slo: Slo, written: WrittenSlo): Grain | undefined {
  const { budgeting, sli, scrapeInterval } = slo;
  if (budgeting.kind !== "occurrences")
    return {
      what: `one bad slice of ${formatDuration(budgeting.slice)}`,
      rate: 1 / budgeting.slice,
      events: 1,
    };
  // The smallest failure of a composite is that of a member, of which the member's own lint speaks.
  if (weighsTime(sli)) return undefined;
  if (eventUnit(sli) === "seconds")
    return { what: `one bad scrape of ${formatDuration(scrapeInterval)}`, rate: 1, events: scrapeInterval };
  return written.traffic === undefined
    ? undefined
    : { what: "one bad event", rate: written.traffic, events: 1 };
}

export function checkArithmetic(slo: Slo, written: WrittenSlo, report: Report): void {
  if (slo.sli.kind === "journey") {
    checkRuns(slo, slo.sli, written, report);
    return;
  }
  const grain = grainOf(slo, written);
  if (grain === undefined) return;
  checkShare(slo, written, grain, report);
  checkFastTier(slo, written, grain, report);
}

/** share = bad ÷ (events in the window × budget) */
function checkShare({ window, objective }: Slo, written: WrittenSlo, grain: Grain, report: Report): void {
  const total = grain.rate * window.length;
  const share = grain.events / (total * objective.budget);
  if (share < largeShare) return;
  const allowed = tidyCount(total * objective.budget);
  const message = `${grain.what} is ${formatPercent(share)} of the budget: ${tidyCount(total)} × ${plain(objective.budget)} = ${allowed} may be bad in ${windowPhrase(window)}`;
  const remedy = "lower the objective, lengthen the window, or count something that happens more often";
  report("one-event-spends", written.keys.objective ?? written.name.place, message, remedy);
}

/** One bad event in an hour is a ratio of 1 ÷ (events an hour); the guard `minBadEvents` keeps it quiet. */
function checkFastTier(
  { alerting, objective }: Slo,
  written: WrittenSlo,
  grain: Grain,
  report: Report,
): void {
  const fast = alerting.tiers.find(({ name }) => name === "fast");
  if (fast === undefined || fast.minBadEvents > grain.events) return;
  const ratio = Math.min(1, grain.events / (grain.rate * fast.long));
  const threshold = fast.factor * objective.budget;
  if (ratio <= threshold) return;
  const message = `${grain.what} in ${formatDuration(seconds(fast.long))} is an error ratio of ${formatPercent(ratio)}, above ${plain(fast.factor)} × ${plain(objective.budget)} = ${formatPercent(threshold)}: the fast tier pages`;
  const place = written.keys.traffic ?? written.keys.objective ?? written.name.place;
  report("one-event-pages", place, message, "raise alerting.tiers.fast.minBadEvents, or lower the objective");
}

/** Counts below ten with a decimal, so that 0.864 does not read as 1. */
const tidyCount = (count: number): string =>
  count < 10 ? count.toFixed(2).replace(/\.?0+$/, "") : count.toFixed(0);
