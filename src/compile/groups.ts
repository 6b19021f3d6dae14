import { expectedSamples, intervals, ledgerRange } from "../model/intervals.ts";
import { badEventsSeries, errorRatioSeries, groupName, series } from "../model/names.ts";
import { errorBudget, type Slo } from "../model/slo.ts";
import { plain, type Seconds } from "../model/units.ts";
import { budgeted } from "./budgeting.ts";
import { attributed } from "./composite/attributed.ts";
import { identityLabels, infoLabels } from "./labels.ts";
import { latest, ownOver } from "./promql.ts";
import type { AlertingRule, Labels, RecordingRule, RuleGroup } from "./rule.ts";
import type { SliRules } from "./sli/sli.ts";
import { isRaw, isRecorded, ledgerRatio, quotient, ratioNow, recordedWindows } from "./windows.ts";

type Recorder = (record: string, expr: string) => RecordingRule;

const recorder =
  (labels: Labels): Recorder =>
  (record, expr) => ({ record, expr, labels });

/** Long windows that a page's `minBadEvents` counts from raw series. */
const countedWindows = (slo: Slo): readonly Seconds[] => [
  ...new Set(
    slo.alerting.tiers
      .filter(({ minBadEvents, long }) => minBadEvents > 0 && isRaw(slo, long))
      .map(({ long }) => long),
  ),
];

/**
 * The fast group: the short windows and the burn alerts. Pages must not wait for the ledger, and tickets read what
 * it recorded a moment ago: in a group as slow as the ledger itself they would ring and clear 2m30s later.
 */
export function sliGroup(slo: Slo, sli: SliRules, burns: readonly AlertingRule[]): RuleGroup {
  const record = recorder(identityLabels(slo));
  return {
    name: groupName("sli", slo.id),
    interval: intervals.sli,
    rules: [
      ...recordedWindows(slo).fast.map((window) =>
        record(errorRatioSeries(window), isRaw(slo, window) ? sli.ratio(window) : ledgerRatio(slo, window)),
      ),
      ...countedWindows(slo).map((window) => record(badEventsSeries(window), sli.badEvents(window))),
      ...burns,
    ],
  };
}

/** The pair first, then everything that is summed from it. */
export function ledgerGroup(slo: Slo, sli: SliRules): RuleGroup {
  const record = recorder(identityLabels(slo));
  const { bad, total } = budgeted(slo, sli.pair);
  return {
    name: groupName("ledger", slo.id),
    interval: slo.ledgerInterval,
    rules: [
      record(series.ledgerTotal, total),
      record(series.ledgerBad, bad),
      ...(sli.shares === undefined ? [] : [record(series.memberBad, attributed(slo, sli.shares, bad))]),
      ...recordedWindows(slo).slow.map((window) =>
        record(errorRatioSeries(window), ledgerRatio(slo, ledgerRange(window))),
      ),
      ...(isRecorded(slo) ? periodRules(slo, record) : []),
      record(
        series.currentBurnRate,
        `${ratioNow(slo, recordedWindows(slo).shortest)} / ${plain(errorBudget(slo))}`,
      ),
    ],
  };
}

/** Each long sum is computed once; the rest are quotients of recorded values. */
function periodRules(slo: Slo, record: Recorder): readonly RecordingRule[] {
  const period = slo.window.length;
  const budget = plain(errorBudget(slo));
  const expected = expectedSamples(period, slo.ledgerInterval);
  const over = ledgerRange(period);
  const counted = `count_over_time(${ownOver(slo, series.ledgerTotal, over)})`;
  const burn = latest(slo, series.periodBurnRate);
  const total = latest(slo, series.periodEventsTotal);
  return [
    record(series.periodEventsTotal, `sum_over_time(${ownOver(slo, series.ledgerTotal, over)})`),
    record(series.periodEventsBad, `sum_over_time(${ownOver(slo, series.ledgerBad, over)})`),
    record(series.periodCoverage, `clamp_max(${counted} / ${expected}, 1)`),
    record(errorRatioSeries(period), quotient(latest(slo, series.periodEventsBad), total)),
    record(series.periodBurnRate, `${latest(slo, errorRatioSeries(period))} / ${budget}`),
    // An idle SLO has no burn rate, but its budget is whole.
    record(series.periodBudgetRemaining, `1 - (${burn} or 0 * ${total})`),
  ];
}

/** What the SLO is, and the alerts that may wait for the ledger. */
export function metaGroup(slo: Slo, alerts: readonly AlertingRule[]): RuleGroup {
  const record = recorder(identityLabels(slo));
  return {
    name: groupName("meta", slo.id),
    interval: intervals.meta,
    rules: [
      record(series.objective, `vector(${plain(slo.objective.ratio)})`),
      record(series.errorBudget, `vector(${plain(errorBudget(slo))})`),
      record(series.timePeriodDays, `vector(${plain(slo.window.length / 86_400)})`),
      { record: series.info, expr: "vector(1)", labels: infoLabels(slo) },
      ...alerts,
    ],
  };
}
