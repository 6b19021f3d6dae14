import type { Act, Occasion, Refusal } from "../../act.ts";
import type { Requirement } from "../../exceptions/request.ts";
import type { Facts } from "../../facts.ts";
import type { Identity } from "../../people/identity.ts";
import { describeSeats, groupToSitFor, isQuorate } from "../../quorum.ts";
import type { GovernanceState } from "../../state.ts";
import { checkText } from "../request.ts";
import { asking, ownerOf } from "../requirement.ts";
import type { MaintenanceWindow } from "../window.ts";
import { invalid, liveWindow, mayJudge, recorded, refuse } from "./ground.ts";

export interface ApproveInput {
  id: string;
  /** What was read; another hash means that it was edited since. */
  requestHash?: string | undefined;
  /** The group to sit for, where a person has several. */
  group?: string | undefined;
  comment?: string | undefined;
}

export interface DenyInput {
  id: string;
  reason: string;
}

/** What is judged: the window, what it asks for now, and which seats are free. */
interface Case {
  window: MaintenanceWindow;
  requirement: Requirement;
  missing: readonly string[];
}

/** Fills one seat. With the last one the window acts on budget and gate, looking back to its start. */
export function approveWindow(
  state: GovernanceState,
  { now }: Occasion,
  identity: Identity,
  { id, requestHash, group: wanted, comment }: ApproveInput,
  facts: Facts,
): Act<MaintenanceWindow> {
  const found = caseOf(state, identity, id, facts);
  if ("refused" in found) return found;
  const { window, requirement, missing } = found;
  if (requestHash !== undefined && requestHash !== window.requestHash)
    return refuse(
      "outdated",
      `${id} was changed since you read it: read it again, then approve what it says now`,
    );
  if (window.approvals.some(({ by }) => by === identity.subject))
    return refuse("conflict", `${identity.subject} has approved ${id} already`);
  if (missing.length === 0) return refuse("conflict", `${id} is approved already`);
  const owner = ownerOf(window.request, facts);
  const { seats } = requirement;
  const group = groupToSitFor(identity, seats, window.approvals, owner, wanted);
  if (group === undefined) return noSeat(identity, missing, owner);
  const filled = [...window.approvals, { by: identity.subject, group, standIn: false }];
  return recorded(window, {
    at: now,
    actor: identity.subject,
    kind: "window-approved",
    subject: id,
    payload: {
      requestHash: window.requestHash,
      group,
      complete: isQuorate(seats, filled, owner),
      ...(requirement !== window.requirement && { requirement }),
      ...(comment !== undefined && { comment }),
    },
  });
}

/** Ends a window before it is approved: nothing of it acts from here on. */
export function denyWindow(
  state: GovernanceState,
  { now }: Occasion,
  identity: Identity,
  { id, reason }: DenyInput,
  facts: Facts,
): Act<MaintenanceWindow> {
  const found = caseOf(state, identity, id, facts);
  if ("refused" in found) return found;
  const { window, requirement } = found;
  if (window.approvedAt !== undefined)
    return refuse("conflict", `${id} is approved already: who asked for it can cancel it`);
  const owner = ownerOf(window.request, facts);
  if (groupToSitFor(identity, requirement.seats, [], owner) === undefined)
    return noSeat(identity, requirement.seats, owner);
  const problems = checkText("reason", reason, 2000);
  if (problems.length > 0) return invalid(problems);
  return recorded(window, {
    at: now,
    actor: identity.subject,
    kind: "window-denied",
    subject: id,
    payload: { reason },
  });
}

function caseOf(state: GovernanceState, identity: Identity, id: string, facts: Facts): Case | Refusal {
  const refusal = mayJudge(identity);
  if (refusal !== undefined) return refusal;
  const window = liveWindow(state, id);
  if ("refused" in window) return window;
  const asked = asking(window, facts);
  if (asked === undefined)
    return refuse("conflict", `${id} needs no approval: it changes no budget and opens no gate`);
  if (window.authors.includes(identity.subject))
    return refuse("own-request", `${identity.subject} asked for ${id} or changed it: another person decides`);
  return { window, ...asked };
}

const noSeat = (
  { subject, groups }: Identity,
  seats: readonly string[],
  owner: string | undefined,
): Refusal =>
  refuse(
    "not-in-quorum",
    `${subject} (${groups.join(", ") || "in no group"}) has no seat here: ` +
      `${describeSeats(seats, owner) || "nobody"} must still approve`,
  );
