import type { Policy, Thresholds } from "../model/policy.ts";
import { defaultThresholds } from "../model/policy.ts";
import type { Slo } from "../model/slo.ts";
import { headerLine } from "./header.ts";
import type { CompileOptions } from "./options.ts";
import { packGroups } from "./pack.ts";
import type { RuleGroup } from "./rule.ts";
import { compileSlo } from "./slo-rules.ts";
import { groupsText, word } from "./yaml.ts";

/** The SLOs whose rules share a file: those of one service in one environment. */
export interface RuleFilePlan {
  /** Below the output folder: `rules/production/checkout.yaml`. */
  path: string;
  service: string;
  environment: string;
  slos: readonly Slo[];
}

/** One file a service and environment, sorted by path. */
export function planRuleFiles(slos: readonly Slo[]): readonly RuleFilePlan[] {
  const plans = new Map<string, RuleFilePlan & { slos: Slo[] }>();
  for (const slo of slos) {
    const { service, environment } = slo;
    const path = `rules/${environment}/${service}.yaml`;
    const plan = plans.get(path);
    if (plan === undefined) plans.set(path, { path, service, environment, slos: [slo] });
    else plan.slos.push(slo);
  }
  return [...plans.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

export type PolicyThresholds = ReadonlyMap<string, Thresholds>;

export const thresholdsByPolicy = (policies: readonly Policy[]): PolicyThresholds =>
  new Map(policies.map(({ name, thresholds }) => [name, thresholds]));

/** The groups of one rule file, packed as asked. */
export function groupsOf(
  plan: RuleFilePlan,
  options: CompileOptions,
  thresholds: PolicyThresholds,
): readonly RuleGroup[] {
  const groups = plan.slos.flatMap((slo) =>
    compileSlo(slo, options, thresholds.get(slo.policy) ?? defaultThresholds),
  );
  return options.pack === "service" ? packGroups(groups, plan) : groups;
}

/** The text of one rule file. */
export function ruleFileText(
  plan: RuleFilePlan,
  options: CompileOptions,
  thresholds: PolicyThresholds,
): string {
  const groups = groupsOf(plan, options, thresholds);
  return (
    headerLine +
    (options.format === "operator"
      ? objectText(plan, groups, options)
      : groupsText(groups, options.prometheusVersion))
  );
}

/** All rules as one text: a single rule file, or a stream of objects. */
export function allRulesText(
  plans: readonly RuleFilePlan[],
  options: CompileOptions,
  thresholds: PolicyThresholds,
): string {
  if (options.format === "operator")
    return plans.map((plan) => ruleFileText(plan, options, thresholds)).join("---\n");
  const groups = plans.flatMap((plan) => groupsOf(plan, options, thresholds));
  return headerLine + groupsText(groups, options.prometheusVersion);
}

// Dots keep the names apart: a-b.c and a.b-c are two services. Which Prometheus takes the object is the cluster's
// affair, so no other label is set.
const objectText = (
  { service, environment }: RuleFilePlan,
  groups: readonly RuleGroup[],
  { prometheusVersion }: CompileOptions,
): string =>
  "apiVersion: monitoring.coreos.com/v1\n" +
  "kind: PrometheusRule\n" +
  "metadata:\n" +
  `  name: ${word(`nines.${service}.${environment}`)}\n` +
  "  labels:\n" +
  "    app.kubernetes.io/managed-by: nines\n" +
  "spec:\n" +
  groupsText(groups, prometheusVersion, "  ");
