import { setImmediate as pause } from "node:timers/promises";
import { z } from "zod";
import type { JournalEntry, JournalFilter } from "../../../governance/journal.ts";
import { timestamp, type Timestamp } from "../../../model/units.ts";
import type { Desk } from "../../../runtime/governance/desk.ts";

/** Entries looked at in one go; between two goes others are served. */
const stretch = 20_000;
/** Entries looked at for one answer: what lies further back is asked for by the next. */
const farthest = 400_000;

const isTime = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text) &&
  Number.isFinite(Date.parse(text));

/** A moment in a query; a day alone is its midnight in UTC. */
export const timeQuery = (description: string) =>
  z
    .string()
    .refine(isTime, "is neither a day, such as 2026-11-22, nor a time with its zone, 2026-11-22T14:00:00Z")
    .transform((text) => timestamp(Date.parse(text) / 1_000))
    .optional()
    .meta({ type: "string", description, example: "2026-11-22" });

export const seqQuery = (description: string) =>
  z.coerce
    .number<string>({ error: "is no number" })
    .int("is no whole number")
    .min(1, "starts at 1")
    .meta({ description });

export interface Search {
  desk: Pick<Desk, "read" | "state">;
  filter: JournalFilter;
  limit: number;
  /** Looks no further back than this entry, and begins before that one. */
  from: number;
  before: number;
}

export interface Found {
  entries: readonly JournalEntry[];
  /** What lies before it has not been looked at; absent when everything has. */
  before?: number;
}

/** The newest entries that match, newest first, without the verdicts of decisions. */
export async function searchBack({ desk, filter, limit, from, before }: Search): Promise<Found> {
  const entries: JournalEntry[] = [];
  let end = Math.min(before, desk.state().head.seq + 1);
  const last = Math.max(from, end - farthest);
  while (end > last && entries.length < limit) {
    const start = Math.max(last, end - stretch);
    const options = { ...filter, before: end, newestFirst: true, withoutVerdicts: true } as const;
    const some = await desk.read(start, limit - entries.length, options);
    entries.push(...some);
    end = entries.length < limit ? start : (entries.at(-1)?.seq ?? start);
    await pause();
  }
  return { entries, ...(end > from && { before: end }) };
}

/** The first entry at this time or later; one past the last when there is none. Time in the journal never runs backwards. */
export async function firstSince(desk: Search["desk"], at: Timestamp): Promise<number> {
  let [low, high] = [1, desk.state().head.seq + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [entry] = await desk.read(middle, 1, { withoutVerdicts: true });
    if (entry === undefined || entry.at >= at) high = middle;
    else low = middle + 1;
  }
  return low;
}
