import { formatDuration } from "../model/durations.ts";
import { intervals, mimirLimits } from "../model/intervals.ts";
import { groupName, series } from "../model/names.ts";
import type { Seconds } from "../model/units.ts";
import type { Rule, RuleGroup } from "./rule.ts";

/** What a rule file holds when a service's groups are merged, named after the service and its environment. */
export interface Packing {
  service: string;
  environment: string;
}

/**
 * Merges a service's groups of equal interval, in SLO order, and splits at 20 rules, Mimir's default limit. The ledger
 * pair is never split; a window in another group than its pair only lags by one interval.
 */
export function packGroups(
  groups: readonly RuleGroup[],
  { service, environment }: Packing,
): readonly RuleGroup[] {
  const byInterval = new Map<Seconds, Rule[][]>();
  for (const { interval, rules } of groups) {
    const units = byInterval.get(interval) ?? [];
    units.push(...unitsOf(rules));
    byInterval.set(interval, units);
  }
  return [...byInterval].flatMap(([interval, units]) =>
    fill(units).map((rules, index) => ({
      name: groupName(
        interval === intervals.sli ? "sli" : "ledger",
        `${service}.${environment}.${formatDuration(interval)}.${index + 1}`,
      ),
      interval,
      rules,
    })),
  );
}

/** Rules that stay together: the pair, and every other rule by itself. */
const unitsOf = (rules: readonly Rule[]): Rule[][] => {
  const units: Rule[][] = [];
  for (const rule of rules) {
    const isBad = "record" in rule && rule.record === series.ledgerBad;
    const pair = isBad ? units.at(-1) : undefined;
    if (pair === undefined) units.push([rule]);
    else pair.push(rule);
  }
  return units;
};

function fill(units: readonly Rule[][]): readonly Rule[][] {
  const groups: Rule[][] = [];
  for (const unit of units) {
    const open = groups.at(-1);
    if (open === undefined || open.length + unit.length > mimirLimits.rulesPerGroup) groups.push([...unit]);
    else open.push(...unit);
  }
  return groups;
}

/** What to tell people whose Mimir has its default limits; undefined when everything fits. */
export function limitWarning(groups: number, slos: number): string | undefined {
  const { groupsPerTenant, rulesPerGroup } = mimirLimits;
  if (groups <= groupsPerTenant) return undefined;
  return (
    `${groups} rule groups for ${slos} SLOs: Mimir takes ${groupsPerTenant} groups a tenant (of ${rulesPerGroup} rules each) ` +
    `unless told otherwise. Raise ruler_max_rule_groups_per_tenant to ${groups} or more, or spread the SLOs over ` +
    `tenants with --include.`
  );
}
