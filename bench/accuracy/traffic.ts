/** Events of a service since its origin, known exactly at every instant (seconds since 1970). Whole events. */
export interface Traffic {
  totalBy: (at: number) => number;
  badBy: (at: number) => number;
}

/** From `from` on, events a second; until the next spell begins. */
export interface Spell {
  from: number;
  total: number;
  bad: number;
}

/** Index of the last element that begins at or before `at`; −1 before the first. */
export function lastBefore(starts: Float64Array, at: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (starts[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function runningSum(starts: Float64Array, rates: readonly number[]): (at: number) => number {
  const sums = new Float64Array(starts.length);
  for (let n = 1; n < starts.length; n += 1)
    sums[n] = sums[n - 1]! + rates[n - 1]! * (starts[n]! - starts[n - 1]!);
  return (at) => {
    const n = lastBefore(starts, at);
    // A sum such as 2.9999999999999996 means three.
    return n < 0 ? 0 : Math.floor(sums[n]! + rates[n]! * (at - starts[n]!) + 1e-6);
  };
}

/** Traffic of constant rates, spell by spell, in order of time. */
export function flowing(spells: readonly Spell[]): Traffic {
  const starts = Float64Array.from(spells, ({ from }) => from);
  return {
    totalBy: runningSum(
      starts,
      spells.map(({ total }) => total),
    ),
    badBy: runningSum(
      starts,
      spells.map(({ bad }) => bad),
    ),
  };
}

/** Single events, in order of time. */
export function singly(events: readonly { at: number; isBad: boolean }[]): Traffic {
  const all = Float64Array.from(events, ({ at }) => at);
  const bad = Float64Array.from(
    events.filter(({ isBad }) => isBad),
    ({ at }) => at,
  );
  return { totalBy: (at) => lastBefore(all, at) + 1, badBy: (at) => lastBefore(bad, at) + 1 };
}

/** Numbers in [0, 1) that are the same on every run (mulberry32, by Tommy Ettinger, public domain). */
export function dice(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
