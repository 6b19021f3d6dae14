import type { RunEnd, RunResult } from "../result.ts";
import { room as usualRoom, type Room } from "./bounds.ts";
import { createPlace, type KeptPicture, type Place } from "./place.ts";
import type { Receipt, Report, ToldRun } from "./report.ts";

/** Where reports come from, and how fresh they are. */
export interface Heard {
  location: string;
  /** Whose token it reports with. */
  by: string;
  /** Milliseconds since 1970, by nines' own clock. */
  at: number;
  /** Seconds that the prober's clock is ahead of nines' own; absent while both agree. */
  clockAhead?: number;
}

/** Who reports, when, and what may be reported of. */
export interface Occasion {
  by: string;
  /** Milliseconds since 1970. */
  now: number;
  journeys: ReadonlySet<string>;
}

export type Shelved = { ok: true; receipt: Receipt } | { ok: false; message: string };

/** What probers report of their runs. In memory, bounded, and for looking alone: SLIs count what Prometheus says. */
export interface Shelf {
  take: (report: Report, occasion: Occasion) => Shelved;
  /** Who has reported within a day, by location. */
  heard: (now: number) => readonly Heard[];
  /** Newest first. */
  history: (journey: string, location: string) => readonly RunResult[];
  /** The same without what their steps were. */
  ends: (journey: string, location: string) => readonly RunEnd[];
  picture: (location: string, run: string) => KeptPicture | undefined;
  /** Forgets all other journeys. */
  retain: (journeys: readonly string[]) => void;
  /** Characters of runs and bytes of pictures. */
  size: () => number;
}

interface Entry extends Heard {
  place: Place;
}

export interface ShelfOptions {
  /** Tells these memories from those of a process before. */
  memory: string;
  /** Where this process runs journeys itself: nobody else may. */
  own: string;
  room?: Room;
}

/** Milliseconds by which two clocks may differ, the way between them included. */
const tolerated = 10_000;

/** Seconds after which somebody else may report from a location. */
const held = 600;

export function createShelf({ memory, own, room = usualRoom }: ShelfOptions): Shelf {
  const entries = new Map<string, Entry>();
  const forgetSilent = (now: number): void => {
    for (const [name, { at }] of entries) if (now - at > room.memory * 1_000) entries.delete(name);
  };
  const refusal = (location: string, { by, now }: Occasion): string | undefined => {
    if (location === own)
      return `journeys run at ${own} in nines itself: give the prober a --location of its own`;
    const known = entries.get(location);
    if (known === undefined)
      return entries.size < room.locations
        ? undefined
        : `${room.locations} locations report here already; one that is silent for a day makes room`;
    if (known.by === by || now - known.at > held * 1_000) return undefined;
    return `${known.by} reports from ${location}: give each prober a --location of its own`;
  };
  const takeRun = (run: ToldRun, shift: number, { place }: Entry, { now, journeys }: Occasion) => {
    if (!journeys.has(run.journey)) return `no journey "${run.journey}" is defined here`;
    const startedAt = run.startedAt + shift;
    if (startedAt > now + tolerated) return "it began after it was reported";
    return place.put({ ...run, startedAt });
  };
  return {
    take: (report, occasion) => {
      const { location, sentAt, runs, pictures } = report;
      const { by, now } = occasion;
      forgetSilent(now);
      const message = refusal(location, occasion);
      if (message !== undefined) return { ok: false, message };
      const ahead = Math.abs(sentAt - now) > tolerated ? sentAt - now : 0;
      const place = entries.get(location)?.place ?? createPlace(location, room);
      const clock = ahead === 0 ? {} : { clockAhead: Math.round(ahead / 1_000) };
      const entry = { location, by, at: now, ...clock, place };
      entries.set(location, entry);
      const receipt = { memory, taken: 0, known: 0, refused: [] as Receipt["refused"][number][] };
      for (const run of runs) {
        const end = takeRun(run, -ahead, entry, occasion);
        if (end === "new") receipt.taken += 1;
        else if (end === "known" || end === "older") receipt.known += 1;
        else receipt.refused.push({ journey: run.journey, run: run.runId, message: end });
      }
      for (const picture of pictures) place.show(picture);
      return { ok: true, receipt };
    },
    heard: (now) => {
      forgetSilent(now);
      return [...entries.values()]
        .map(({ place: _, ...heard }) => heard)
        .sort((a, b) => (a.location < b.location ? -1 : 1));
    },
    history: (journey, location) => entries.get(location)?.place.history(journey) ?? [],
    ends: (journey, location) => entries.get(location)?.place.ends(journey) ?? [],
    picture: (location, run) => entries.get(location)?.place.picture(run),
    retain: (journeys) => {
      const wanted = new Set(journeys);
      for (const { place } of entries.values()) place.retain(wanted);
    },
    size: () => [...entries.values()].reduce((sum, { place }) => sum + place.size(), 0),
  };
}
