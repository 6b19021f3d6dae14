import { exceptionsDue } from "../../governance/exceptions/due.ts";
import type { Duty } from "../../runtime/governance/steward.ts";

/** Reminders, escalations, denials for want of an answer, raised requirements, expiry, revocations. */
const exceptions: Duty = (state, snapshot, { now }) => exceptionsDue(state, snapshot, now);

/** What nines appends after a cycle without anybody asking, in this order. */
export const createDuties = (): readonly Duty[] => [exceptions];
