import { defaultThresholds, type Thresholds } from "../model/policy.ts";
import type { Slo } from "../model/slo.ts";
import { anomalyAlert, consumedAlerts, constantBurnAlert, noDataAlert } from "./budget-alerts.ts";
import { burnAlert } from "./burn-alerts.ts";
import { ledgerGroup, metaGroup, sliGroup } from "./groups.ts";
import { defaultOptions, type CompileOptions } from "./options.ts";
import type { RuleGroup } from "./rule.ts";
import { sliRules } from "./sli/sli.ts";
import { isRecorded } from "./windows.ts";

/** The rule groups of one SLO: the fast group with its burn alerts, the ledger, and what describes it. */
export function compileSlo(
  slo: Slo,
  options: Pick<CompileOptions, "evaluationDelay"> = defaultOptions,
  thresholds: Thresholds = defaultThresholds,
): RuleGroup[] {
  const { tiers, consumed, noData, anomaly } = slo.alerting;
  const sli = sliRules(slo, { interval: slo.ledgerInterval, delay: options.evaluationDelay });
  const groups = [
    sliGroup(
      slo,
      sli,
      tiers.map((tier) => burnAlert(slo, tier)),
    ),
    ledgerGroup(slo, sli),
    metaGroup(slo, [
      ...(consumed.enabled ? consumedAlerts(slo, thresholds) : []),
      ...(noData.enabled ? [noDataAlert(slo)] : []),
      ...(anomaly.enabled ? [anomalyAlert(slo, sli)] : []),
      // Early in a calendar period, one bad day burns in all windows: only a rolling period tells a constant burn.
      ...(anomaly.enabled && isRecorded(slo) ? [constantBurnAlert(slo)] : []),
    ]),
  ];
  return groups.filter(({ rules }) => rules.length > 0);
}
