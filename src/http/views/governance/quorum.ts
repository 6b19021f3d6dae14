import type { Approval, Requirement } from "../../../governance/exceptions/request.ts";
import { fillSeats, seat as seats } from "../../../governance/quorum.ts";
import type { QuorumBody } from "../../schemas/governance/common.ts";
import { iso } from "../common.ts";

/** Who sits, and who is still missing. `owner` is the service's owner group. */
export function quorumView(
  requirement: Requirement,
  approvals: readonly Approval[],
  owner: string | undefined,
): QuorumBody {
  const filled = fillSeats(requirement.seats, approvals, owner).map(({ seat, by }) => ({
    seat,
    ...groupOf(seat, owner),
    ...(by !== undefined && { by: by.by }),
  }));
  return {
    ...requirement,
    seats: filled,
    missing: filled.filter(({ by }) => by === undefined).map(({ seat, group }) => group ?? seat),
    approvals: approvals.map(({ by, group, at, standIn }) => ({ by, group, at: iso(at), standIn })),
  };
}

/** What would be asked for, before anybody sits. */
export const approvalView = ({ state, policy, seats: asked }: Requirement, owner: string | undefined) => ({
  state,
  policy,
  seats: asked.map((seat) => ({ seat, ...groupOf(seat, owner) })),
});

const groupOf = (seat: string, owner: string | undefined): { group?: string } => {
  if (seat === seats.any) return {};
  if (seat === seats.owner) return owner === undefined ? {} : { group: owner };
  return { group: seat };
};
