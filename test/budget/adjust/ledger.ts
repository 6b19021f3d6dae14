import fc from "fast-check";
import type { CorrectedPeriod, SpanCount } from "../../../src/model/correction.ts";
import type { CorrectedSpan } from "../../../src/budget/adjust/spans.ts";
import { intervals } from "../../../src/model/intervals.ts";
import { timestamp } from "../../../src/model/units.ts";
import { noon } from "../../support/snapshots.ts";

export const step = 150;
export const delay = intervals.evaluationDelay;

/** One sample: its stamp in milliseconds, and the time (from, to] whose events it holds. */
export interface LedgerSample {
  stamp: number;
  from: number;
  to: number;
  bad: number;
  total: number;
}

/** A day of samples before noon, at whatever phase Prometheus chose for the group. */
export const ledgerAt = (phase: number, bad: (index: number) => number): readonly LedgerSample[] =>
  Array.from({ length: 86_400 / step }, (_, index) => {
    const stamp = Math.round((noon - 86_400 + phase) * 1_000) + (index + 1) * step * 1_000 - step * 1_000;
    const to = stamp / 1_000 - delay;
    return { stamp, from: to - step, to, bad: bad(index), total: 100 };
  }).filter(({ stamp }) => stamp > (noon - 86_400) * 1_000 && stamp <= noon * 1_000);

/** What Prometheus 2 (closed ranges) or 3 (left-open ones) counts for the question that nines asks about a span. */
export function countOf(
  samples: readonly LedgerSample[],
  { after, until }: CorrectedSpan,
  generation: 2 | 3,
): SpanCount {
  const end = Math.min(until, noon * 1_000);
  const begin = end - (end - after - 1);
  const within = samples.filter(
    ({ stamp }) => (generation === 2 ? stamp >= begin : stamp > begin) && stamp <= end,
  );
  const sum = (field: "bad" | "total") => within.reduce((all, each) => all + each[field], 0);
  return { bad: sum("bad"), total: sum("total"), samples: within.length };
}

export const period = (
  from: number,
  to: number,
  effect: CorrectedPeriod["effect"] = "drop",
  id = `co-${from}`,
): CorrectedPeriod => ({ id, from: timestamp(from), to: timestamp(to), effect, group: {} });

/** Periods of up to three hours within the day before noon, whole seconds or not. */
export const anyPeriod: fc.Arbitrary<CorrectedPeriod> = fc
  .record({
    back: fc.integer({ min: 1, max: 90_000 }),
    length: fc.integer({ min: 1, max: 10_800 }),
    effect: fc.constantFrom("drop" as const, "count-good" as const),
  })
  .map(({ back, length, effect }) => period(noon - back, Math.min(noon - back + length, noon), effect));

/** Off the clock's grid, as Prometheus spreads its groups; not within the two milliseconds that no question sees. */
export const anyPhase: fc.Arbitrary<number> = fc
  .integer({ min: 0, max: step * 1_000 - 1 })
  .filter((phase) => (phase - delay * 1_000) % (step * 1_000) !== 1)
  .map((phase) => phase / 1_000);
