import { formatDuration } from "../model/durations.ts";
import { alert, errorRatioSeries, label, series } from "../model/names.ts";
import { gradedStates, type Thresholds } from "../model/policy.ts";
import { errorBudget, type Slo } from "../model/slo.ts";
import { plain, seconds, type Seconds } from "../model/units.ts";
import { windowPhrase } from "../model/window.ts";
import { annotations, exactPercent, valueAsPercent } from "./annotations.ts";
import { alertLabels } from "./labels.ts";
import { absentLedger, chain, latest, own, ownOver } from "./promql.ts";
import type { AlertingRule } from "./rule.ts";
import type { SliRules } from "./sli/sli.ts";
import { isRecorded, ratioNow, recordedWindows } from "./windows.ts";

const hour = seconds(3_600);
const day = seconds(86_400);

/** The two states that ask something of the team are tickets; the two before them are news. */
const severityOf = { watch: "info", caution: "info", restricted: "ticket", frozen: "ticket" } as const;

/** One alert a state, on what policy states judge: consumed × coverage. */
export const consumedAlerts = (slo: Slo, thresholds: Thresholds): readonly AlertingRule[] =>
  gradedStates
    .filter((state) => state !== "healthy")
    .map((state) => ({
      alert: alert.consumed,
      expr: `${spent(slo)} >= ${plain(thresholds[state])}${onlyLivingGroups(slo)}`,
      keepFiringFor: hour,
      labels: alertLabels(slo, { [label.severity]: severityOf[state], [label.state]: state }),
      annotations: annotations(
        slo,
        `has spent ${exactPercent(thresholds[state])} of its error budget: ${state}`,
        `${valueAsPercent} of the error budget of ${windowPhrase(slo.window)} is spent; ` +
          `${state} begins at ${exactPercent(thresholds[state])}.`,
      ),
    }));

/**
 * Unscaled, an SLO two hours old that had one bad hour would be frozen at once. Of a calendar budget nines says what
 * remains, with all that was not seen counted in; several replicas may say it, each under its own `instance`.
 */
const spent = (slo: Slo): string =>
  isRecorded(slo)
    ? `(1 - ${latest(slo, series.periodBudgetRemaining)}) * ${latest(slo, series.periodCoverage)}`
    : `1 - min by (${groupingLabels(slo)}) (${own(slo, series.periodBudgetRemaining)})`;

const groupingLabels = ({ groupBy }: Slo): string => [label.id, ...groupBy].join(", ");

// A group value that vanished keeps its period series for the whole window, with nobody left to repair it.
function onlyLivingGroups(slo: Slo): string {
  if (slo.groupBy.length === 0) return "";
  const operator = isRecorded(slo) ? "and" : `and on (${groupingLabels(slo)})`;
  return `\n${operator}\ncount_over_time(${ownOver(slo, series.ledgerTotal, day)}) > 0`;
}

export const noDataAlert = (slo: Slo): AlertingRule => ({
  alert: alert.noData,
  expr: isRecorded(slo) ? absentLedger(slo, series.ledgerTotal) : absentOfCalendar(slo),
  for: slo.alerting.noData.for,
  labels: alertLabels(slo, { [label.severity]: "ticket" }),
  annotations: annotations(
    slo,
    "has no data",
    `Nothing was measured for ${formatDuration(slo.alerting.noData.for)}: the SLI's series of all events are missing, so ` +
      "neither burn nor budget is known. No traffic would count as zero events, not as missing ones." +
      (isRecorded(slo) ? "" : unscraped),
  ),
});

/** Without nines a calendar budget could run out unseen, whatever the ledger holds. */
const absentOfCalendar = (slo: Slo): string =>
  chain(
    "or",
    absentLedger(slo, series.ledgerTotal),
    ...(slo.alerting.consumed.enabled ? [`absent(${own(slo, series.periodBudgetRemaining)})`] : []),
  );

const unscraped =
  " Or the ledger is there and only what nines says of the period is missing: is nines running, is it scraped, and " +
  "does it know the SLO's state?";

/** Everything an SLI should never show, in one rule; the `anomaly` label says which, the description why. */
export function anomalyAlert(slo: Slo, sli: SliRules): AlertingRule {
  const found = [...sli.anomalies(recordedWindows(slo).shortest), writtenTwice(slo)];
  const marked = found.map(
    ({ name, expr }) =>
      `label_replace(\n  ${expr.replaceAll("\n", "\n  ")},\n  "${label.anomaly}", "${name}", "", ""\n)`,
  );
  const reasons = found.map(
    ({ name, reason }) => `{{ if eq $labels.${label.anomaly} "${name}" }}${reason}{{ end }}`,
  );
  return {
    alert: alert.anomaly,
    expr: chain("or", ...marked),
    for: seconds(900),
    labels: alertLabels(slo, { [label.severity]: "ticket" }),
    annotations: annotations(
      slo,
      `shows what it never should: {{ $labels.${label.anomaly} }}`,
      `${reasons.join("")} Its numbers cannot be trusted until this is repaired.`,
    ),
  };
}

const twoHours = seconds(7_200);

/** Two writers without deduplication double every sum while ratios look right. */
const writtenTwice = (slo: Slo): ReturnType<SliRules["anomalies"]>[number] => ({
  name: "ledger_written_twice",
  expr: `count_over_time(${ownOver(slo, series.ledgerTotal, twoHours)}) > ${Math.floor((1.125 * twoHours) / slo.ledgerInterval)}`,
  reason: "The ledger holds more samples than one ruler writes: two write it, so event counts are too large.",
});

/**
 * A burn that never changes is no incident: the objective, or the SLI, is wrong. It shows when at least half the
 * period was measured, its budget is overspent, every window of an hour or more burns, and the last hour is less
 * than twice as bad as the usual.
 */
export function constantBurnAlert(slo: Slo): AlertingRule {
  const { fast, slow } = recordedWindows(slo);
  const budget = plain(errorBudget(slo));
  const windows = [...fast, ...slow].filter((window) => window >= hour && window < slo.window.length);
  const period = latest(slo, errorRatioSeries(slo.window.length));
  const isUsual = (window: Seconds) => `${ratioNow(slo, window)} < 2 * ${period}`;
  const isKnown = `${latest(slo, series.periodCoverage)} >= 0.5`;
  const burns = windows.map((window) => `${ratioNow(slo, window)} > ${budget}`);
  return {
    alert: alert.anomaly,
    expr: [`${spent(slo)} >= 1`, isKnown, ...burns, ...windows.slice(0, 1).map(isUsual)].join("\nand\n"),
    for: hour,
    labels: alertLabels(slo, { [label.severity]: "ticket", [label.anomaly]: "constant_burn" }),
    annotations: annotations(
      slo,
      "burns its error budget all the time",
      `${valueAsPercent} of the error budget of ${windowPhrase(slo.window)} is spent, and every window from an hour ` +
        "to the whole period burns alike: this is no incident. Make the service better, or the objective honest.",
    ),
  };
}
