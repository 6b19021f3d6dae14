import { isSettled, type LedgerSpan, type SpanCount } from "../../model/correction.ts";
import { intervals } from "../../model/intervals.ts";
import type { GroupLabels } from "../../model/observation.ts";
import { timestamp, type Timestamp } from "../../model/units.ts";
import type { CalendarWindow } from "../../model/window.ts";
import { dayAt, ledgerSpanOf, type Period } from "./period.ts";

/** What the ledger holds of one group. */
export interface GroupTally {
  group: GroupLabels;
  count: SpanCount;
}

/** A period's days that are over, added up one after the other, each asked for once. */
export interface Tally {
  period: Period;
  /** Samples stamped up to here are counted; milliseconds since 1970. */
  through: number;
  /** By `groupKey`. */
  groups: ReadonlyMap<string, GroupTally>;
}

export const openTally = (period: Period): Tally => ({
  period,
  through: ledgerSpanOf(period).after,
  groups: new Map(),
});

/** The next day that is over for good and not counted yet. */
export function nextDay(window: CalendarWindow, tally: Tally, now: Timestamp): LedgerSpan | undefined {
  const end = ledgerSpanOf(tally.period).until;
  if (tally.through >= end) return undefined;
  const { until } = ledgerSpanOf(dayAt(window, stampedAt(tally.through)));
  const span = { after: tally.through, until: Math.min(until, end) };
  return isSettled(span, now) ? span : undefined;
}

/** What is not over, or may still change: asked for again and again. */
export function openPart({ period, through }: Tally, now: Timestamp): LedgerSpan | undefined {
  const until = Math.min(ledgerSpanOf(period).until, Math.floor(now * 1_000));
  return until > through ? { after: through, until } : undefined;
}

/** The tally with a day more. */
export const countDay = (
  tally: Tally,
  { until }: LedgerSpan,
  groups: ReadonlyMap<string, GroupTally>,
): Tally => ({
  ...tally,
  through: until,
  groups: addUp(tally.groups, groups),
});

export function addUp(
  groups: ReadonlyMap<string, GroupTally>,
  more: ReadonlyMap<string, GroupTally>,
): ReadonlyMap<string, GroupTally> {
  const sums = new Map(groups);
  for (const [key, { group, count }] of more) {
    const before = sums.get(key)?.count;
    sums.set(key, { group, count: before === undefined ? count : plus(before, count) });
  }
  return sums;
}

const plus = (a: SpanCount, b: SpanCount): SpanCount => ({
  bad: a.bad + b.bad,
  total: a.total + b.total,
  samples: a.samples + b.samples,
});

/** The moment that a stamp on the edge of two days belongs to the second of. */
const stampedAt = (through: number): Timestamp => timestamp(through / 1_000 - intervals.evaluationDelay);
