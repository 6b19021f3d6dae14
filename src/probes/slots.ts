import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";

/** Remembers the last slot of each journey that was run, so that a restart neither doubles a run nor hides a gap. */
export interface SlotMemory {
  /** When the last slot that was claimed lay, in milliseconds since 1970. */
  last: (journey: string) => number | undefined;
  /** To be called before a run begins. */
  claim: (journey: string, time: number) => void;
  close: () => void;
}

/** Forgets with the process: nothing is doubled while it lives, and what was missed before it is not known. */
export function slotsInMemory(): SlotMemory {
  const times = new Map<string, number>();
  return {
    last: (journey) => times.get(journey),
    claim: (journey, time) => times.set(journey, time),
    close: () => undefined,
  };
}

const compactAt = 20_000;

/**
 * Keeps claims in a file of lines, one for each run: a claim is written before its run begins and outlives a killed
 * process. The file is written anew, beside and renamed, when it has grown long. A line that a crash of the machine
 * cut off is no claim.
 */
export function slotsInFile(folder: string, location: string, onFault: (error: Error) => void): SlotMemory {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `journeys-${encodeURIComponent(location)}.slots`);
  const times = readTimes(path);
  let [file, lines] = [rewrite(path, times), times.size];
  return {
    last: (journey) => times.get(journey),
    claim: (journey, time) => {
      times.set(journey, time);
      try {
        writeSync(file, `${journey} ${time}\n`);
        if (++lines < times.size + compactAt) return;
        const grown = file;
        [file, lines] = [rewrite(path, times), times.size];
        closeSync(grown);
      } catch (error) {
        // A full disk is no reason to stop looking after the service: the claim is kept in memory.
        onFault(error as Error);
      }
    },
    close: () => closeSync(file),
  };
}

function readTimes(path: string): Map<string, number> {
  const times = new Map<string, number>();
  for (const line of textOf(path).split("\n")) {
    const [, journey, time] = /^([a-z0-9-]+) (\d+)$/.exec(line) ?? [];
    if (journey !== undefined) times.set(journey, Math.max(times.get(journey) ?? 0, Number(time)));
  }
  return times;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

function rewrite(path: string, times: ReadonlyMap<string, number>): number {
  const beside = `${path}.new`;
  writeFileSync(beside, [...times].map(([journey, time]) => `${journey} ${time}\n`).join(""));
  renameSync(beside, path);
  return openSync(path, "a");
}
