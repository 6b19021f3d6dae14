import type { Environment } from "../model/definitions.ts";
import type { JudgedSlo } from "../policy/judged.ts";
import type { Snapshot } from "./snapshot.ts";

/** What a snapshot is made of; everything else in it is an index of these. */
export type SnapshotParts = Pick<
  Snapshot,
  "cycle" | "startedAt" | "finishedAt" | "interval" | "spec" | "slos" | "sources" | "journal"
>;

const none: readonly JudgedSlo[] = [];

/** Indexes what a cycle found, so that no request ever searches. */
export function assemble(parts: SnapshotParts): Snapshot {
  const { services, environments, policies } = parts.spec.definitions;
  const byService = groupBy(parts.slos, ({ slo }) => slo.service);
  const byPlace = new Map(
    [...byService].map(([service, slos]) => [service, groupBy(slos, ({ slo }) => slo.environment)]),
  );
  return {
    ...parts,
    byId: new Map(parts.slos.map((judged) => [judged.slo.id, judged])),
    byService,
    services: new Map(services.map((service) => [service.name, service])),
    environments: new Map(environments.flatMap(namesOf)),
    policies: new Map(policies.map((policy) => [policy.name, policy])),
    slosOf: (service, environment) => byPlace.get(service)?.get(environment) ?? none,
  };
}

const namesOf = (environment: Environment): readonly (readonly [string, Environment])[] =>
  [environment.name, ...environment.aliases].map((name) => [name, environment] as const);

function groupBy(
  slos: readonly JudgedSlo[],
  key: (judged: JudgedSlo) => string,
): ReadonlyMap<string, readonly JudgedSlo[]> {
  const groups = new Map<string, JudgedSlo[]>();
  for (const judged of slos) {
    const name = key(judged);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [judged]);
    else group.push(judged);
  }
  return groups;
}
