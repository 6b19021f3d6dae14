import { formatDuration } from "../model/durations.ts";
import { alert, badEventsSeries, label, series } from "../model/names.ts";
import { errorBudget, type Slo } from "../model/slo.ts";
import type { Tier } from "../model/tiers.ts";
import { plain, type Seconds } from "../model/units.ts";
import { windowPhrase } from "../model/window.ts";
import { formatSpan } from "../model/wording.ts";
import { annotations, badThings, exactPercent, valueAsPercent } from "./annotations.ts";
import { alertLabels } from "./labels.ts";
import { own, ownOver } from "./promql.ts";
import type { AlertingRule } from "./rule.ts";
import { isRaw, ratioNow } from "./windows.ts";

/** One alerting rule a tier: which pair of windows fired is never a guess, and Alertmanager can inhibit lower tiers. */
export function burnAlert(slo: Slo, tier: Tier): AlertingRule {
  return {
    alert: alert.burn,
    expr: burning(slo, tier),
    for: tier.for,
    keepFiringFor: tier.keepFiringFor,
    labels: alertLabels(slo, { [label.severity]: tier.severity, [label.tier]: tier.name }, tier.labels),
    annotations: explain(slo, tier),
  };
}

/** The long window says that it matters, the short one ends it soon after recovery; neither fires alone. */
function burning(slo: Slo, tier: Tier): string {
  const threshold = `${plain(tier.factor)} * ${plain(errorBudget(slo))}`;
  const conditions = [tier.short, tier.long].map((window) => `${ratioNow(slo, window)} > ${threshold}`);
  if (tier.minBadEvents > 0) {
    // A count read from rates weighs one event as 0.56 to 1.11, so N events are more than N − 0.5.
    conditions.push(`${badEvents(slo, tier.long)} > ${tier.minBadEvents} - 0.5`);
  }
  return [conditions.join("\nand\n"), ...masks(slo, tier.short)].join("\nunless ");
}

function badEvents(slo: Slo, window: Seconds): string {
  if (isRaw(slo, window)) return own(slo, badEventsSeries(window));
  // A slice weighs its share of bad events, so slices that hold any are counted instead of their sum.
  return slo.budgeting.kind === "ratioTimeslices"
    ? `count_over_time((${own(slo, series.ledgerBad)} > 0)[${formatDuration(window)}:${formatDuration(slo.ledgerInterval)}])`
    : `sum_over_time(${ownOver(slo, series.ledgerBad, window)})`;
}

/**
 * Maintenance keeps a tier quiet until its short window holds no masked minute; the plain gauge would let errors of
 * the maintenance ring after its end. Without nines running the gauge is absent and alerts ring.
 */
function masks({ id, groupBy }: Slo, short: Seconds): readonly string[] {
  const mask = (on: readonly string[], matchers: readonly string[]) => {
    const selector = `${series.maintenanceActive}{${[`${label.id}="${id}"`, ...matchers].join(", ")}}`;
    return `on (${on.join(", ")}) max_over_time(${selector}[${formatDuration(short)}]) == 1`;
  };
  const ofTheWhole = mask(
    [label.id],
    groupBy.map((group) => `${group}=""`),
  );
  if (groupBy.length === 0) return [ofTheWhole];
  const ofOneGroup = mask(
    [label.id, ...groupBy],
    groupBy.map((group) => `${group}!=""`),
  );
  return [ofTheWhole, ofOneGroup];
}

function explain(slo: Slo, tier: Tier): AlertingRule["annotations"] {
  const budget = errorBudget(slo);
  const factor = plain(tier.factor);
  const [short, long] = [tier.short, tier.long].map(formatDuration);
  return annotations(
    slo,
    `burns its error budget at more than ${factor}×`,
    `In the last ${short}, ${valueAsPercent} of ${badThings(slo)} were bad; over ${short} and over ${long} it is ` +
      `more than ${exactPercent(tier.factor * budget)}, ${factor}× the ${exactPercent(budget)} that the objective allows. ` +
      `At ${factor}× the whole budget of ${windowPhrase(slo.window)} is gone in ${formatSpan(slo.window.length / tier.factor)}.`,
    { ...slo.alerting.annotations, ...tier.annotations },
  );
}
