import { compileSlo } from "../../src/compile/slo-rules.ts";
import type { AlertingRule, RecordingRule } from "../../src/compile/rule.ts";
import { formatDuration } from "../../src/model/durations.ts";
import { alert, groupName, label, series } from "../../src/model/names.ts";
import { formatSelector } from "../../src/model/promql.ts";
import { errorBudget, type Slo } from "../../src/model/slo.ts";
import type { Seconds } from "../../src/model/units.ts";
import { requests } from "../slo.ts";

export interface Tiered {
  tier: string;
  expr: string;
  for: number;
  keepFiringFor: number;
}

/** The compiled rules of one SLO, in the order in which their results come to be. */
export interface Compiled {
  /** Short windows, every 30 s. */
  sli: RecordingRule[];
  /** The pair, and everything that is summed from it. */
  pair: RecordingRule[];
  sums: RecordingRule[];
  /** Burn alerts, every 30 s after the short windows. */
  alerts: Tiered[];
}

const burns = (rules: readonly (RecordingRule | AlertingRule)[]): Tiered[] =>
  rules.flatMap((rule) =>
    "alert" in rule && rule.alert === alert.burn
      ? [
          {
            tier: rule.labels[label.tier] ?? "",
            expr: rule.expr,
            for: rule.for ?? 0,
            keepFiringFor: rule.keepFiringFor ?? 0,
          },
        ]
      : [],
  );

export function compiled(slo: Slo): Compiled {
  const groups = new Map(compileSlo(slo).map(({ name, rules }) => [name, rules]));
  const rulesOf = (kind: "sli" | "ledger") => groups.get(groupName(kind, slo.id)) ?? [];
  const records = (kind: "sli" | "ledger") =>
    rulesOf(kind).filter((rule): rule is RecordingRule => "record" in rule);
  const isPair = ({ record }: RecordingRule) => record === series.ledgerBad || record === series.ledgerTotal;
  const alerts = burns(rulesOf("sli"));
  if (alerts.length !== slo.alerting.tiers.length)
    throw new Error(`${slo.id}: not every tier stands in the fast group`);
  return {
    sli: records("sli"),
    pair: records("ledger").filter(isPair),
    sums: records("ledger").filter((rule) => !isPair(rule)),
    alerts,
  };
}

/** The same tiers with every window computed from raw data, and the same guard, `for` and `keep_firing_for`. */
export function rawTiers(slo: Slo): Tiered[] {
  const bad = formatSelector(requests(slo.service, "500"));
  const total = formatSelector(requests(slo.service));
  const over = (window: Seconds) => {
    const range = formatDuration(window);
    return `sum(rate(${bad}[${range}])) / sum(rate(${total}[${range}]))`;
  };
  return slo.alerting.tiers.map((tier) => {
    const threshold = tier.factor * errorBudget(slo);
    const guard = `sum(increase(${bad}[${formatDuration(tier.long)}])) > ${tier.minBadEvents - 0.5}`;
    const conditions = [tier.short, tier.long].map((window) => `${over(window)} > ${threshold}`);
    return {
      tier: tier.name,
      expr: [...conditions, ...(tier.minBadEvents > 0 ? [guard] : [])].join(" and "),
      for: tier.for,
      keepFiringFor: tier.keepFiringFor,
    };
  });
}
