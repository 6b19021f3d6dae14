import type { CalendarEntryBody } from "../../../http/schemas/governance/calendar.ts";
import { type Day, midnight, plusDays } from "./days.ts";

export type Entry = Pick<CalendarEntryBody, "from" | "to" | "id" | "services">;

const at = (iso: string): number => Date.parse(iso);

/** What overlaps that day, in order of time; what ends at its midnight is not on it. */
export function onDay<Item extends Entry>(entries: readonly Item[], day: Day): Item[] {
  const [begin, end] = [midnight(day).getTime(), midnight(plusDays(day, 1)).getTime()];
  return entries.filter(({ from, to }) => at(from) < end && at(to) > begin);
}

/** It began on an earlier day, or at the first moment of this one before anything else. */
export const beganBefore = ({ from }: Entry, day: Day): boolean => at(from) < midnight(day).getTime();

export interface Placed<Item> {
  entry: Item;
  /** Shares of the whole width. */
  left: number;
  width: number;
}

export interface Row<Item> {
  /** Empty for what concerns many. */
  service: string;
  /** Nothing in a lane overlaps, nor the words of what is short. */
  lanes: readonly (readonly Placed<Item>[])[];
}

/** Narrower than this nobody could see or hit it. */
const narrowest = 0.008;
/** What is short still wants this much room to be told in. */
const room = 0.15;

function lanesOf<Item>(placed: readonly Placed<Item>[]): Placed<Item>[][] {
  const lanes: Placed<Item>[][] = [];
  for (const each of placed) {
    const free = lanes.find((lane) => {
      const last = lane.at(-1);
      return last === undefined || last.left + Math.max(last.width, room) <= each.left + 1e-9;
    });
    if (free === undefined) lanes.push([each]);
    else free.push(each);
  }
  return lanes;
}

/** A row for each service, by name; time runs to the right from `from` to `to`. */
export function rowsOf<Item extends Entry>(entries: readonly Item[], from: Date, to: Date): Row<Item>[] {
  const [begin, span] = [from.getTime(), to.getTime() - from.getTime()];
  const place = (entry: Item): Placed<Item> => {
    const left = Math.max(0, (at(entry.from) - begin) / span);
    const right = Math.min(1, (at(entry.to) - begin) / span);
    const width = Math.max(narrowest, right - left);
    return { entry, left: Math.min(left, 1 - width), width };
  };
  const shown = entries.filter((each) => at(each.from) < to.getTime() && at(each.to) > begin);
  const byService = Map.groupBy(shown, ({ services }) => (services.length === 1 ? (services[0] ?? "") : ""));
  return [...byService]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([service, those]) => ({
      service,
      lanes: lanesOf(those.map(place).sort((a, b) => a.left - b.left || b.width - a.width)),
    }));
}

/** Where now lies, as a share; undefined outside of what is shown. */
export function nowAt(now: number, from: Date, to: Date): number | undefined {
  const share = (now - from.getTime()) / (to.getTime() - from.getTime());
  return share < 0 || share > 1 ? undefined : share;
}
