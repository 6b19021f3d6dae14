import type { JournalEntry } from "../journal.ts";
import type { Exception, Use } from "./exception.ts";
import { hasQuorum } from "./state.ts";

/** Exceptions by id. */
export function foldExceptions(exceptions: Map<string, Exception>, entry: JournalEntry): void {
  if (entry.kind === "gate-decision") foldUses(exceptions, entry);
  if (entry.kind === "exception-requested" && !exceptions.has(entry.subject))
    exceptions.set(entry.subject, requested(entry));
  const exception = exceptions.get(entry.subject);
  const next = exception === undefined ? undefined : step(exception, entry);
  if (next !== undefined) exceptions.set(entry.subject, next);
}

function requested({ subject: id, at, actor, payload }: JournalEntry<"exception-requested">): Exception {
  const { breakGlass, ...rest } = payload;
  return {
    id,
    ...rest,
    requestedBy: actor,
    requestedAt: at,
    waitingSince: at,
    approvals: [],
    uses: [],
    ...(breakGlass !== undefined && { breakGlass: { ...breakGlass, reviews: [] } }),
  };
}

/** What one entry makes of an exception; undefined when it changes nothing. */
const step = (exception: Exception, entry: JournalEntry): Exception | undefined =>
  afterwards(exception, entry) ?? (exception.ended === undefined ? whileOpen(exception, entry) : undefined);

/** What may still be added once it is over. */
function afterwards(exception: Exception, entry: JournalEntry): Exception | undefined {
  const { at, actor: by } = entry;
  const { breakGlass } = exception;
  if (entry.kind === "exception-followed-up") return { ...exception, followedUpAt: at };
  if (breakGlass === undefined) return undefined;
  if (entry.kind === "exception-review-due") {
    const reminded = entry.payload.overdue ? "overdue" : "due";
    return { ...exception, breakGlass: { ...breakGlass, reminded } };
  }
  if (entry.kind !== "exception-reviewed") return undefined;
  const reviews = [...breakGlass.reviews, { by, at, ...entry.payload }];
  return { ...exception, breakGlass: { ...breakGlass, reviews } };
}

function whileOpen(exception: Exception, entry: JournalEntry): Exception | undefined {
  const { at, actor: by } = entry;
  switch (entry.kind) {
    case "exception-edited":
      return edited(exception, entry);
    case "exception-approved":
      return approved(exception, entry);
    case "exception-requirement-raised":
      // Who was to answer has answered: those who are asked now have their own time for it.
      return hasQuorum(exception)
        ? { ...asked(exception), ...entry.payload, waitingSince: at }
        : { ...exception, ...entry.payload };
    case "exception-in-force":
      return exception.inForceAt === undefined
        ? { ...exception, ...entry.payload, inForceAt: at }
        : undefined;
    case "exception-reminded":
      return { ...exception, remindedAt: at };
    case "exception-expiring":
      return { ...exception, expiringAt: at };
    case "exception-escalated":
      return { ...exception, escalated: { at, to: entry.payload.to } };
    case "exception-denied":
      return { ...exception, ended: { state: "denied", at, by, reason: entry.payload.reason } };
    case "exception-withdrawn":
      return { ...exception, ended: { state: "withdrawn", at, by, ...entry.payload } };
    case "exception-revoked":
      return { ...exception, ended: { state: "revoked", at, by, reason: entry.payload.reason } };
    case "exception-expired":
      return { ...exception, ended: { state: "expired", at, by } };
    default:
      return undefined;
  }
}

/** As when it was first asked for: nobody reminded, nobody else asked. */
function asked({ remindedAt: _, escalated: __, ...exception }: Exception): Exception {
  return exception;
}

/** Nobody has approved what it says now, and what it costs is counted anew from when it is in force again. */
function edited(
  { inForceAt: _, expiringAt: __, ...exception }: Exception,
  { at, payload }: JournalEntry<"exception-edited">,
): Exception {
  return { ...asked(exception), ...payload, waitingSince: at, approvals: [] };
}

/** An approval of what is not asked for any more, or of one's own request, is none. */
function approved(exception: Exception, entry: JournalEntry<"exception-approved">): Exception | undefined {
  const { at, actor: by } = entry;
  const { requestHash, group, standIn, spentAt } = entry.payload;
  const counts =
    requestHash === exception.requestHash &&
    by !== exception.requestedBy &&
    exception.approvals.every((each) => each.by !== by);
  if (!counts) return undefined;
  const approvals = [...exception.approvals, { by, group, at, requestHash, standIn }];
  return { ...exception, approvals, ...(exception.inForceAt === undefined && { spentAt }) };
}

export type UseKey = Pick<Use, "service" | "environment" | "sha">;

/** The same change to the same place is the same use, however often it is asked for. */
export const isSameUse = (a: UseKey, b: UseKey): boolean =>
  a.service === b.service && a.environment === b.environment && a.sha === b.sha;

function foldUses(
  exceptions: Map<string, Exception>,
  { at, subject: decision, payload }: JournalEntry<"gate-decision">,
): void {
  for (const { exception: id, ...use } of payload.uses) {
    const exception = exceptions.get(id);
    if (exception === undefined || exception.uses.some((each) => isSameUse(each, use))) continue;
    exceptions.set(id, { ...exception, uses: [...exception.uses, { ...use, decision, at }] });
  }
}
