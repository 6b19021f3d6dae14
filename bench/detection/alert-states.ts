/** When an alert fired and when it was resolved, in seconds since 1970; `cleared` is missing when it still stood. */
export interface Firing {
  fired: number;
  cleared?: number;
}

export interface Holding {
  /** Seconds, as `for` and `keep_firing_for` of an alerting rule. */
  for: number;
  keepFiringFor: number;
}

/**
 * Prometheus' own life of an alert (pending, firing, kept firing, resolved), evaluation by evaluation. `for: 0` fires
 * at the first one; a condition that comes back while the alert is kept ends the keeping.
 *
 * @param evaluations times of all evaluations, ascending
 * @param holds whether the condition gave a sample at that time
 */
export function firings(
  evaluations: readonly number[],
  holds: (at: number) => boolean,
  holding: Holding,
): Firing[] {
  const all: Firing[] = [];
  let active: number | undefined;
  let current: Firing | undefined;
  let keptSince: number | undefined;
  for (const at of evaluations) {
    if (holds(at)) {
      active ??= at;
      keptSince = undefined;
      if (current === undefined && at - active >= holding.for) all.push((current = { fired: at }));
      continue;
    }
    if (current !== undefined) keptSince ??= at;
    if (keptSince !== undefined && at - keptSince < holding.keepFiringFor) continue;
    if (current !== undefined) current.cleared = at;
    [active, current, keptSince] = [undefined, undefined, undefined];
  }
  return all;
}
