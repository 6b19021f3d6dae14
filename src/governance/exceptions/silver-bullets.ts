import type { Policy } from "../../model/policy.ts";
import { timestamp, type Timestamp } from "../../model/units.ts";
import type { Exception } from "./exception.ts";
import { quarterOf } from "./quarter.ts";
import { isOpen, isUsedUp } from "./state.ts";

type Bullets = Pick<Policy, "timeZone" | "silverBullets">;

/** A bullet that was never fired is back once its exception is over. */
const isSpent = (exception: Exception, now: Timestamp): boolean =>
  exception.uses.length > 0 || isOpen(exception, now);

/** The moment by which it is counted: when it came into force. */
const firedAt = ({ request, requestedAt }: Pick<Exception, "request" | "requestedAt">): Timestamp =>
  timestamp(Math.max(request.start, requestedAt));

const bulletsOf = (exceptions: Iterable<Exception>, service: string, now: Timestamp): readonly Exception[] =>
  [...exceptions].filter(
    (each) => each.request.silverBullet && each.request.service === service && isSpent(each, now),
  );

export interface Magazine {
  /** `2026-Q4`, in the policy's time zone. */
  quarter: string;
  perQuarter: number;
  spent: number;
  left: number;
  /** The one whose follow-up still has to be done: it blocks the next. */
  followUpOf?: Exception;
}

/** The silver bullets of a service in the quarter of `at`. None is carried over from the quarter before. */
export function magazineOf(
  exceptions: Iterable<Exception>,
  service: string,
  { timeZone, silverBullets: { perQuarter } }: Bullets,
  at: Timestamp,
  now: Timestamp,
): Magazine {
  const quarter = quarterOf(at, timeZone);
  const bullets = bulletsOf(exceptions, service, now);
  const spent = bullets.filter((each) => quarterOf(firedAt(each), timeZone) === quarter).length;
  const followUpOf = bullets.find((each) => each.followedUpAt === undefined);
  const left = Math.max(perQuarter - spent, 0);
  return { quarter, perQuarter, spent, left, ...(followUpOf !== undefined && { followUpOf }) };
}

/** Whether the policy now in force still grants this one: it may have become stricter since. */
export function isGranted(
  exception: Exception,
  exceptions: Iterable<Exception>,
  { timeZone, silverBullets: { perQuarter } }: Bullets,
  now: Timestamp,
): boolean {
  const quarter = quarterOf(firedAt(exception), timeZone);
  if (quarterOf(now, timeZone) !== quarter && !isUsedUp(exception)) return false;
  const before = bulletsOf(exceptions, exception.request.service, now).filter(
    (each) =>
      each.id !== exception.id &&
      quarterOf(firedAt(each), timeZone) === quarter &&
      (each.requestedAt < exception.requestedAt ||
        (each.requestedAt === exception.requestedAt && each.id < exception.id)),
  );
  return before.length < perQuarter;
}
