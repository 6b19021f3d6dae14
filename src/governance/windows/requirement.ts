import { gradedStates } from "../../model/policy.ts";
import type { Requirement } from "../exceptions/request.ts";
import type { Facts } from "../facts.ts";
import { missingSeats, requirementOf, seat, unionOf } from "../quorum.ts";
import type { MaintenanceWindow, WindowRequest } from "./window.ts";

/** What quiets alerts or closes the gate takes nothing from anybody; the rest is another person's to approve. */
export const needsApproval = ({ acts }: WindowRequest): boolean =>
  acts.budget !== "count" || acts.gate === "open";

/**
 * The quorum of the present state. Where the policy asks nobody, as for a healthy budget, one other person is still
 * asked for: a budget is never changed by one alone. Undefined when nothing in the window needs approval.
 */
export function requirementFor(request: WindowRequest, facts: Facts): Requirement | undefined {
  if (!needsApproval(request)) return undefined;
  const concerned = request.environments
    .flatMap((environment) => facts.slosOf(request.service, environment))
    .filter(({ slo }) => request.slos.length === 0 || request.slos.includes(slo.id));
  const asked = requirementOf(concerned.map(({ standing, policy }) => ({ state: standing.state, policy })));
  return asked?.seats.length === 0 ? { ...asked, seats: [seat.any] } : asked;
}

/** More is asked for when the budget has worsened or the policy become stricter; never less. */
export function raised(former: Requirement, present: Requirement | undefined): Requirement {
  if (present === undefined) return former;
  const isNamed = (name: string): boolean => name !== seat.any;
  const named = unionOf([former.seats.filter(isNamed), present.seats.filter(isNamed)]);
  // Whoever sits for a named seat is also somebody: `any` is asked for only as far as the names do not reach.
  const others = Math.max(former.seats.length, present.seats.length) - named.length;
  const seats = [...named, ...Array.from({ length: Math.max(others, 0) }, () => seat.any)];
  if (missingFrom(former.seats, seats).length === 0) return former;
  const rank = ({ state }: Requirement): number => gradedStates.indexOf(state);
  return { ...(rank(present) >= rank(former) ? present : former), seats };
}

/** Seats that are asked for beyond those that there were. */
const missingFrom = (former: readonly string[], seats: readonly string[]): readonly string[] =>
  unionOf([former, seats]).slice(former.length);

export const ownerOf = ({ service }: WindowRequest, facts: Facts): string | undefined =>
  facts.services.get(service)?.owner;

/** What is asked for now, and which of its seats nobody fills; undefined when nothing needs approval. */
export function asking(
  window: MaintenanceWindow,
  facts: Facts,
): { requirement: Requirement; missing: readonly string[] } | undefined {
  if (window.requirement === undefined) return undefined;
  const requirement = raised(window.requirement, requirementFor(window.request, facts));
  return {
    requirement,
    missing: missingSeats(requirement.seats, window.approvals, ownerOf(window.request, facts)),
  };
}
