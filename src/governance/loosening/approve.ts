import type { Act, Occasion, Refusal, RefusalCode } from "../act.ts";
import { holds, type Identity } from "../people/identity.ts";
import { describeSeats, groupToSitFor, missingSeats } from "../quorum.ts";
import type { GovernanceState } from "../state.ts";
import { isHeld, type Held } from "./held.ts";

export interface ApproveLoosening {
  id: string;
  /** The group to sit for; chosen where it is left out. */
  group?: string | undefined;
  comment?: string | undefined;
}

export interface LooseningAnswer {
  id: string;
  slo: string;
  /** The former standing still counts. */
  held: boolean;
  /** Seats still to be filled. */
  missing: readonly string[];
}

const refuse = (refused: RefusalCode, message: string): Refusal => ({ refused, message });

/**
 * Fills one seat of the quorum that the former state asks for; the last one accepts the easier promise. Who made it
 * easier is known to git alone, so that nobody is shut out as its author.
 */
export function approveLoosening(
  state: GovernanceState,
  { now }: Occasion,
  identity: Identity,
  { id, group: wanted, comment }: ApproveLoosening,
): Act<LooseningAnswer> {
  const found = find(state, id, identity, now);
  if ("refused" in found) return found;
  const { requirement, approvals, slo, before } = found;
  const { seats } = requirement;
  const group = groupToSitFor(identity, seats, approvals, before.owner, wanted);
  if (group === undefined) return refuse("not-in-quorum", noSeat(identity, found));
  const at = now;
  const actor = identity.subject;
  const missing = missingSeats(seats, [...approvals, { by: actor, group, standIn: false }], before.owner);
  const payload = { group, ...(comment !== undefined && { comment }) };
  const approval = { at, actor, kind: "loosening-approved" as const, subject: id, payload };
  const isComplete = missing.length === 0;
  return {
    events: isComplete ? [approval, ...accepted(found, actor, now)] : [approval],
    answer: { id, slo, held: !isComplete, missing },
  };
}

function find(state: GovernanceState, id: string, identity: Identity, now: Occasion["now"]): Held | Refusal {
  const loosening = state.loosenings.get(id);
  if (loosening === undefined) return refuse("not-found", `there is no loosened promise ${id}`);
  if (!isHeld(loosening, now))
    return refuse("conflict", `${id} is not held ${loosening.ended === undefined ? "" : "any more"}`.trim());
  if (identity.kind !== "person" || !holds(identity, "approver", "admin"))
    return refuse("forbidden", "approving needs a person with the role approver");
  if (loosening.approvals.some(({ by }) => by === identity.subject))
    return refuse("conflict", `${identity.subject} has approved ${id} already`);
  return loosening;
}

function noSeat({ subject, groups }: Identity, { requirement, approvals, before }: Held): string {
  const open = describeSeats(missingSeats(requirement.seats, approvals, before.owner), before.owner);
  const sits = groups.length === 0 ? "in no group" : groups.join(", ");
  return `no seat is left that ${subject} (${sits}) can fill; open: ${open}`;
}

/** What was only in git is now what is promised. */
const accepted = ({ id, slo, after }: Held, actor: string, at: Occasion["now"]) => [
  { at, actor, kind: "loosening-ended" as const, subject: id, payload: { why: "approved" as const } },
  {
    at,
    actor,
    kind: "promises-changed" as const,
    subject: "definitions",
    payload: after === undefined ? { set: {}, gone: [slo] } : { set: { [slo]: after }, gone: [] },
  },
];
