import type { LedgerPoints } from "../attribution/ledger.ts";

/** What decides whether a tier rings. */
export interface TierSetting {
  long: number;
  short: number;
  factor: number;
  minBadEvents: number;
}

/** A ledger to be summed over any window: sums up to each sample. */
export interface SummedLedger {
  at: readonly number[];
  bad: readonly number[];
  total: readonly number[];
}

export function sumUp(bad: LedgerPoints, total: LedgerPoints): SummedLedger {
  const totals = new Map(total);
  const sums = { at: [] as number[], bad: [0], total: [0] };
  for (const [at, events] of bad) {
    sums.at.push(at);
    sums.bad.push((sums.bad.at(-1) ?? 0) + events);
    sums.total.push((sums.total.at(-1) ?? 0) + (totals.get(at) ?? 0));
  }
  return sums;
}

/** How many samples are stamped at `time` or before. */
function countUpTo(at: readonly number[], time: number): number {
  let [low, high] = [0, at.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle] ?? Infinity) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function over({ at, bad, total }: SummedLedger, end: number, window: number) {
  const [first, last] = [countUpTo(at, end - window), countUpTo(at, end)];
  const sum = (sums: readonly number[]) => (sums[last] ?? 0) - (sums[first] ?? 0);
  return { bad: sum(bad), total: sum(total) };
}

/** Whether the tier would have rung at the moment of a sample, by what the ledger held then. */
export function rings(
  ledger: SummedLedger,
  { long, short, factor, minBadEvents }: TierSetting,
  budget: number,
  at: number,
): boolean {
  const [whole, recent] = [over(ledger, at, long), over(ledger, at, short)];
  const isAbove = ({ bad, total }: typeof whole) => total > 0 && bad / total > factor * budget;
  return isAbove(whole) && isAbove(recent) && whole.bad > minBadEvents - 0.5;
}

/** The first moment within a stretch of time at which it would have rung. */
export function firstRing(
  ledger: SummedLedger,
  setting: TierSetting,
  budget: number,
  { from, to }: { from: number; to: number },
): number | undefined {
  const [first, last] = [countUpTo(ledger.at, from), countUpTo(ledger.at, to)];
  return ledger.at.slice(first, last).find((at) => rings(ledger, setting, budget, at));
}
