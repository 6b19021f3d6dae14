import type { Exception } from "../../../src/governance/exceptions/exception.ts";
import type { Approval } from "../../../src/governance/exceptions/request.ts";

/** Whether a person may sit in a seat at all; said once more, apart from the code that it checks. */
const fits = (seat: string, { group, standIn }: Approval, owner: string): boolean =>
  standIn || seat === "any" || (seat === "owner" ? group === owner : group === seat);

/** Whether distinct people of the approvals can fill all seats: every way is tried. */
export function canFill(seats: readonly string[], approvals: readonly Approval[], owner: string): boolean {
  const [seat, ...others] = seats;
  if (seat === undefined) return true;
  return approvals.some(
    (approval) =>
      fits(seat, approval, owner) &&
      canFill(
        others,
        approvals.filter(({ by }) => by !== approval.by),
        owner,
      ),
  );
}

/** What no exception may ever be: held up by its own author, by one person twice, or by approvals of something else. */
export const faultsOf = ({ id, approvals, requestedBy, requestHash, uses, request }: Exception): string[] => [
  ...(approvals.some(({ by }) => by === requestedBy) ? [`${id} is approved by its author`] : []),
  ...(new Set(approvals.map(({ by }) => by)).size < approvals.length ? [`${id} counts somebody twice`] : []),
  ...(approvals.some((each) => each.requestHash !== requestHash)
    ? [`${id} counts what was edited since`]
    : []),
  ...(uses.length > request.maxUses ? [`${id} was used ${uses.length} of ${request.maxUses} times`] : []),
];
