import type { Act } from "../../../src/governance/act.ts";
import { isRefusal } from "../../../src/governance/act.ts";
import type { PlanInput } from "../../../src/governance/experiments/request.ts";
import { requestExperiment } from "../../../src/governance/experiments/request.ts";
import { startExperiment } from "../../../src/governance/experiments/run.ts";
import { emptyState, type GovernanceState } from "../../../src/governance/state.ts";
import type { ExperimentPolicy } from "../../../src/model/experiment.ts";
import { ratio } from "../../../src/model/units.ts";
import { duration } from "../../support/slos.ts";
import { judged, noon, policyOf, serviceOf, snapshotOf } from "../../support/snapshots.ts";
import { accept, alice, occasion } from "../windows/windows.ts";

export const planOf = (changes: Partial<PlanInput> = {}): PlanInput => ({
  service: "checkout",
  environment: "production",
  title: "kill one pod",
  blastRadius: "1 of 12 pods",
  cost: ratio(0.02),
  caps: { spend: ratio(0.04), burn: 10 },
  length: duration("30m"),
  ...changes,
});

export const strict = (experiments: Partial<ExperimentPolicy> = {}) =>
  policyOf({ experiments: { floor: ratio(0.5), approval: [], ...experiments } });

type Said = NonNullable<Parameters<typeof judged>[0]>;

/** checkout with so much of its budget consumed, and who depends on it, under a policy that asks of experiments. */
export function company(
  said: Said = { consumed: 0.2 },
  experiments: Partial<ExperimentPolicy> = {},
  shop: Said = {},
) {
  const policy = strict(experiments);
  const snapshot = snapshotOf([
    judged({ ...said, policy, slo: { service: "checkout" } }),
    judged({ consumed: 0.1, ...shop, policy, slo: { service: "shop" } }),
  ]);
  const services = new Map(snapshot.services);
  services.set("checkout", serviceOf("checkout", { owner: "team-shop" }));
  services.set("shop", serviceOf("shop", { dependsOn: [{ kind: "serial", service: "checkout" }] }));
  return { ...snapshot, services, policies: new Map([...snapshot.policies, [policy.name, policy]]) };
}
export type Company = ReturnType<typeof company>;

/** An experiment that was asked for; and started, where nothing is in the way. */
export function requested(
  facts: Company,
  changes: Partial<PlanInput> = {},
  state: GovernanceState = emptyState(),
) {
  const { id } = accept(state, requestExperiment(state, occasion(), alice, planOf(changes), facts));
  return { state, id, experiment: () => state.experiments.get(id)! };
}

export function running(
  facts: Company,
  changes: Partial<PlanInput> = {},
  state: GovernanceState = emptyState(),
) {
  const asked = requested(facts, changes, state);
  accept(
    state,
    startExperiment(state, occasion(noon), alice, { id: asked.id }, { facts, gate: () => undefined }),
  );
  return asked;
}

export const refusalIn = (act: Act<unknown>): string =>
  isRefusal(act) ? `${act.refused}: ${act.message}` : "accepted";
