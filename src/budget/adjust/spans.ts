import type { CorrectedPeriod, CorrectionEffect, LedgerSpan } from "../../model/correction.ts";
import { intervals, sampledRange } from "../../model/intervals.ts";
import type { GroupLabels } from "../../model/observation.ts";
import { isComposite } from "../../model/composite.ts";
import type { Slo } from "../../model/slo.ts";
import { timestamp, type Seconds, type Timestamp } from "../../model/units.ts";
import { ledgerSpanOf, periodAt } from "../calendar/period.ts";

/** A stretch of an SLO's ledger that counts otherwise than it was recorded. */
export interface CorrectedSpan extends LedgerSpan {
  effect: CorrectionEffect;
  /** The edges used: those asked for, moved outwards to the ledger's interval and cut at the window's left edge. */
  from: Timestamp;
  to: Timestamp;
  /** Corrections and windows that it comes from, with the edges that they asked for. */
  asked: readonly Pick<CorrectedPeriod, "id" | "from" | "to">[];
  /** Its beginning has left the window already: what is left of it shrinks with time. */
  clipped: boolean;
}

/** The time whose events one sample of the ledger holds: its interval, or what a sampled expression is read over. */
export function sampleRange({ sli, ledgerInterval, scrapeInterval }: Slo): Seconds {
  return isSampled(sli) ? sampledRange(ledgerInterval, scrapeInterval) : ledgerInterval;
}

const isSampled = (sli: Slo["sli"]): boolean => {
  if (isComposite(sli)) return sli.members.some(({ slo }) => isSampled(slo.sli));
  if (sli.kind === "errorRatio") return sli.expression.sampled;
  if (sli.kind !== "ratio") return false;
  return [sli.part, sli.total].some((query) => query.kind === "expression" && query.expression.sampled);
};

/** Whether a period speaks of this group; one of a single group never speaks for the whole. */
const covers = ({ group: asked }: CorrectedPeriod, group: GroupLabels): boolean =>
  Object.entries(asked).every(([name, value]) => group[name] === value);

/**
 * What periods come to on the ledger of one group at a moment: disjoint spans, oldest first. Periods of one effect are
 * united; where both effects meet, `drop` wins. Of every period no event is left out: a sample stamped t holds what
 * happened in (t − range − delay, t − delay], so that at each edge up to one range too much is taken.
 */
export function spansOf(
  slo: Slo,
  periods: readonly CorrectedPeriod[],
  group: GroupLabels,
  at: Timestamp,
): readonly CorrectedSpan[] {
  const own = periods.filter((period) => period.from < at && covers(period, group));
  if (own.length === 0) return [];
  const of = (effect: CorrectionEffect): readonly CorrectedSpan[] =>
    united(own.filter((period) => period.effect === effect).map((period) => aligned(period, slo, at)));
  const drops = of("drop");
  const goods = drops.reduce<readonly CorrectedSpan[]>(
    (left, drop) => left.flatMap((good) => without(good, drop)),
    of("count-good"),
  );
  const left = windowStart(slo, at);
  return [...drops, ...goods].flatMap((span) => clippedAt(span, left)).sort((a, b) => a.after - b.after);
}

/** Samples stamped later than this are the window's. */
const windowStart = ({ window }: Slo, at: Timestamp): Timestamp =>
  window.kind === "rolling"
    ? timestamp(at - window.length)
    : timestamp(ledgerSpanOf(periodAt(window, at)).after / 1_000);

const milliseconds = (at: number): number => Math.round(at * 1_000);

/** Both edges outwards; what has not happened yet is not taken. */
function aligned({ id, from, to, effect }: CorrectedPeriod, slo: Slo, at: Timestamp): CorrectedSpan {
  const step = slo.ledgerInterval;
  const first = timestamp(Math.floor(from / step) * step);
  const last = timestamp(Math.ceil(Math.min(to, at) / step) * step);
  const delay = intervals.evaluationDelay;
  return {
    effect,
    from: first,
    to: last,
    asked: [{ id, from, to }],
    clipped: false,
    after: milliseconds(first + delay),
    // A sample stamped one range later would hold nothing of the period.
    until: milliseconds(last + delay + sampleRange(slo)) - 1,
  };
}

/** Spans of one effect without overlaps: those that meet become one. */
function united(spans: readonly CorrectedSpan[]): readonly CorrectedSpan[] {
  const sorted = spans.toSorted((a, b) => a.after - b.after);
  const union: CorrectedSpan[] = [];
  for (const span of sorted) {
    const last = union.at(-1);
    if (last === undefined || span.after > last.until + 1) union.push(span);
    else union[union.length - 1] = join(last, span);
  }
  return union;
}

const join = (a: CorrectedSpan, b: CorrectedSpan): CorrectedSpan => ({
  ...a,
  until: Math.max(a.until, b.until),
  to: timestamp(Math.max(a.to, b.to)),
  asked: [...a.asked, ...b.asked],
});

/** What `drop` leaves of a span: nothing, one piece or two. */
function without(span: CorrectedSpan, drop: CorrectedSpan): readonly CorrectedSpan[] {
  if (drop.until <= span.after || drop.after >= span.until) return [span];
  const pieces: CorrectedSpan[] = [];
  if (drop.after > span.after) pieces.push({ ...span, until: drop.after, to: drop.from });
  if (drop.until < span.until) pieces.push({ ...span, after: drop.until, from: drop.to });
  return pieces;
}

/** The window is (left, now]: what it has forgotten cannot be taken out of it. */
function clippedAt(span: CorrectedSpan, left: Timestamp): readonly CorrectedSpan[] {
  const after = milliseconds(left);
  if (span.after >= after) return [span];
  if (span.until <= after) return [];
  return [{ ...span, after, from: timestamp(Math.max(span.from, left)), clipped: true }];
}
