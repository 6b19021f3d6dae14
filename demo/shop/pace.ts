import { setTimeout as wait } from "node:timers/promises";

/** Mulberry32: a seeded run of numbers in [0, 1), so that a shop behaves alike on every start. */
export function createDice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Milliseconds of honest work: mostly short, with a thin tail beyond 300 ms of the given share. */
export function workTime(dice: () => number, slowShare: number): number {
  const slow = dice() < slowShare;
  return slow ? 320 + 400 * dice() : 4 + 70 * dice() ** 2;
}

export const work = async (milliseconds: number): Promise<void> => wait(milliseconds);
