import { quietAt } from "../../governance/windows/quiet.ts";
import type { MaintenanceWindow } from "../../governance/windows/window.ts";
import { formatDuration } from "../../model/durations.ts";
import { timestamp, type Timestamp } from "../../model/units.ts";
import type { Outlooks, TierOutlook } from "../../runtime/outlooks.ts";
import type { BurnBody } from "../schemas/burn.ts";
import { iso, present } from "./common.ts";
import { tierView } from "./slo.ts";

/** Each tier as it stands, and when it fires if the present goes on. */
export const burnView = (
  { judged, tiers, present: lasting, silent }: Outlooks,
  windows: readonly MaintenanceWindow[],
  now: Timestamp,
): BurnBody =>
  present({
    slo: judged.slo.id,
    present: formatDuration(lasting),
    tiers: judged.slo.alerting.tiers.map((tier) => {
      const found = tiers.find((each) => each.tier === tier);
      return {
        ...tierView(tier, judged),
        ...(found !== undefined && { outlook: found.outlook, ...quietView(judged, found, windows, now) }),
      };
    }),
    silent: silent && { cause: silent.cause, message: silent.message },
  });

function quietView(
  { slo, assessment }: Outlooks["judged"],
  { tier, group, outlook }: TierOutlook,
  windows: readonly MaintenanceWindow[],
  now: Timestamp,
): Pick<BurnBody["tiers"][number], "quiet"> {
  if (outlook.kind !== "in") return {};
  const scope = { slo: slo.id, service: slo.service, environment: slo.environment };
  const fires = timestamp((assessment.observedAt ?? now) + outlook.seconds);
  const quiet = quietAt(windows, { ...scope, group: group.assessment.group }, fires, tier.short);
  return quiet === undefined ? {} : { quiet: { window: quiet.window, until: iso(quiet.until) } };
}
