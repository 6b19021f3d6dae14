import { alert, errorRatioPrefix, label, series } from "../../model/names.ts";
import type { Matcher } from "../../model/promql.ts";
import { tierNames, type TierName } from "../../model/tiers.ts";
import { chosenGroups, chosenSlo, select } from "./select.ts";

type Side = "long" | "short";
const windowLabel = { long: label.longWindow, short: label.shortWindow } as const;

/** One tier in `fast page 1h/5m 14.4×; medium …`: severity, long, short, factor. */
const pattern = (tier: TierName): string =>
  `(?:.*; )?${tier} ([a-z]+) ([0-9a-z]+)/([0-9a-z]+) ([^;]+)(?:;.*)?`;

/** What one tier of the chosen SLO is, as labels: a board knows no SLO's table, and a rule records none. */
function tierInfo(tier: TierName, side: Side): string {
  const from = pattern(tier);
  const read = (expr: string, as: string, place: number): string =>
    `label_replace(${expr}, "${as}", "$${place}", "${label.alertTiers}", "${from}")`;
  const info = select(series.info, [...chosenSlo, { label: label.alertTiers, op: "=~", value: from }]);
  const named = `label_replace(${info}, "${label.tier}", "${tier}", "", "")`;
  const withSeverity = read(named, label.severity, 1);
  return read(read(withSeverity, windowLabel[side], side === "long" ? 2 : 3), label.firesAt, 4);
}

/** The burn rates over every window that is recorded, told apart by the window's name. */
function burns(side: Side, groups: readonly Matcher[]): string {
  const ratios = select("", [
    { label: label.metricName, op: "=~", value: `${errorRatioPrefix}.+` },
    ...chosenSlo,
    ...groups,
  ]);
  const named = `label_replace(${ratios}, "${windowLabel[side]}", "$1", "${label.metricName}", "${errorRatioPrefix}(.+)")`;
  const budget = `max by (${label.id}) (${select(series.errorBudget, chosenSlo)})`;
  return `${named} / on (${label.id}) group_left () ${budget}`;
}

/** The burn rate of each tier over its long or its short window, with when it fires. */
export function tierBurns(side: Side, groupLabels: readonly string[]): string {
  const own = [label.tier, label.severity, label.firesAt];
  const shown = side === "long" ? [...own, label.longWindow] : [label.tier, label.shortWindow];
  const by = [...shown, ...groupLabels].join(", ");
  const all = burns(side, chosenGroups(groupLabels));
  return tierNames
    .map(
      (tier) =>
        `max by (${by}) ((${all}) * on (${label.id}, ${windowLabel[side]}) ` +
        `group_left (${own.join(", ")}) ${tierInfo(tier, side)})`,
    )
    .join(" or ");
}

export const firingBurns = (matchers: readonly Matcher[]): string =>
  select(series.alerts, [
    { label: label.alertname, op: "=", value: alert.burn },
    { label: label.alertstate, op: "=", value: "firing" },
    ...matchers,
  ]);

/** 1 for each tier that fires, 0 for the others. */
export function tierFiring(groupLabels: readonly string[]): string {
  const by = [label.tier, ...groupLabels].join(", ");
  const firing = firingBurns([...chosenSlo, ...chosenGroups(groupLabels)]);
  return `max by (${by}) (${firing}) or 0 * max by (${by}) (${tierBurns("long", groupLabels)})`;
}
