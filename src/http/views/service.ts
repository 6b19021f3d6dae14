import type { Decide } from "../deps.ts";
import type { GovernanceState } from "../../governance/state.ts";
import { servicesNamed } from "../../model/dependencies.ts";
import type { Service } from "../../model/definitions.ts";
import { defaultChangeKind } from "../../model/policy.ts";
import type { Snapshot } from "../../runtime/snapshot.ts";
import { worstFirst } from "../order.ts";
import type { ServiceBody, ServiceDetailBody } from "../schemas/service.ts";
import type { JudgedSlo } from "../../policy/judged.ts";
import { webHref } from "./links.ts";
import { countStates, cycleView, present } from "./common.ts";
import { sloView, type Moment } from "./slo.ts";

const slosOf = (snapshot: Snapshot, service: string) =>
  (snapshot.byService.get(service) ?? []).toSorted(worstFirst);

const runbooksOf = (judged: readonly JudgedSlo[]): string[] => [
  ...new Set(judged.flatMap(({ slo }) => webHref(slo.alerting.runbook) ?? [])),
];

export function serviceView(service: Service, snapshot: Snapshot): ServiceBody {
  const judged = slosOf(snapshot, service.name);
  return present({
    name: service.name,
    owner: service.owner,
    criticality: service.criticality,
    labels: service.labels,
    policy: service.policy,
    dependsOn: [...servicesNamed(service.dependsOn)],
    environments: service.environments,
    delivery: service.delivery,
    state: judged[0]?.standing.state ?? "unknown",
    slos: judged.length,
    states: countStates(judged.map(({ standing }) => standing.state)),
  }) as ServiceBody;
}

export function serviceDetailView(
  service: Service,
  moment: Moment,
  { decide, governance }: { decide: Decide; governance: () => GovernanceState },
): ServiceDetailBody {
  const { snapshot, now } = moment;
  const ask = (environment: string) => {
    const subject = { kind: "service", service: service.name, environment } as const;
    return decide({ subject, change: defaultChangeKind, group: {} }, snapshot, governance(), now);
  };
  return {
    ...serviceView(service, snapshot),
    dependants: [...snapshot.services.values()]
      .filter(({ dependsOn }) => servicesNamed(dependsOn).includes(service.name))
      .map(({ name }) => name)
      .sort(),
    gate: service.environments.map((environment) => {
      const { decision, allowedNow } = ask(environment);
      return { environment, decision, allowedNow: [...allowedNow] };
    }),
    runbooks: runbooksOf(slosOf(snapshot, service.name)),
    items: slosOf(snapshot, service.name).map((judged) => sloView(judged, moment)),
    snapshot: cycleView(snapshot, now),
  };
}
