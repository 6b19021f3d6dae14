import type { WindowBudgetEffect } from "../../model/governance/states.ts";
import type { GroupLabels } from "../../model/observation.ts";
import { timestamp, type Timestamp } from "../../model/units.ts";
import type { Requirement } from "../exceptions/request.ts";
import { isQuorate } from "../quorum.ts";
import { occurrencesOf, type Occurrence } from "./schedule/occurrences.ts";
import { isInForce } from "./standing.ts";
import type { MaintenanceWindow, WindowActs, WindowRequest } from "./window.ts";

/** One group of one SLO; `group` is empty for an SLO that groups by nothing. */
export interface Scope {
  service: string;
  /** SLO id. */
  slo: string;
  /** Canonical name. */
  environment: string;
  group: GroupLabels;
}

/** Whose approval counts when the gate is to be opened: as things are at this moment. */
export interface Approving {
  /** The service's owner group. */
  owner: string | undefined;
  /** The quorum of the present state under the policy now in force; undefined when nothing need be asked. */
  requirement: Requirement | undefined;
}

/** Whether a window speaks of this group of this SLO. One of a single group never speaks for the whole. */
export const concerns = ({ service, environments, slos, group }: WindowRequest, scope: Scope): boolean =>
  service === scope.service &&
  environments.includes(scope.environment) &&
  (slos.length === 0 || slos.includes(scope.slo)) &&
  Object.entries(group).every(([name, value]) => scope.group[name] === value);

/**
 * What a window does while it runs. An approval that was enough when it was given opens the gate only if it is
 * enough now: both its own requirement and the present one must be met.
 */
export function actsNow(window: MaintenanceWindow, { owner, requirement }: Approving): WindowActs {
  const { alerts, budget, gate } = window.request.acts;
  const inForce = isInForce(window);
  const isFull = (asked: Requirement | undefined): boolean =>
    isQuorate(asked?.seats ?? [], window.approvals, owner);
  const mayOpen = inForce && isFull(window.requirement) && isFull(requirement);
  return {
    alerts,
    budget: inForce ? budget : "count",
    gate: gate === "open" && !mayOpen ? "none" : gate,
  };
}

/** What a window does to the adjusted budget in one stretch of time. */
export interface BudgetInterval extends Occurrence {
  effect: Exclude<WindowBudgetEffect, "count">;
  request: WindowRequest;
}

/**
 * When the window changed the budget between from … to, cut to it: as it was approved at the time, until it was
 * changed or cancelled. Nothing while it waits for its quorum; all of it, looking back, once that is full.
 */
export function occurrencesWithin(
  window: MaintenanceWindow,
  from: Timestamp,
  to: Timestamp,
): readonly BudgetInterval[] {
  const { request, since, former, cancelled } = window;
  const present = { request, since, until: cancelled?.at };
  return [...former, ...(isInForce(window) ? [present] : [])].flatMap((version) => {
    const { effect, first, last } = {
      effect: version.request.acts.budget,
      first: timestamp(Math.max(from, version.since ?? from)),
      last: timestamp(Math.min(to, version.until ?? to)),
    };
    if (effect === "count" || first >= last) return [];
    return occurrencesOf(version.request.schedule, first, last).map((each) => ({
      from: timestamp(Math.max(each.from, first)),
      to: timestamp(Math.min(each.to, last)),
      effect,
      request: version.request,
    }));
  });
}
