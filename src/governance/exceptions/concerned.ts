import { servicesNamed, type Dependency } from "../../model/dependencies.ts";
import type { Policy, State } from "../../model/policy.ts";
import { ailmentsOf, isHolding } from "../../policy/dependencies.ts";
import type { JudgedSlo } from "../../policy/judged.ts";
import type { Facts } from "../facts.ts";
import type { Stake } from "../quorum.ts";
import type { ExceptionRequest } from "./request.ts";

type Scope = Pick<ExceptionRequest, "service" | "slos" | "environments">;

/** The policy of the service itself: of its silver bullets, its deadlines, and of what it depends on. */
export const servicePolicy = ({ service }: Pick<Scope, "service">, facts: Facts): Policy | undefined =>
  facts.policies.get(facts.services.get(service)?.policy ?? "");

const names = ({ slos }: Scope, { slo }: JudgedSlo): boolean => slos.includes(slo.id);

/** SLOs of the service itself that the exception speaks of and the gate judges. */
export const ownSlos = (scope: Scope, facts: Facts): readonly JudgedSlo[] =>
  scope.environments
    .flatMap((environment) => facts.slosOf(scope.service, environment))
    .filter((judged) => judged.slo.gate && (scope.slos.length === 0 || names(scope, judged)));

/**
 * SLOs of what the service depends on that hold it, or that the exception names: it is asked for as if their state
 * were the service's own, under the service's policy.
 */
export function dependencySlos(scope: Scope, facts: Facts): readonly JudgedSlo[] {
  const { dependsOn } = facts.services.get(scope.service) ?? {};
  const policy = servicePolicy(scope, facts);
  if (dependsOn === undefined || policy === undefined) return [];
  const judgedIn = (environment: string) => (service: string) =>
    facts.slosOf(service, environment).filter(({ slo }) => slo.gate);
  return scope.environments.flatMap((environment) =>
    scope.slos.length === 0
      ? holding(dependsOn, policy, judgedIn(environment))
      : servicesNamed(dependsOn)
          .flatMap(judgedIn(environment))
          .filter((judged) => names(scope, judged)),
  );
}

const holding = (
  dependsOn: readonly Dependency[],
  policy: Policy,
  judgedOf: (service: string) => readonly JudgedSlo[],
): readonly JudgedSlo[] =>
  ailmentsOf(dependsOn, policy, (service) =>
    judgedOf(service).map((judged) => ({
      judged,
      groups: judged.groups.filter(({ assessment }) => !assessment.gone),
    })),
  )
    .filter(isHolding)
    .map(({ judged }) => judged);

/** Every SLO whose budget the exception may overspend, or in spite of which it opens the gate. */
export const slosConcerned = (scope: Scope, facts: Facts): readonly JudgedSlo[] => [
  ...ownSlos(scope, facts),
  ...dependencySlos(scope, facts),
];

/** Who has a say, and in which state: without any SLO to judge by it is asked as for what is not known. */
export function stakesOf(scope: Scope, facts: Facts): readonly Stake[] {
  const policy = servicePolicy(scope, facts);
  const own = ownSlos(scope, facts).map(stakeOf);
  const others = policy === undefined ? [] : dependencySlos(scope, facts).map(asIfOwn(policy));
  const held = scope.environments
    .flatMap((environment) => facts.heldOf?.(scope.service, environment) ?? [])
    .filter(({ slo }) => scope.slos.length === 0 || scope.slos.includes(slo));
  const stakes = [...own, ...others, ...held.map(({ state, policy: former }) => ({ state, policy: former }))];
  return stakes.length === 0 && policy !== undefined ? [{ state: "unknown", policy }] : stakes;
}

const stakeOf = ({ standing, policy }: JudgedSlo): Stake => ({ state: standing.state, policy });
const asIfOwn =
  (policy: Policy) =>
  ({ standing }: { standing: { state: State } }): Stake => ({ state: standing.state, policy });

/** Ids that the exception names and nobody promises any more, in any of its environments. */
export function goneSlos(scope: Scope, facts: Facts): readonly string[] {
  const known = new Set(namable(scope, facts));
  return scope.slos.filter((id) => !known.has(id));
}

/** Ids that an exception may name: of the service, and of what it depends on. */
export const namable = (scope: Pick<Scope, "service" | "environments">, facts: Facts): readonly string[] => {
  const service = facts.services.get(scope.service);
  const services = service === undefined ? [] : [service.name, ...servicesNamed(service.dependsOn)];
  return scope.environments.flatMap((environment) =>
    services.flatMap((name) => facts.slosOf(name, environment).map(({ slo }) => slo.id)),
  );
};
