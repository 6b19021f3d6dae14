import { emptyState, type GovernanceState } from "../../governance/state.ts";
import type { Policy } from "../../model/policy.ts";
import type { JudgedGroup, JudgedSlo } from "../../policy/judged.ts";
import type { GateView } from "../view.ts";
import type { GateInputs, SloInput } from "./inputs.ts";

/** The world as a recorded decision saw it: what `decide` takes, made of what it took. */
export function revive(inputs: GateInputs): { view: GateView; governance: GovernanceState } {
  const policies = byName(inputs.policies);
  const slos = inputs.slos.map((input) => judgedOf(input, policies));
  return {
    view: {
      services: byName(inputs.services),
      environments: new Map(
        inputs.environments.flatMap((environment) =>
          [environment.name, ...environment.aliases].map((name) => [name, environment] as const),
        ),
      ),
      policies,
      slosOf: (service, environment) =>
        slos.filter(({ slo }) => slo.service === service && slo.environment === environment),
      finishedAt: inputs.finishedAt,
      interval: inputs.interval,
    },
    governance: {
      ...emptyState(),
      exceptions: byId(inputs.exceptions),
      windows: byId(inputs.windows),
      loosenings: byId(inputs.loosenings),
      deployed: new Map(inputs.deployed),
      incidents: byId(inputs.incidents),
      experiments: byId(inputs.experiments),
    },
  };
}

const byName = <Item extends { name: string }>(items: readonly Item[]): Map<string, Item> =>
  new Map(items.map((item) => [item.name, item]));
const byId = <Item extends { id: string }>(items: readonly Item[]): Map<string, Item> =>
  new Map(items.map((item) => [item.id, item]));

/** The gate reads nothing of what was left out: that is what a replay proves. */
function judgedOf(input: SloInput, policies: ReadonlyMap<string, Policy>): JudgedSlo {
  const policy = policies.get(input.policy);
  if (policy === undefined) throw new TypeError(`the inputs lack the policy ${input.policy}`);
  const groups = input.groups as readonly JudgedGroup[];
  const worst = groups[input.worst];
  if (worst === undefined) throw new TypeError(`the inputs lack the worst group of ${input.slo.id}`);
  return {
    slo: input.slo as JudgedSlo["slo"],
    policy,
    assessment: {
      ...input.assessment,
      slo: input.slo.id,
      groups: groups.map(({ assessment }) => assessment),
      warnings: [],
    },
    standing: input.standing,
    worst,
    groups,
  };
}
