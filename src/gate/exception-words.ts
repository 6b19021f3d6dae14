import { isoMinute } from "../governance/exceptions/words.ts";
import type { Candidate } from "./candidates.ts";

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

/** Why a change passes, for the person who asked and for whoever reads it in the audit. */
export function appliedSentence({ exception, isRecorded }: Candidate, usesLeft: number): string {
  const { id, requestedBy, approvals, breakGlass, request } = exception;
  const by = approvals.map(({ by, group }) => `${by} (${group})`).join(" and ");
  const what =
    breakGlass !== undefined
      ? `${requestedBy} broke the glass with ${id}, to be reviewed by ${isoMinute(breakGlass.reviewBy)}`
      : request.silverBullet
        ? `${requestedBy} fired a silver bullet with ${id}`
        : `exception ${id} of ${requestedBy}, approved by ${by}`;
  const use = isRecorded ? "this change has its use already" : "it takes one use";
  return `${what}: ${use}, ${counted(usesLeft, "use")} left until ${isoMinute(request.expiry)}`;
}

/** Why an exception that was asked for does not let the change pass. */
export const idleSentence = ({ exception: { id } }: Candidate, why: readonly string[]): string =>
  `exception ${id} does not let it pass: ${why.join("; ") || "it does not cover everything that holds this change"}`;
