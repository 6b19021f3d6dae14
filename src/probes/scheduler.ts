import type { Journey, SkipCause } from "../model/journey.ts";
import { nextSlot, slotAt, slotsBetween, startOf, type Timetable, timetableOf } from "../journey/schedule.ts";
import type { SlotMemory } from "./slots.ts";

export interface SchedulerPorts {
  location: string;
  /** Milliseconds since 1970; never goes back. */
  now: () => number;
  slots: SlotMemory;
  /** Makes a run; it settles when the run is over. */
  run: (journey: Journey, slot: number, late: number) => Promise<void>;
  skipped: (journey: string, cause: SkipCause, runs: number) => void;
}

export interface Scheduler {
  /** Takes journeys up, changes and drops them; runs under way go on as they began. */
  update: (journeys: readonly Journey[]) => void;
  /** Begins no more runs. */
  stop: () => void;
  /** Resolves when no run is under way. */
  idle: () => Promise<void>;
}

interface Entry {
  journey: Journey;
  timetable: Timetable;
  slot: number;
  timer?: NodeJS.Timeout;
}

/** Milliseconds a run may begin after its time; a later one is skipped, since it would crowd the next. */
const patience = ({ every }: Timetable): number => Math.min(every / 2, 10_000);

/** The longest time that `setTimeout` understands. */
const longestTimer = 2 ** 31 - 1;

export function createScheduler(ports: SchedulerPorts): Scheduler {
  const entries = new Map<string, Entry>();
  const running = new Map<string, Promise<void>>();

  const arm = (entry: Entry): void => {
    const delay = startOf(entry.timetable, entry.slot) - ports.now();
    entry.timer = setTimeout(() => fire(entry), Math.min(Math.max(0, Math.ceil(delay)), longestTimer));
  };
  const goOn = (entry: Entry, now: number, after: number): void => {
    entry.slot = nextSlot(entry.timetable, now, after);
    arm(entry);
  };
  const fire = (entry: Entry): void => {
    const { journey, timetable, slot } = entry;
    const now = ports.now();
    const late = now - startOf(timetable, slot);
    if (late < 0) {
      arm(entry);
      return;
    }
    goOn(entry, now, slot);
    // What went by while nines was busy, suspended or swapped out is counted, and made up for by nobody.
    const missed = slotsBetween(slot, entry.slot) + (late > patience(timetable) ? 1 : 0);
    if (missed > 0) ports.skipped(journey.name, "late", missed);
    if (late <= patience(timetable)) begin(journey, timetable, slot, late);
  };
  const begin = (journey: Journey, timetable: Timetable, slot: number, late: number): void => {
    const { name } = journey;
    if (running.has(name)) {
      ports.skipped(name, "overlap", 1);
      return;
    }
    ports.slots.claim(name, slot * timetable.every + timetable.phase);
    const run = ports.run(journey, slot, late).then(
      () => void running.delete(name),
      () => void running.delete(name),
    );
    running.set(name, run);
  };
  const takeUp = (journey: Journey): void => {
    const timetable = timetableOf(journey, ports.location);
    const now = ports.now();
    const claimed = ports.slots.last(journey.name);
    const last = claimed === undefined ? undefined : slotAt(timetable, claimed);
    const slot = nextSlot(timetable, now, last);
    // A slot claimed before this process began was run; those after it that have passed were not.
    if (last !== undefined && slotsBetween(last, slot) > 0 && !entries.has(journey.name))
      ports.skipped(journey.name, "down", slotsBetween(last, slot));
    const entry = { journey, timetable, slot };
    entries.set(journey.name, entry);
    arm(entry);
  };
  const drop = (name: string): void => {
    clearTimeout(entries.get(name)?.timer);
    entries.delete(name);
  };

  return {
    update: (journeys) => {
      const wanted = new Map(journeys.map((journey) => [journey.name, journey]));
      for (const name of [...entries.keys()]) if (!wanted.has(name)) drop(name);
      for (const journey of wanted.values()) {
        const entry = entries.get(journey.name);
        if (entry === undefined) takeUp(journey);
        else if (isSameSchedule(entry.journey, journey)) entry.journey = journey;
        else {
          clearTimeout(entry.timer);
          takeUp(journey);
        }
      }
    },
    stop: () => {
      for (const name of [...entries.keys()]) drop(name);
    },
    idle: async () => {
      await Promise.allSettled(running.values());
    },
  };
}

const isSameSchedule = ({ schedule: a }: Journey, { schedule: b }: Journey): boolean =>
  a.every === b.every && a.jitter === b.jitter;
