import type { Shop } from "../../kit/journeys/shop.ts";
import { seconds } from "../../src/model/units.ts";
import { nextSlot, slotAt, startOf, type Timetable, timetableOf } from "../../src/journey/schedule.ts";

export interface Arrival {
  journey: string;
  /** Milliseconds since 1970. */
  at: number;
}

export interface Lost {
  journey: string;
  slot: number;
  /** When it should have begun. */
  start: number;
}

/** What became of the slots of some journeys between two moments, as the service saw it. */
export interface Account {
  expected: number;
  lost: readonly Lost[];
  doubled: number;
  /** Milliseconds from the slot's start to the first request's arrival, ascending. */
  late: readonly number[];
}

const timetable = (name: string, every: number): Timetable =>
  timetableOf(
    { name, schedule: { every: seconds(every), timeout: seconds(every), jitter: seconds(0) } },
    "eu-1",
  );

/**
 * Counts arrivals by slot, from names and moments alone: what the prober itself says about its runs plays no part. A
 * slot that begins in the last second is not asked about, since its request may be under way.
 */
export function account(
  journeys: readonly string[],
  every: number,
  arrivals: readonly Arrival[],
  { from, to }: { from: number; to: number },
): Account {
  const counts = new Map<string, number>();
  const late: number[] = [];
  const tables = new Map(journeys.map((name) => [name, timetable(name, every)]));
  for (const { journey, at } of arrivals) {
    const table = tables.get(journey)!;
    // Two processes' clocks agree to a millisecond: a request that seems early is not one of the slot before.
    const slot = slotAt(table, at + 20);
    const start = startOf(table, slot);
    if (start < from || start > to - 1_000) continue;
    counts.set(`${journey} ${slot}`, (counts.get(`${journey} ${slot}`) ?? 0) + 1);
    late.push(at - start);
  }
  let expected = 0;
  const lost: Lost[] = [];
  for (const [name, table] of tables)
    for (let slot = nextSlot(table, from); startOf(table, slot) <= to - 1_000; slot++) {
      expected++;
      if (!counts.has(`${name} ${slot}`)) lost.push({ journey: name, slot, start: startOf(table, slot) });
    }
  const doubled = [...counts.values()].filter((count) => count > 1).length;
  return { expected, lost, doubled, late: late.sort((a, b) => a - b) };
}

/** Watches first steps arrive; requests are noted as they come, so that a busy look later delays none. */
export function arrivalsAt(shop: Shop, now: () => number): { take: () => readonly Arrival[] } {
  const arrivals: Arrival[] = [];
  shop.onRequest((path) => {
    const [, name] = /^\/first\/(.+)$/.exec(path) ?? [];
    if (name !== undefined) arrivals.push({ journey: name, at: now() });
  });
  return { take: () => arrivals };
}

export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
