import { alert } from "../model/names.ts";
import type { FiringAlert } from "../model/observation.ts";
import type { Tier } from "../model/tiers.ts";
import type { Seconds } from "../model/units.ts";
import type { JudgedGroup, JudgedSlo } from "./judged.ts";

/** Prometheus' own alert of this tier, firing for this group. */
export const firingOf = (tier: Tier, { assessment }: JudgedGroup): FiringAlert | undefined =>
  assessment.firing.find(({ alertname, tier: name }) => alertname === alert.burn && name === tier.name);

export const rateOver = ({ assessment }: JudgedGroup, window: Seconds): number | undefined =>
  assessment.burn.find((burn) => burn.window === window)?.rate;

/** By how much the alert is away from firing: its quieter window decides. */
const nearness = (tier: Tier, group: JudgedGroup): number =>
  Math.min(rateOver(group, tier.long) ?? -1, rateOver(group, tier.short) ?? -1);

/** Where a tier of a grouped SLO stands: in the group in which it fires, else in the one that is nearest to it. */
export function burningGroup(tier: Tier, { groups, worst }: JudgedSlo): JudgedGroup {
  const live = groups.filter(({ assessment }) => !assessment.gone);
  return (
    live.find((group) => firingOf(tier, group) !== undefined) ??
    live.reduce((near, group) => (nearness(tier, group) > nearness(tier, near) ? group : near), worst)
  );
}
