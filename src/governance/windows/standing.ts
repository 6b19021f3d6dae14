import type { WindowState } from "../../model/governance/states.ts";
import { timestamp, type Timestamp } from "../../model/units.ts";
import { nextOccurrence, occurrenceAt, type Occurrence } from "./schedule/occurrences.ts";
import type { MaintenanceWindow } from "./window.ts";

/** Whether everything in it acts: nothing needed approval, or its quorum has approved. */
export const isInForce = ({
  requirement,
  approvedAt,
  denied,
}: Pick<MaintenanceWindow, "requirement" | "approvedAt" | "denied">): boolean =>
  denied === undefined && (requirement === undefined || approvedAt !== undefined);

/** The occurrence under way; none in a window that was cancelled or denied. */
export const runningOccurrence = (window: MaintenanceWindow, now: Timestamp): Occurrence | undefined =>
  isEnded(window) ? undefined : occurrenceAt(window.request.schedule, now);

/** The next one to begin; none in a window that was cancelled or denied. */
export const upcomingOccurrence = (window: MaintenanceWindow, now: Timestamp): Occurrence | undefined =>
  isEnded(window) ? undefined : nextOccurrence(window.request.schedule, now);

/** The moment that this window next begins or stops to act; undefined when nothing is to come. */
export function nextBoundary(window: MaintenanceWindow, now: Timestamp): Timestamp | undefined {
  const bounds = [runningOccurrence(window, now)?.to, upcomingOccurrence(window, now)?.from];
  const known = bounds.filter((at) => at !== undefined);
  return known.length === 0 ? undefined : timestamp(Math.min(...known));
}

/**
 * What the window is at this moment. `pending` says that its quorum is not full yet: what quiets alerts or closes
 * the gate acts all the same.
 */
export function stateOf(window: MaintenanceWindow, now: Timestamp): WindowState {
  if (window.cancelled !== undefined) return "cancelled";
  if (window.denied !== undefined) return "denied";
  const isRunning = runningOccurrence(window, now) !== undefined;
  if (!isRunning && upcomingOccurrence(window, now) === undefined) return "over";
  if (!isInForce(window)) return "pending";
  return isRunning ? "running" : "scheduled";
}

export const isEnded = ({ cancelled, denied }: MaintenanceWindow): boolean =>
  cancelled !== undefined || denied !== undefined;
