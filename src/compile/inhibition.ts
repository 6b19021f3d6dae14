import { alert, label } from "../model/names.ts";
import { gradedStates } from "../model/policy.ts";
import type { Slo } from "../model/slo.ts";
import { tierNames } from "../model/tiers.ts";

export interface InhibitRule {
  source_matchers: string[];
  target_matchers: string[];
  equal: string[];
}

/**
 * The faster tier silences the slower ones of the same SLO and group, the worse state the better ones. `equal` names
 * every group label in use: one that is absent on both sides counts as equal, so ungrouped SLOs are served as well.
 */
export function inhibitRules(slos: readonly Slo[]): readonly InhibitRule[] {
  const groups = [...new Set(slos.flatMap(({ groupBy }) => groupBy))].sort();
  const equal = [label.id, ...groups];
  const states = gradedStates.filter((state) => state !== "healthy");
  return [
    ...silences(alert.burn, label.tier, tierNames, equal),
    ...silences(alert.consumed, label.state, [...states].reverse(), equal),
  ];
}

const silences = (
  alertName: string,
  by: string,
  strongestFirst: readonly string[],
  equal: string[],
): readonly InhibitRule[] =>
  strongestFirst.slice(0, -1).map((value, index) => ({
    source_matchers: [`alertname="${alertName}"`, `${by}="${value}"`],
    target_matchers: [`alertname="${alertName}"`, anyOf(by, strongestFirst.slice(index + 1))],
    equal,
  }));

const anyOf = (name: string, values: readonly string[]): string =>
  `${name}${values.length === 1 ? "=" : "=~"}"${values.join("|")}"`;
