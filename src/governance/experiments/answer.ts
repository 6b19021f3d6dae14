import type { Act, Occasion, Refusal } from "../act.ts";
import { servicePolicy } from "../exceptions/concerned.ts";
import type { Facts } from "../facts.ts";
import { holds, type Identity } from "../people/identity.ts";
import { describeSeats, groupToSitFor, missingSeats } from "../quorum.ts";
import type { Experiment } from "./experiment.ts";
import { findExperiment, isFound, refuse, type State } from "./ground.ts";

/** Seats as they are asked for now: those of the request, and what the policy has added since. */
export const seatsOf = ({ plan, seats }: Experiment, facts: Facts): readonly string[] => {
  const present = servicePolicy(plan, facts)?.experiments?.approval ?? [];
  return present.length > seats.length ? present : seats;
};

function waiting(state: State, identity: Identity, id: string): Experiment | Refusal {
  const found = findExperiment(state, id);
  if (!isFound(found)) return found;
  if (found.state !== "pending")
    return refuse("conflict", `${id} is ${found.state}: there is nothing to decide`);
  if (!holds(identity, "approver", "admin")) return refuse("forbidden", "deciding needs the role approver");
  return found;
}

export interface ApproveInput {
  id: string;
  /** Of the plan as it was read. */
  requestHash: string;
  group?: string | undefined;
  comment?: string | undefined;
}

/** Takes one seat; the last one lets it start, should the gate agree then. */
export function approveExperiment(
  state: State,
  { now }: Occasion,
  identity: Identity,
  { id, requestHash, group, comment }: ApproveInput,
  facts: Facts,
): Act<{ id: string }> {
  const experiment = waiting(state, identity, id);
  if (!isFound(experiment)) return experiment;
  if (identity.subject === experiment.requestedBy)
    return refuse("own-request", "nobody approves the experiment that they asked for");
  if (requestHash !== experiment.requestHash)
    return refuse("outdated", "what was approved is not what is asked for: read it again");
  const owner = facts.services.get(experiment.plan.service)?.owner;
  const seats = seatsOf(experiment, facts);
  const sitsFor = groupToSitFor(identity, seats, experiment.approvals, owner, group);
  if (sitsFor === undefined)
    return refuse(
      "not-in-quorum",
      `it waits for ${describeSeats(missingSeats(seats, experiment.approvals, owner), owner)}: ${identity.subject} has no seat there`,
    );
  const seated = [...experiment.approvals, { by: identity.subject, group: sitsFor, standIn: false }];
  const complete = missingSeats(seats, seated, owner).length === 0;
  const payload = { requestHash, group: sitsFor, complete, ...(comment !== undefined && { comment }) };
  return {
    events: [{ at: now, actor: identity.subject, kind: "experiment-approved", subject: id, payload }],
    answer: { id },
  };
}

export function denyExperiment(
  state: State,
  { now }: Occasion,
  identity: Identity,
  { id, reason }: { id: string; reason: string },
): Act<{ id: string }> {
  const experiment = waiting(state, identity, id);
  if (!isFound(experiment)) return experiment;
  return {
    events: [
      { at: now, actor: identity.subject, kind: "experiment-denied", subject: id, payload: { reason } },
    ],
    answer: { id },
  };
}
