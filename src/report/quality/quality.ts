import type { ReceivedAlert } from "../../governance/incidents/alert.ts";
import type { MissedAlert } from "../../governance/incidents/feedback.ts";
import { type Incident, startOf } from "../../governance/incidents/incident.ts";

/** How often alerts of one tier of one SLO were worth being woken for. */
export interface TierQuality {
  slo: string;
  tier: string;
  rung: number;
  useful: number;
  noise: number;
  duplicate: number;
  /** useful ÷ marked; absent while none is marked. */
  precision?: number;
  /** From the beginning of the trouble to the alert, in seconds; absent while no beginning is known. */
  detection?: { median: number; longest: number; known: number };
}

export interface SloQuality {
  slo: string;
  tiers: readonly TierQuality[];
  /** Trouble that no alert told of. */
  missed: number;
  /** useful ÷ (useful + missed), over all tiers; absent while neither is known. */
  recall?: number;
}

/** Precision and detection time by SLO and tier, from what people said of the alerts that rang. */
export function qualityOf(
  alerts: Iterable<ReceivedAlert>,
  missed: Iterable<MissedAlert>,
  incidents: ReadonlyMap<string, Incident>,
): readonly SloQuality[] {
  const rung = [...alerts].filter(({ slo, tier }) => slo !== undefined && tier !== undefined);
  const bySlo = Map.groupBy(rung, ({ slo = "" }) => slo);
  const misses = Map.groupBy(missed, ({ slo }) => slo);
  const ids = [...new Set([...bySlo.keys(), ...misses.keys()])].sort();
  return ids.map((slo) => {
    const own = bySlo.get(slo) ?? [];
    const many = misses.get(slo)?.length ?? 0;
    const byTier = [...Map.groupBy(own, ({ tier = "" }) => tier)];
    const tiers = byTier.map(([tier, those]) => tierQuality(slo, tier, those, incidents));
    const useful = tiers.reduce((sum, each) => sum + each.useful, 0);
    return {
      slo,
      tiers,
      missed: many,
      ...(useful + many > 0 && { recall: useful / (useful + many) }),
    };
  });
}

function tierQuality(
  slo: string,
  tier: string,
  alerts: readonly ReceivedAlert[],
  incidents: ReadonlyMap<string, Incident>,
): TierQuality {
  const count = (mark: string) => alerts.filter(({ marked }) => marked?.mark === mark).length;
  const [useful, noise, duplicate] = [count("useful"), count("noise"), count("duplicate")];
  const marked = useful + noise + duplicate;
  const times = alerts.flatMap((alert) => detectionOf(alert, incidents)).sort((a, b) => a - b);
  const median = times[Math.floor((times.length - 1) / 2)];
  const longest = times.at(-1);
  return {
    ...{ slo, tier, rung: alerts.length, useful, noise, duplicate },
    ...(marked > 0 && { precision: useful / marked }),
    ...(median !== undefined &&
      longest !== undefined && { detection: { median, longest, known: times.length } }),
  };
}

/** The beginning is what whoever marked it says, else when the incident that it opened began. */
function detectionOf(
  { marked, startsAt, incident }: ReceivedAlert,
  incidents: ReadonlyMap<string, Incident>,
): readonly number[] {
  if (marked?.mark !== "useful") return [];
  if (marked.began !== undefined) return [startsAt - marked.began];
  const opened = incident === undefined ? undefined : incidents.get(incident);
  const began = opened === undefined ? startsAt : startOf(opened);
  // One that began with its alert is one whose beginning nobody has corrected.
  return began < startsAt ? [startsAt - began] : [];
}
