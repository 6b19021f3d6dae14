import { exceptionsDue } from "../../governance/exceptions/due.ts";
import { experimentsDue } from "../../governance/experiments/due.ts";
import { seconds } from "../../model/units.ts";
import type { Duty } from "../../runtime/governance/steward.ts";

/** Reminders, escalations, denials for want of an answer, raised requirements, expiry, revocations. */
const exceptions: Duty = (state, snapshot, { now }) => exceptionsDue(state, snapshot, now);

/** Experiments that have to stop: what a cycle has just found is as fresh as it gets. */
const experiments: Duty = (state, snapshot, { now }) =>
  experimentsDue(state, { facts: snapshot, state, dataAge: seconds(0), tooOld: snapshot.interval, now });

/** What nines appends after a cycle without anybody asking, in this order. */
export const createDuties = (): readonly Duty[] => [exceptions, experiments];
