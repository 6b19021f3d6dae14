import type { RunEnd, RunResult } from "../result.ts";
import type { Room } from "./bounds.ts";
import { createLane, type KeptRun, type Lane } from "./lane.ts";
import { type Picture, pictureOf } from "./picture.ts";
import type { ToldPicture, ToldRun } from "./report.ts";

/** What is kept of one location. */
export interface Place {
  put: (run: ToldRun) => ReturnType<Lane<EndedRun>["put"]>;
  /** Keeps a picture of a run that is kept; what is no picture is dropped. */
  show: (picture: ToldPicture) => void;
  /** Newest first; what a list of many journeys needs, without reading their texts. */
  ends: (journey: string) => readonly RunEnd[];
  history: (journey: string) => readonly RunResult[];
  picture: (run: string) => KeptPicture | undefined;
  /** Forgets all other journeys. */
  retain: (journeys: ReadonlySet<string>) => void;
  /** Characters of runs and bytes of pictures. */
  size: () => number;
}

interface EndedRun extends KeptRun {
  end: RunEnd;
}

export interface KeptPicture extends Picture {
  run: string;
  step: string;
  journey: string;
}

export function createPlace(location: string, room: Room): Place {
  const lanes = new Map<string, Lane<EndedRun>>();
  // The first are the oldest.
  let pictures: KeptPicture[] = [];
  const textSize = (): number => [...lanes.values()].reduce((sum, lane) => sum + lane.size(), 0);
  const pictureSize = (): number => pictures.reduce((sum, { image }) => sum + image.length, 0);

  /** From whoever takes most: one journey that talks a lot pushes no other out. */
  const makeRoom = (): void => {
    for (let excess = textSize() - room.text; excess > 0;) {
      const largest = [...lanes.values()].reduce((a, b) => (b.size() > a.size() ? b : a));
      const before = largest.size();
      largest.forgetOldest();
      excess -= before - largest.size();
    }
  };
  const journeyOf = (run: string): string | undefined => [...lanes].find(([, lane]) => lane.has(run))?.[0];
  const dropStale = (): void => {
    pictures = pictures.filter(({ run, journey }) => lanes.get(journey)?.has(run) === true);
  };
  return {
    put: (run) => {
      const { journey, runId, startedAt, duration, result, reason } = run;
      const lane = lanes.get(journey) ?? createLane<EndedRun>(room.runs);
      lanes.set(journey, lane);
      const end = { runId, startedAt, duration, result, ...(reason !== undefined && { reason }) };
      const taken = lane.put({ id: runId, startedAt, text: JSON.stringify(run), end });
      if (taken === "new") makeRoom();
      return taken;
    },
    show: ({ run, step, image }) => {
      const [journey, picture] = [journeyOf(run), pictureOf(image)];
      const isKnown = pictures.some((each) => each.run === run);
      if (journey === undefined || picture === undefined || isKnown) return;
      dropStale();
      const own = pictures.filter((each) => each.journey === journey);
      const tooMany = own.slice(0, Math.max(0, own.length + 1 - room.picturesEach));
      pictures = [...pictures.filter((each) => !tooMany.includes(each)), { ...picture, run, step, journey }];
      while (pictureSize() > room.pictures) pictures.shift();
    },
    ends: (journey) => (lanes.get(journey)?.runs() ?? []).map(({ end }) => end),
    history: (journey) =>
      (lanes.get(journey)?.runs() ?? []).map(({ text }) => ({
        ...(JSON.parse(text) as ToldRun),
        location,
      })),
    picture: (run) => pictures.find((each) => each.run === run),
    retain: (journeys) => {
      for (const name of [...lanes.keys()]) if (!journeys.has(name)) lanes.delete(name);
      dropStale();
    },
    size: () => textSize() + pictureSize(),
  };
}
