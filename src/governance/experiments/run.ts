import type { Act, Occasion, Refusal } from "../act.ts";
import type { Facts } from "../facts.ts";
import { holds, type Identity } from "../people/identity.ts";
import type { Experiment } from "./experiment.ts";
import { findExperiment, isFound, mayExperiment, refuse, type State } from "./ground.ts";
import { consumedNow } from "./signal.ts";

/** Why the gate does not let it start; undefined when it does. */
export type GateSays = (experiment: Experiment) => string | undefined;

function mine(state: State, identity: Identity, id: string): Experiment | Refusal {
  const found = findExperiment(state, id);
  if (!isFound(found)) return found;
  return mayExperiment(identity, found.plan.service) ?? found;
}

/** From here on it is watched. What its SLOs have consumed by now is where its cost is counted from. */
export function startExperiment(
  state: State,
  { now }: Occasion,
  identity: Identity,
  { id }: { id: string },
  { facts, gate }: { facts: Facts; gate: GateSays },
): Act<{ id: string }> {
  const experiment = mine(state, identity, id);
  if (!isFound(experiment)) return experiment;
  // Told again, it is running already.
  if (experiment.state === "running") return { events: [], answer: { id } };
  if (experiment.state !== "approved" && experiment.state !== "pending")
    return refuse("conflict", `${id} is ${experiment.state}: ask for another one`);
  const why = gate(experiment);
  if (why !== undefined) return refuse("conflict", why);
  if (experiment.state === "pending") return refuse("conflict", `${id} waits for its approval`);
  const payload = { spentAt: consumedNow(experiment, facts) };
  return {
    events: [{ at: now, actor: identity.subject, kind: "experiment-started", subject: id, payload }],
    answer: { id },
  };
}

export function finishExperiment(
  state: State,
  { now }: Occasion,
  identity: Identity,
  { id, comment }: { id: string; comment?: string | undefined },
): Act<{ id: string }> {
  const experiment = mine(state, identity, id);
  if (!isFound(experiment)) return experiment;
  if (experiment.state === "finished") return { events: [], answer: { id } };
  if (experiment.state !== "running") return refuse("conflict", `${id} is ${experiment.state}, not running`);
  const payload = comment === undefined ? {} : { comment };
  return {
    events: [{ at: now, actor: identity.subject, kind: "experiment-finished", subject: id, payload }],
    answer: { id },
  };
}

/** Everybody who may act may stop one. Before its start it is taken back. */
export function abortExperiment(
  state: State,
  { now }: Occasion,
  identity: Identity,
  { id, reason }: { id: string; reason: string },
): Act<{ id: string }> {
  const experiment = findExperiment(state, id);
  if (!isFound(experiment)) return experiment;
  if (!holds(identity, "requester", "approver", "machine", "admin"))
    return refuse("forbidden", "stopping an experiment needs a role that acts");
  const event = { at: now, actor: identity.subject, subject: id } as const;
  if (experiment.state === "pending" || experiment.state === "approved")
    return { events: [{ ...event, kind: "experiment-withdrawn", payload: { reason } }], answer: { id } };
  if (experiment.state === "aborted") return { events: [], answer: { id } };
  if (experiment.state !== "running") return refuse("conflict", `${id} is ${experiment.state}, not running`);
  return {
    events: [{ ...event, kind: "experiment-aborted", payload: { cause: "by-hand", reason } }],
    answer: { id },
  };
}
