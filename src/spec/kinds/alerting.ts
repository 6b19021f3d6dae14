import { tierNames, type TierName } from "../../model/tiers.ts";
import { object, optional, record, type ObjectOf } from "../shapes/object.ts";
import { duration, durationOrZero } from "../shapes/quantities.ts";
import { located, refine, type Shape } from "../shapes/shape.ts";
import { annotationKey, flag, labelKey, link, name, text, wholeNumber, word } from "../shapes/texts.ts";

export type TextRecord = Readonly<Record<string, string>>;

const asRecord = (key: Parameters<typeof record>[1], what: string): Shape<TextRecord> =>
  refine(record(text, key, what), (entries) =>
    Object.fromEntries(entries.map(({ name: each, value }) => [each, value])),
  );

export const labels = asRecord(labelKey, "labels");
export const annotations = asRecord(annotationKey, "annotations");
export const severity = word(["page", "ticket"], "severity");

const tierFields = {
  disable: optional(flag, "true leaves this tier out"),
  severity: optional(severity, "page or ticket"),
  for: optional(durationOrZero, "How long it must hold before it rings"),
  keepFiringFor: optional(durationOrZero, "How long it goes on ringing after it stopped holding"),
  minBadEvents: optional(
    wholeNumber(0, 1_000_000),
    "Bad events the long window must hold before it may ring",
  ),
  labels: optional(labels, "Labels of this tier's alert"),
  annotations: optional(annotations, "Annotations of this tier's alert"),
};
const tier = object(tierFields, "a tier");
export type WrittenTier = ObjectOf<typeof tierFields>;

const tiersFields = Object.fromEntries(
  tierNames.map((each) => [each, optional(tier, `Settings of the tier ${each}`)]),
) as unknown as Readonly<Record<TierName, ReturnType<typeof optional<WrittenTier>>>>;

const noDataFields = {
  for: optional(duration, "How long the ledger must be missing"),
  disable: optional(flag, "true leaves SloNoData out"),
};
const switchFields = { disable: optional(flag, "true leaves the alert out") };

export const alertingFields = {
  runbook: optional(link, "Where the person paged reads what to do"),
  dashboard: optional(link, "Where the person paged looks"),
  windows: optional(located(name), "Name of the AlertWindows to use instead of the built-in table"),
  tiers: optional(object(tiersFields, "tiers"), "Changes to single tiers: fast, medium, slow, long"),
  noData: optional(object(noDataFields, "noData"), "The alert SloNoData"),
  anomaly: optional(object(switchFields, "anomaly"), "The alert SloAnomaly"),
  consumed: optional(object(switchFields, "consumed"), "The alerts ErrorBudgetConsumed"),
  labels: optional(labels, "Labels of every alert of the SLO"),
  annotations: optional(annotations, "Annotations of every alert of the SLO"),
};
export const alertingShape = object(alertingFields, "alerting");
export type WrittenAlerting = ObjectOf<typeof alertingFields>;
