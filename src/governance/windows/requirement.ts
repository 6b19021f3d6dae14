import { gradedStates } from "../../model/policy.ts";
import type { Requirement } from "../exceptions/request.ts";
import { covers, mergeSeats, requirementFor as requirementOfStakes } from "../exceptions/requirement.ts";
import type { Facts } from "../facts.ts";
import { missingSeats, type Stake } from "../quorum.ts";
import type { MaintenanceWindow, WindowRequest } from "./window.ts";

/** What quiets alerts or closes the gate takes nothing from anybody; the rest is another person's to approve. */
export const needsApproval = ({ acts }: WindowRequest): boolean =>
  acts.budget !== "count" || acts.gate === "open";

/**
 * The quorum of the present state. Where the policy asks nobody, as for a healthy budget, one other person is still
 * asked for: a budget is never changed by one alone. Undefined when nothing in the window needs approval.
 */
export const requirementFor = (request: WindowRequest, facts: Facts): Requirement | undefined =>
  needsApproval(request) ? requirementOfStakes(stakesOf(request, facts), ownerOf(request, facts)) : undefined;

const stakesOf = (request: WindowRequest, facts: Facts): readonly Stake[] =>
  request.environments
    .flatMap((environment) => facts.slosOf(request.service, environment))
    .filter(({ slo }) => request.slos.length === 0 || request.slos.includes(slo.id))
    .map(({ standing, policy }) => ({ state: standing.state, policy }));

/**
 * More is asked for when the budget has worsened or the policy become stricter; never less. A state that is not
 * known worsens nothing for good: a Prometheus that is restarted must not cost every window a director.
 */
export function raised(former: Requirement, request: WindowRequest, facts: Facts): Requirement {
  const owner = ownerOf(request, facts);
  const known = stakesOf(request, facts).filter(({ state }) => state !== "unknown");
  const present = requirementOfStakes(known, owner);
  if (present === undefined || covers(former.seats, present.seats, owner)) return former;
  const rank = ({ state }: Requirement): number => gradedStates.indexOf(state);
  const worse = rank(present) >= rank(former) ? present : former;
  return { ...worse, seats: mergeSeats(former.seats, present.seats, owner) };
}

export const ownerOf = ({ service }: WindowRequest, facts: Facts): string | undefined =>
  facts.services.get(service)?.owner;

/** What is asked for now, and which of its seats nobody fills; undefined when nothing needs approval. */
export function asking(
  window: MaintenanceWindow,
  facts: Facts,
): { requirement: Requirement; missing: readonly string[] } | undefined {
  if (window.requirement === undefined) return undefined;
  const requirement = raised(window.requirement, window.request, facts);
  return {
    requirement,
    missing: missingSeats(requirement.seats, window.approvals, ownerOf(window.request, facts)),
  };
}
