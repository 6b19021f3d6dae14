import { fit } from "../../journey/reports/fit.ts";
import { bounds } from "../../journey/reports/bounds.ts";
import type { RunResult } from "../../journey/result.ts";

/** A run that waits to be told of. */
export interface Waiting {
  id: string;
  /** As it is told. */
  text: string;
  /** The file of its picture, and the step that it is of. */
  picture?: { step: string; file: string };
}

/** Runs that wait for one nines, oldest first. What is too much is dropped from its beginning. */
export interface Queue {
  add: (run: Waiting) => void;
  /** As many as one report may hold; at least one, where any wait. */
  front: () => readonly Waiting[];
  /** Forgets what was told. */
  settle: (told: readonly Waiting[]) => void;
  length: () => number;
}

export interface QueueBounds {
  runs: number;
  /** Characters. */
  text: number;
}

export const queueBounds: QueueBounds = { runs: 2_000, text: 8 * 1024 * 1024 };

/** Half of what a report may be: the other half is for pictures. */
const longestFront = bounds.report / 2;

export function createQueue(onDropped: (runs: number) => void, most: QueueBounds = queueBounds): Queue {
  // A Map keeps its order: the first is the oldest.
  const waiting = new Map<string, Waiting>();
  let text = 0;
  const forget = (id: string): void => {
    text -= waiting.get(id)?.text.length ?? 0;
    waiting.delete(id);
  };
  return {
    add: (run) => {
      if (waiting.has(run.id)) return;
      waiting.set(run.id, run);
      text += run.text.length;
      let dropped = 0;
      for (const id of waiting.keys()) {
        if (waiting.size <= most.runs && text <= most.text) break;
        forget(id);
        dropped += 1;
      }
      if (dropped > 0) onDropped(dropped);
    },
    front: () => {
      const front: Waiting[] = [];
      let length = 0;
      for (const run of waiting.values()) {
        length += run.text.length;
        if (front.length === bounds.runs || (front.length > 0 && length > longestFront)) break;
        front.push(run);
      }
      return front;
    },
    settle: (told) => {
      for (const { id } of told) forget(id);
    },
    length: () => waiting.size,
  };
}

/** A run as it waits: written once, whoever it is told. */
export function waitingOf(run: RunResult): Waiting {
  const pictured = run.steps.find(({ screenshot }) => screenshot !== undefined);
  return {
    id: run.runId,
    text: fit(run),
    ...(pictured?.screenshot !== undefined && {
      picture: { step: pictured.step, file: pictured.screenshot },
    }),
  };
}
