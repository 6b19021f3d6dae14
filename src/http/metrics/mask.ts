import type { GovernanceState } from "../../governance/state.ts";
import { masksNow } from "../../governance/windows/mask.ts";
import { label, series } from "../../model/names.ts";
import type { Timestamp } from "../../model/units.ts";
import type { Snapshot } from "../../runtime/snapshot.ts";
import { row } from "./rows.ts";

/**
 * The mask that burn alerts read, as Prometheus text. Written at every scrape rather than once a cycle: the minutes
 * of a window are the clock's, not the cycle's. Without a window nothing is written, and alerts ring.
 */
export function maskLines(
  { windows }: Pick<GovernanceState, "windows">,
  { slosOf }: Pick<Snapshot, "slosOf">,
  now: Timestamp,
): string {
  const known = (service: string, environment: string) =>
    slosOf(service, environment).map(({ slo, groups }) => ({
      slo,
      groups: groups.map(({ assessment }) => assessment.group),
    }));
  const lines = masksNow(windows.values(), known, now)
    .map(({ slo, group }) => row(series.maintenanceActive, { [label.id]: slo.id, ...group }, 1))
    .sort();
  const help = "1 while a maintenance or known-issue window quiets the alerts of this SLO or group";
  const name = series.maintenanceActive;
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join("")}`;
}
