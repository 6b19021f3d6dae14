import { tierNames, type TierName } from "../../model/tiers.ts";
import type { TextRecord, WrittenAlerting, WrittenTier } from "../kinds/alerting.ts";

/** Alerting as written by any level; every key may be absent. */
export type AlertingLayer = Partial<Omit<WrittenAlerting, "place" | "keys" | "tiers">> & {
  tiers?: TierLayers | undefined;
};
type TierLayer = Partial<Omit<WrittenTier, "place" | "keys">>;
type TierLayers = Readonly<Partial<Record<TierName, TierLayer | undefined>>>;

const over = <T extends object>(far: T | undefined, near: T | undefined): T | undefined => {
  if (far === undefined || near === undefined) return near ?? far;
  const said = Object.fromEntries(Object.entries(near).filter(([, value]) => value !== undefined));
  return { ...far, ...said };
};

export const mergeTexts = (...layers: readonly (TextRecord | undefined)[]): TextRecord =>
  Object.assign({}, ...layers) as TextRecord;

function overTier(far: TierLayer | undefined, near: TierLayer | undefined): TierLayer | undefined {
  const merged = over(far, near);
  if (merged === undefined) return undefined;
  const labels = mergeTexts(far?.labels, near?.labels);
  return { ...merged, labels, annotations: mergeTexts(far?.annotations, near?.annotations) };
}

/** Key by key, the nearer level wins; labels and annotations are joined name by name. */
export function overAlerting(far: AlertingLayer | undefined, near: AlertingLayer | undefined): AlertingLayer {
  if (far === undefined || near === undefined) return near ?? far ?? {};
  const tiers = Object.fromEntries(
    tierNames.map((tier) => [tier, overTier(far.tiers?.[tier], near.tiers?.[tier])]),
  ) as TierLayers;
  return {
    ...over(far, near),
    tiers,
    noData: over(far.noData, near.noData),
    anomaly: over(far.anomaly, near.anomaly),
    consumed: over(far.consumed, near.consumed),
    labels: mergeTexts(far.labels, near.labels),
    annotations: mergeTexts(far.annotations, near.annotations),
  };
}
