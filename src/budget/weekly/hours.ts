import type { Timestamp } from "../../model/units.ts";

/** What the ledger holds of an hour; `at` is its end. */
export interface PastHour {
  at: Timestamp;
  bad: number;
  total: number;
}

export const hour = 3_600;
export const week = 168;

/** Hours without a gap, oldest first; one that nobody recorded is undefined. */
export type Hours = readonly (PastHour | undefined)[];

export function inOrder(history: readonly PastHour[]): Hours {
  const [first] = history;
  const last = history.at(-1);
  if (first === undefined || last === undefined) return [];
  const hours = new Array<PastHour | undefined>(Math.round((last.at - first.at) / hour) + 1).fill(undefined);
  for (const each of history) hours[Math.round((each.at - first.at) / hour)] = each;
  return hours;
}

/** The same hour of the weeks before, youngest first: `index` may lie ahead of the last hour. */
export function sameHours(hours: Hours, index: number): readonly PastHour[] {
  const found: PastHour[] = [];
  for (let at = index - week; at >= 0; at -= week) {
    const past = hours[at];
    if (past !== undefined) found.push(past);
  }
  return found;
}

export const meanOf = (past: readonly PastHour[], field: "bad" | "total"): number =>
  past.length === 0 ? 0 : past.reduce((sum, each) => sum + each[field], 0) / past.length;
