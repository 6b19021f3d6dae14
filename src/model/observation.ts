import type { BurnRate, Seconds, Timestamp } from "./units.ts";

/** Values of an SLO's `groupBy` labels; empty for an ungrouped SLO. */
export type GroupLabels = Readonly<Record<string, string>>;

/** A group as text, stable under label order: `region=eu,zone=a`; empty for an ungrouped SLO. */
export const groupKey = (group: GroupLabels): string =>
  Object.keys(group)
    .sort()
    .map((name) => `${name}=${group[name] ?? ""}`)
    .join(",");

/** A firing alert of nines' own rules, as Prometheus' `ALERTS` says it. */
export interface FiringAlert {
  alertname: string;
  /** `fast`, `medium`, `slow` or `long` on a burn alert. */
  tier?: string;
  /** `page`, `ticket` or `info`. */
  severity?: string;
  /** The policy state that an `ErrorBudgetConsumed` announces. */
  state?: string;
  /** Since when its condition has held; absent where the engine does not record it. */
  since?: Timestamp;
  /** The group labels it carries; without any it speaks of the whole SLO. */
  group: GroupLabels;
}

/** The error ratio over one window, as the rules recorded it. */
export interface RecordedRatio {
  window: Seconds;
  errorRatio: number;
}

/** Error ratio ÷ (1 − objective) over one window. */
export interface Burn {
  window: Seconds;
  rate: BurnRate;
}

const hour = 3_600;

/** The burn that people and forecasts go by: of the last hour, else the shortest longer window, else the longest there is. */
export const presentBurn = (burn: readonly Burn[]): Burn | undefined =>
  burn.find(({ window }) => window >= hour) ?? burn.at(-1);

/** The period of a calendar window that is under way, and the pace of the one before. */
export interface PeriodSeen {
  from: Timestamp;
  to: Timestamp;
  /** Events a second of the former period; absent when too little of it was recorded. */
  formerPace?: number;
}

/** What one source said about one group of an SLO; an absent field was not recorded. */
export interface GroupObservation {
  group: GroupLabels;
  /** Events in the SLO's window, from the ledger. */
  bad?: number;
  total?: number;
  /** Ledger samples present ÷ expected, 0 to 1; of a calendar window those of the part that has passed. */
  coverage?: number;
  /** Of a calendar window: the period that `bad` and `total` are of. */
  period?: PeriodSeen;
  /** When the ledger was last written, within the look-back of the question. */
  dataAt?: Timestamp;
  /** Short windows first. */
  ratios: readonly RecordedRatio[];
}

/** What one source said about one SLO in one cycle. */
export interface Observation {
  slo: string;
  /** Prometheus' own `time()` when it answered. */
  at: Timestamp;
  /** From `slo_info`, the newest; absent when Prometheus has no rules for this SLO. */
  rules?: { hash: string; window?: string };
  /** One for an ungrouped SLO that was recorded; empty when nothing was. */
  groups: readonly GroupObservation[];
  firing: readonly FiringAlert[];
  /** Why the sums of a calendar window are not known yet, in a sentence. */
  waiting?: string;
}

/**
 * Whether `wanted` (some labels, as a person or an alert names them) speaks of `group`: labels that the SLO is
 * not grouped by do not narrow it.
 */
export const matchesGroup = (group: GroupLabels, wanted: GroupLabels): boolean =>
  Object.entries(wanted).every(([name, value]) => group[name] === undefined || group[name] === value);
