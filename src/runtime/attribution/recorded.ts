import type { Facts } from "../../governance/facts.ts";
import type { GovernanceState } from "../../governance/state.ts";
import type { Slo } from "../../model/slo.ts";
import type { Timestamp } from "../../model/units.ts";
import {
  deploymentSources,
  experimentSources,
  incidentSources,
  type NamedSource,
} from "../../report/attribution/sources.ts";
import type { RuntimePorts } from "../ports.ts";
import type { SnapshotReader } from "../snapshot.ts";

export interface AttributionPorts extends Pick<RuntimePorts, "sources" | "now"> {
  snapshots: SnapshotReader;
  governance: () => GovernanceState;
}

/** What nines itself knows of that may have cost budget: one more list for each kind that is recorded. */
export const recordedSources = (
  { deployments, incidents, alerts, experiments }: GovernanceState,
  slo: Slo,
  facts: Pick<Facts, "services">,
  now: Timestamp,
): readonly NamedSource[] => [
  ...deploymentSources(deployments.values(), slo, now),
  ...incidentSources(incidents.values(), alerts, slo, now),
  ...experimentSources(experiments.values(), slo, facts, now),
];
