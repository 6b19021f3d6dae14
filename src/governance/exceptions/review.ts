import type { Timestamp } from "../../model/units.ts";
import { type Act, type Occasion } from "../act.ts";
import type { Identity } from "../people/identity.ts";
import { systemActor, type JournalEvent } from "../journal.ts";
import type { GovernanceState } from "../state.ts";
import { needsText, onlyPeople, record, refuse, type ExceptionAnswer } from "./command.ts";
import type { Exception, Review } from "./exception.ts";
import { isOpen } from "./state.ts";

/** Two pairs of eyes, neither of them those of whoever broke the glass. */
export const reviewersNeeded = 2;

export const isReviewed = ({ breakGlass }: Exception): boolean =>
  breakGlass === undefined || breakGlass.reviews.length >= reviewersNeeded;

/** Stays so until it is done: it is shown, and it blocks the next broken glass of the service. */
export const isReviewOverdue = (exception: Exception, now: Timestamp): boolean =>
  !isReviewed(exception) && now > (exception.breakGlass?.reviewBy ?? now);

/** That a review is owed: said after half the time for it, and once more when that is over. */
export function reviewDue(exception: Exception, now: Timestamp): readonly JournalEvent[] {
  const { breakGlass, id: subject, requestedAt } = exception;
  if (breakGlass === undefined || isReviewed(exception)) return [];
  const { reviewBy, reminded } = breakGlass;
  const overdue = isReviewOverdue(exception, now);
  const isSaid = reminded === "overdue" || (reminded === "due" && !overdue);
  if (isSaid || now < (requestedAt + reviewBy) / 2) return [];
  const payload = { reviewBy, overdue };
  return [{ at: now, actor: systemActor, kind: "exception-review-due", subject, payload }];
}

export interface ReviewInput extends Pick<Review, "verdict" | "comment"> {
  id: string;
}

/** Says what one thinks, afterwards, of a broken glass. The second such word closes the review. */
export function reviewException(
  { exceptions }: Pick<GovernanceState, "exceptions">,
  { now }: Occasion,
  identity: Identity,
  { id, verdict, comment }: ReviewInput,
): Act<ExceptionAnswer> {
  const barred = onlyPeople(identity, "approver", "admin") ?? needsText("comment", comment);
  if (barred !== undefined) return barred;
  const exception = exceptions.get(id);
  if (exception === undefined) return refuse("not-found", `no exception is called ${id}`);
  if (exception.breakGlass === undefined)
    return refuse("conflict", `${id} was approved beforehand: only a broken glass is reviewed`);
  if (exception.requestedBy === identity.subject)
    return refuse("own-request", "two others look at it: nobody reviews what they did themselves");
  if (isReviewed(exception)) return refuse("conflict", `the review of ${id} is done`);
  if (exception.breakGlass.reviews.some(({ by }) => by === identity.subject))
    return refuse("conflict", `${identity.subject} has reviewed ${id} already: somebody else has to`);
  const payload = { verdict, comment: comment.trim() };
  const { subject: actor } = identity;
  return record(
    { exception, events: [] },
    [{ at: now, actor, kind: "exception-reviewed", subject: id, payload }],
    now,
  );
}

/** Says that what a silver bullet left to do is done, so that the next may be fired. */
export function followUpException(
  { exceptions }: Pick<GovernanceState, "exceptions">,
  { now }: Occasion,
  identity: Identity,
  { id, comment }: { id: string; comment: string },
): Act<ExceptionAnswer> {
  const barred = onlyPeople(identity, "approver", "admin") ?? needsText("comment", comment);
  if (barred !== undefined) return barred;
  const exception = exceptions.get(id);
  if (exception === undefined) return refuse("not-found", `no exception is called ${id}`);
  if (!exception.request.silverBullet)
    return refuse("conflict", `${id} was no silver bullet: it left nothing to follow up`);
  if (exception.requestedBy === identity.subject)
    return refuse("own-request", "somebody else has to see that it is done");
  if (exception.followedUpAt !== undefined) return refuse("conflict", `${id} was followed up already`);
  if (isOpen(exception, now))
    return refuse("conflict", `${id} is still in force: there is nothing to clean up yet`);
  const { subject: actor } = identity;
  const payload = { comment: comment.trim() };
  return record(
    { exception, events: [] },
    [{ at: now, actor, kind: "exception-followed-up", subject: id, payload }],
    now,
  );
}
