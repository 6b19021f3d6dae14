import type { Timestamp } from "../../model/units.ts";
import type { Facts } from "../facts.ts";
import type { JournalEvent } from "../journal.ts";
import type { GovernanceState } from "../state.ts";
import { reviewDue } from "./review.ts";
import { settle } from "./settle.ts";
import { withHeld } from "./with-held.ts";

/**
 * What time and data have brought about and nobody has recorded yet: reminders, escalations, denials for want of an
 * answer, raised requirements, coming into force, expiry, what a page or a passed cap revokes, and reviews that nobody
 * has made. For the leader to append; no answer depends on its having done so.
 */
export function exceptionsDue(
  state: Pick<GovernanceState, "exceptions" | "loosenings">,
  present: Facts,
  now: Timestamp,
): readonly JournalEvent[] {
  const facts = withHeld(present, state, now);
  return [...state.exceptions.values()].flatMap((exception) => [
    ...(exception.ended === undefined ? settle(exception, { facts, now }).events : []),
    ...reviewDue(exception, now),
  ]);
}
