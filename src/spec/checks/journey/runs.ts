import { formatPercent } from "../../../model/decimals.ts";
import { formatDuration } from "../../../model/durations.ts";
import type { Sli, Slo } from "../../../model/slo.ts";
import { plain, seconds } from "../../../model/units.ts";
import type { WrittenSlo } from "../../kinds/service.ts";
import { shortestEvery } from "./schedule.ts";
import type { Report } from "../../report.ts";

type JourneySli = Extract<Sli, { kind: "journey" }>;

/**
 * One failed run in the fast tier's hour: burn = (1 ÷ runs an hour) ÷ budget. Runs are few, so that a single one that
 * fails, or two, look like an outage; only what a person chose to hold them back counts as an answer.
 */
export function checkRuns(
  slo: Slo,
  { journey, counting }: JourneySli,
  written: WrittenSlo,
  report: Report,
): void {
  const fast = slo.alerting.tiers.find(({ name }) => name === "fast");
  if (fast === undefined || counting.kind === "kOfN" || fast.minBadEvents > 2) return;
  const runs = fast.long / journey.every;
  const burn = 1 / runs / slo.objective.budget;
  if (burn <= fast.factor) return;
  const budget = formatPercent(slo.objective.budget);
  const failing = fast.minBadEvents === 2 ? "two that fail page" : "it pages";
  const message = `one failed run of ${plain(runs)} in ${formatDuration(fast.long)} is a burn of ${round(burn)} (1 ÷ ${plain(runs)} ÷ ${budget}), and the fast tier rings at ${plain(fast.factor)}: ${failing}`;
  const enough = seconds(Math.floor(fast.long * fast.factor * slo.objective.budget));
  const often = enough < shortestEvery ? "" : `, or run every ${formatDuration(enough)} or more often`;
  const remedy = `set alerting.tiers.fast.minBadEvents to 3 or more, or count kOfN over several locations${often}`;
  report("one-run-burns", written.sli.place, message, remedy);
}

const round = (burn: number): string => plain(Math.round(burn * 10) / 10);
