import { groupKey, type GroupLabels } from "../../model/observation.ts";
import type { Slo } from "../../model/slo.ts";
import type { Timestamp } from "../../model/units.ts";
import { runningOccurrence } from "./standing.ts";
import type { MaintenanceWindow, WindowRequest } from "./window.ts";

/** One series of `nines_maintenance_active`: the whole SLO, or one of its groups with every label of `groupBy`. */
export interface Mask {
  slo: Slo;
  group: GroupLabels;
}

/** An SLO and the groups that are known of it. */
export interface MaskedSlo {
  slo: Slo;
  groups: readonly GroupLabels[];
}

/**
 * What the burn alerts must not ring for now. The compiled rules join a mask either on the SLO alone, with no group
 * label set, or on all of its group labels: a window of some labels only is written for each known group that
 * carries them. What quiets alerts needs nobody's approval.
 */
export function masksNow(
  windows: Iterable<MaintenanceWindow>,
  slosOf: (service: string, environment: string) => readonly MaskedSlo[],
  now: Timestamp,
): readonly Mask[] {
  const masks = new Map<string, Mask>();
  for (const window of windows) {
    if (!window.request.acts.alerts || runningOccurrence(window, now) === undefined) continue;
    for (const mask of masksOf(window.request, slosOf))
      masks.set(`${mask.slo.id}{${groupKey(mask.group)}}`, mask);
  }
  return [...masks.values()];
}

function* masksOf(
  { service, environments, slos, group }: WindowRequest,
  slosOf: (service: string, environment: string) => readonly MaskedSlo[],
): Generator<Mask> {
  for (const environment of environments)
    for (const masked of slosOf(service, environment)) {
      const { slo } = masked;
      if (slos.length > 0 && !slos.includes(slo.id)) continue;
      for (const each of groupsMasked(masked, group)) yield { slo, group: each };
    }
}

const nothing: GroupLabels = {};

function groupsMasked({ slo, groups }: MaskedSlo, wanted: GroupLabels): readonly GroupLabels[] {
  const names = Object.keys(wanted);
  if (names.length === 0) return [nothing];
  // An SLO that is not grouped by such a label has no such group.
  if (!names.every((name) => slo.groupBy.includes(name))) return [];
  // A whole group is masked before it is first seen: maintenance may begin with it.
  if (names.length === slo.groupBy.length) return [wanted];
  return groups.filter((group) => names.every((name) => group[name] === wanted[name]));
}
