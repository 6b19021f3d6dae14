import type { Service } from "../model/definitions.ts";
import {
  decisions,
  type ChangeKind,
  type Decision,
  type DependencyEffect,
  type Policy,
} from "../model/policy.ts";
import type { JudgedGroup, JudgedSlo } from "../policy/judged.ts";
import { factsOf, groupsAsked, type Asked } from "./reasons.ts";
import type { Reason } from "./verdict.ts";
import { describeStanding } from "./words.ts";

/** `hold` keeps back what can wait; whatever repairs or is owed passes with a warning. */
const canWait: readonly ChangeKind[] = ["feature", "experiment"];

const decisionOf = (effect: DependencyEffect, change: ChangeKind): Decision => {
  switch (effect) {
    case "hold":
      return canWait.includes(change) ? "needs_exception" : "warn";
    case "warn":
      return "warn";
    case "ignore":
      return "allow";
  }
};

interface Ailment {
  judged: JudgedSlo;
  group: JudgedGroup;
  what: "fastBurn" | "frozen";
  effect: DependencyEffect;
  decision: Decision;
}

/**
 * What ailing dependencies do to a change, one level up: a service is held by what it depends on, never by what
 * depends on it, and never by its dependencies' own dependencies. One ailment an SLO, the graver one.
 */
function ailments(
  service: Service,
  policy: Policy,
  asked: Asked,
): readonly (Ailment & { dependency: string })[] {
  return service.dependsOn.flatMap((dependency) =>
    asked.view
      .slosOf(dependency, asked.environment)
      .filter(({ slo }) => slo.gate)
      .flatMap((judged) => {
        const found = groupsAsked(judged, asked.group).flatMap((group) =>
          ails(judged, group, policy, asked.change),
        );
        const [gravest] = found.sort((a, b) => rank(b.decision) - rank(a.decision));
        return gravest === undefined ? [] : [{ ...gravest, dependency }];
      }),
  );
}

const rank = (decision: Decision): number => decisions.indexOf(decision);

const ails = (
  judged: JudgedSlo,
  group: JudgedGroup,
  policy: Policy,
  change: ChangeKind,
): readonly Ailment[] => {
  const found = [
    ...(group.assessment.fastBurn ? (["fastBurn"] as const) : []),
    ...(group.standing.state === "frozen" ? (["frozen"] as const) : []),
  ];
  return found
    .map((what) => ({ judged, group, what, effect: policy.dependencies[what] }))
    .filter(({ effect }) => effect !== "ignore")
    .map((ailment) => ({ ...ailment, decision: decisionOf(ailment.effect, change) }));
};

export const decideDependencies = (service: Service, policy: Policy, asked: Asked): readonly Decision[] =>
  ailments(service, policy, asked).map(({ decision }) => decision);

export const dependencyReasons = (service: Service, policy: Policy, asked: Asked): readonly Reason[] =>
  ailments(service, policy, asked).map(({ dependency, judged, group, what, effect, decision }) => ({
    kind: "dependency",
    slo: judged.slo.id,
    path: [service.name, dependency],
    ...factsOf(judged, group, asked.elapsed),
    policy: policy.name,
    policyHash: policy.hash,
    decision,
    sentence: `${service.name} depends on ${dependency}: ${describeStanding(judged, group)}; dependencies.${what}: ${effect} → ${decision}`,
  }));
