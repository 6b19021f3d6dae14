import type { Service } from "../model/definitions.ts";
import { describeDependency } from "../model/dependencies.ts";
import type { ChangeKind, Decision, Policy } from "../model/policy.ts";
import { canWait } from "../model/treatment.ts";
import { ailmentsOf, isHolding, type Ailment } from "../policy/dependencies.ts";
import { factsOf, groupsAsked, type Asked } from "./reasons.ts";
import type { Reason } from "./verdict.ts";
import { describeStanding } from "./words.ts";

const decisionOf = (ailment: Ailment, change: ChangeKind): Decision =>
  isHolding(ailment) && canWait.includes(change) ? "needs_exception" : "warn";

const ailments = (
  service: Service,
  policy: Policy,
  { view, environment, group }: Asked,
): readonly Ailment[] =>
  ailmentsOf(service.dependsOn, policy, (dependency) =>
    view
      .slosOf(dependency, environment)
      .filter(({ slo }) => slo.gate)
      .map((judged) => ({ judged, groups: groupsAsked(judged, group) })),
  );

export const decideDependencies = (service: Service, policy: Policy, asked: Asked): readonly Decision[] =>
  ailments(service, policy, asked).map((ailment) => decisionOf(ailment, asked.change));

export const dependencyReasons = (service: Service, policy: Policy, asked: Asked): readonly Reason[] =>
  ailments(service, policy, asked).map((ailment) => {
    const { judged, group } = ailment;
    const decision = decisionOf(ailment, asked.change);
    return {
      kind: "dependency",
      slo: judged.slo.id,
      path: [service.name, ailment.service],
      ...factsOf(judged, group, asked.elapsed),
      policy: policy.name,
      policyHash: policy.hash,
      decision,
      sentence: `${subjectOf(service, ailment)}: ${describeStanding(judged, group)}; ${rulingOf(ailment)} → ${decision}`,
    };
  });

function subjectOf({ name }: Service, { dependency, service }: Ailment): string {
  const whole = `${name} depends on ${describeDependency(dependency)}`;
  return dependency.kind === "redundant" ? `${whole}; ${service}` : whole;
}

function rulingOf({ dependency, what, effect, eased }: Ailment): string {
  const ruling = `dependencies.${what}: ${effect}`;
  if (dependency.kind === "redundant")
    return `${ruling}${eased ? ", once all of them do" : effect === "hold" ? ", and all of them do" : ""}`;
  return eased ? `${ruling}, but it is optional` : ruling;
}
