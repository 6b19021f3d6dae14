import { type Seconds, timestamp, type Timestamp } from "../../model/units.ts";
import { concerns, type Scope } from "./acting.ts";
import { occurrencesOf } from "./schedule/occurrences.ts";
import { isEnded } from "./standing.ts";
import type { MaintenanceWindow } from "./window.ts";

/** A burn alert that a window keeps from ringing. */
export interface Quiet {
  /** Id of the window, or of the last of several that follow upon each other. */
  window: string;
  /** The alert may ring from then on. */
  until: Timestamp;
}

/** Windows upon windows end somewhere; what recurs without a break never does. */
const mostInARow = 100;

/**
 * Whether a burn alert that would fire at this moment is kept quiet, as the compiled rules do it: until the short
 * window holds no minute of maintenance any more.
 */
export function quietAt(
  windows: Iterable<MaintenanceWindow>,
  scope: Scope,
  at: Timestamp,
  short: Seconds,
): Quiet | undefined {
  const quieting = [...windows].filter(
    (window) => window.request.acts.alerts && !isEnded(window) && concerns(window.request, scope),
  );
  let quiet: Quiet | undefined;
  for (let found = 0; found < mostInARow; found += 1) {
    const next = lastOf(quieting, quiet?.until ?? at, short);
    if (next === undefined || (quiet !== undefined && next.until <= quiet.until)) break;
    quiet = next;
  }
  return quiet;
}

/** Of the windows with a minute in the short window at that moment, the one that keeps it quiet longest. */
const lastOf = (windows: readonly MaintenanceWindow[], at: Timestamp, short: Seconds): Quiet | undefined =>
  windows
    .flatMap(({ id, request: { schedule } }) =>
      occurrencesOf(schedule, timestamp(at - short), timestamp(at + moment)).map(({ to }): Quiet => ({
        window: id,
        until: timestamp(to + short),
      })),
    )
    .reduce<Quiet | undefined>((last, each) => (last && last.until >= each.until ? last : each), undefined);

/** A window that begins at the very moment quiets it. */
const moment = 0.001;
