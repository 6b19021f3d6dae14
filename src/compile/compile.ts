import type { Definitions } from "../model/definitions.ts";
import type { Slo } from "../model/slo.ts";
import { alertmanagerText } from "./alertmanager.ts";
import type { CompileOptions } from "./options.ts";
import { limitWarning } from "./pack.ts";
import { allRulesText, groupsOf, planRuleFiles, ruleFileText, thresholdsByPolicy } from "./rule-files.ts";

export interface CompiledFile {
  /** Below the output folder, with `/`. */
  path: string;
  text: string;
}

/** A file whose text is made when it is asked for: ten thousand SLOs are 200 MB of rules, too much to hold at once. */
export interface PlannedFile {
  path: string;
  render: () => string;
}

export interface Plan {
  files: readonly PlannedFile[];
  slos: readonly Slo[];
  /** All rules as one text, for standard output. */
  rulesText: () => string;
  /** What a person should know though nothing is wrong, one sentence each. */
  warnings: readonly string[];
}

const isWanted = ({ id }: Slo, { include, exclude }: CompileOptions): boolean =>
  (include === undefined || include.test(id)) && !(exclude?.test(id) ?? false);

/** Everything that `slos/` compiles to. @throws AlertmanagerBaseError when the base cannot be extended */
export function planDefinitions(definitions: Definitions, options: CompileOptions): Plan {
  const slos = definitions.slos.filter((slo) => isWanted(slo, options));
  const thresholds = thresholdsByPolicy(definitions.policies);
  const plans = planRuleFiles(slos);
  const alertmanager = alertmanagerText(slos, options.alertmanagerBase);
  return {
    slos,
    rulesText: () => allRulesText(plans, options, thresholds),
    files: [
      { path: "alertmanager.yaml", render: () => alertmanager.text },
      ...plans.map((plan) => ({ path: plan.path, render: () => ruleFileText(plan, options, thresholds) })),
    ],
    warnings: [...alertmanager.warnings, ...(options.pack === "service" ? packWarnings() : [])],
  };

  function packWarnings(): readonly string[] {
    const groups = plans.reduce((sum, plan) => sum + groupsOf(plan, options, thresholds).length, 0);
    const warning = limitWarning(groups, slos.length);
    return warning === undefined ? [] : [warning];
  }
}

/** {@link planDefinitions} with every text at once. */
export const compileDefinitions = (definitions: Definitions, options: CompileOptions): CompiledFile[] =>
  planDefinitions(definitions, options).files.map(({ path, render }) => ({ path, text: render() }));
