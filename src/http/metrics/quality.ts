import type { GovernanceState } from "../../governance/state.ts";
import { label, metric, metricLabel } from "../../model/names.ts";
import { qualityOf, type SloQuality, type TierQuality } from "../../report/quality/quality.ts";
import { row, type Labels } from "./rows.ts";

const unmarked = "none";

/** What people said of the alerts that rang, as Prometheus text: nothing for an SLO of which none is kept. */
export function qualityLines({ alerts, missed, incidents }: GovernanceState): string {
  const slos = qualityOf(alerts.values(), missed.values(), incidents);
  const tiers = slos.flatMap((slo) => slo.tiers);
  return (
    family(metric.alerts, "Alerts that are kept, by what people think of them", tiers.flatMap(markRows)) +
    family(metric.alertsMissed, "Trouble that no alert told of", slos.map(missedRow)) +
    family(
      metric.alertDetection,
      "Median time from the beginning of the trouble to the alert, of useful ones whose beginning is known",
      tiers.flatMap(detectionRow),
    )
  );
}

const family = (name: string, help: string, rows: readonly string[]): string =>
  `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${rows.join("")}`;

function markRows(tier: TierQuality): string[] {
  const { rung, useful, noise, duplicate } = tier;
  const counts = { useful, noise, duplicate, [unmarked]: rung - useful - noise - duplicate };
  return Object.entries(counts).map(([mark, count]) =>
    row(metric.alerts, { ...tierLabels(tier), [metricLabel.mark]: mark }, count),
  );
}

const missedRow = ({ slo, missed }: SloQuality): string => row(metric.alertsMissed, identity(slo), missed);

const detectionRow = (tier: TierQuality): string[] =>
  tier.detection === undefined ? [] : [row(metric.alertDetection, tierLabels(tier), tier.detection.median)];

const tierLabels = (tier: TierQuality): Labels => ({ ...identity(tier.slo), [label.tier]: tier.tier });

/** Names hold no dot, so that the id of an SLO says the three it is made of, also of one that is gone. */
function identity(id: string): Labels {
  const [service = "", name = "", environment = ""] = id.split(".");
  return {
    [label.id]: id,
    [label.service]: service,
    [label.name]: name,
    [label.environment]: environment,
  };
}
