import { createHash } from "node:crypto";
import type { Refusal, RefusalCode } from "../act.ts";
import { canonical } from "../chain.ts";
import { actsFor, holds, type Identity, type Role } from "../people/identity.ts";
import type { GovernanceState } from "../state.ts";
import type { Experiment, ExperimentPlan } from "./experiment.ts";

/** What the commands on experiments have in common. */

export type State = Pick<GovernanceState, "experiments" | "incidents">;

export const refuse = (refused: RefusalCode, message: string, fields?: Refusal["fields"]): Refusal => ({
  refused,
  message,
  ...(fields !== undefined && { fields }),
});

export const hashOf = (plan: ExperimentPlan): string =>
  createHash("sha256").update(canonical(plan)).digest("hex");

const askers: readonly Role[] = ["requester", "machine", "admin"];

export function mayExperiment(identity: Identity, service: string): Refusal | undefined {
  if (!holds(identity, ...askers))
    return refuse("forbidden", "experimenting needs the role requester or machine");
  return actsFor(identity, service)
    ? undefined
    : refuse("forbidden", `${identity.subject} does not act for the service ${service}`);
}

export const isFound = (found: Experiment | Refusal): found is Experiment => !("refused" in found);

export function findExperiment(
  { experiments }: Pick<State, "experiments">,
  id: string,
): Experiment | Refusal {
  return experiments.get(id) ?? refuse("not-found", `there is no experiment ${JSON.stringify(id)}`);
}
