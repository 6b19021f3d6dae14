import { formatDuration } from "./durations.ts";
import { plain, seconds, tidy, type Ratio, type Seconds } from "./units.ts";

export const tierNames = ["fast", "medium", "slow", "long"] as const;
export type TierName = (typeof tierNames)[number];
export type Severity = "page" | "ticket";

/** One burn-rate alert: it rings while the error ratio exceeds factor × budget over both windows. */
export interface Tier {
  name: TierName;
  long: Seconds;
  /** The short window never fires alone: it ends the alert soon after recovery. */
  short: Seconds;
  /** Burn rate at which it rings; at least 1, or it would ring inside the objective. */
  factor: number;
  severity: Severity;
  for: Seconds;
  keepFiringFor: Seconds;
  /** Bad events the long window must hold before it may ring; 0 turns the guard off. */
  minBadEvents: number;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
}

export interface AlertingSettings {
  /** In order fast to long; a disabled tier is absent. */
  tiers: readonly Tier[];
  noData: { enabled: boolean; for: Seconds };
  anomaly: { enabled: boolean };
  consumed: { enabled: boolean };
  runbook?: string;
  dashboard?: string;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
}

/** A row of an alert table as people write it: the share of the period's budget that the long window may spend. */
export interface TierRow {
  name: TierName;
  long: Seconds;
  short: Seconds;
  /** Share of the period's error budget spent over the long window when it rings. */
  budget: Ratio;
  severity: Severity;
  for: Seconds;
  keepFiringFor: Seconds;
  minBadEvents: number;
}

/** Each tier as `fast page 1h/5m 14.4×`: a rule cannot record a table, and a board reads this one by name. */
export const tiersText = (tiers: readonly Tier[]): string =>
  tiers
    .map(
      ({ name, severity, long, short, factor }) =>
        `${name} ${severity} ${formatDuration(long)}/${formatDuration(short)} ${plain(factor)}×`,
    )
    .join("; ");

const minute = 60;
const hour = 3_600;
const day = 86_400;

const row = (
  name: TierName,
  [long, short]: [number, number],
  budget: number,
  severity: Severity,
  [hold, keep]: [number, number],
): TierRow => ({
  name,
  long: seconds(long),
  short: seconds(short),
  budget: budget as Ratio,
  severity,
  for: seconds(hold),
  keepFiringFor: seconds(keep),
  minBadEvents: severity === "page" ? 2 : 0,
});

/** The Google SRE Workbook's table (chapter 5, "Alerting on SLOs"), for windows of 28 days and more. */
export const monthTable: readonly TierRow[] = [
  row("fast", [hour, 5 * minute], 0.02, "page", [minute, 5 * minute]),
  row("medium", [6 * hour, 30 * minute], 0.05, "page", [2 * minute, 10 * minute]),
  row("slow", [day, 2 * hour], 0.1, "ticket", [15 * minute, 30 * minute]),
  row("long", [3 * day, 6 * hour], 0.1, "ticket", [hour, hour]),
];

/** The same tiers for windows of 7 to 27 days, where an hour is a larger part of the period. */
export const weekTable: readonly TierRow[] = [
  row("fast", [hour, 5 * minute], 0.08, "page", [minute, 5 * minute]),
  row("medium", [6 * hour, 30 * minute], 0.125, "page", [2 * minute, 10 * minute]),
  row("slow", [day, 2 * hour], 0.2, "ticket", [15 * minute, 30 * minute]),
  row("long", [3 * day, 6 * hour], 0.42, "ticket", [hour, hour]),
];

/** The built-in table for a window; undefined under 7 days, where an `AlertWindows` must say. */
export const builtInTable = (window: Seconds): readonly TierRow[] | undefined =>
  window >= 28 * day ? monthTable : window >= 7 * day ? weekTable : undefined;

/** factor = budget × window ÷ long, raised to 1. */
export const tierFactor = (budget: Ratio, window: Seconds, long: Seconds): number =>
  Math.max(1, tidy((budget * window) / long));
