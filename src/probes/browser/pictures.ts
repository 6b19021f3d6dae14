import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Pictures of pages that failed, in a folder that only nines' own user may read. */
export interface Pictures {
  /** Keeps one and says what its file is called; undefined when that went wrong. */
  keep: (words: PictureWords, png: Buffer) => string | undefined;
}

export interface PictureWords {
  journey: string;
  step: string;
  runId: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** Pictures kept of each journey. */
export const keptPictures = 20;

const stamp = (at: number): string => new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, "");

/** Names are made of names alone, and sort by their time: nothing that a page or a secret said is in them. */
export const pictureName = ({ journey, step, runId, at }: PictureWords): string =>
  `${journey}.${stamp(at)}.${step}.${runId}.png`;

export function picturesIn(folder: string, onFault: (error: Error) => void): Pictures {
  return {
    keep: (words, png) => {
      const name = pictureName(words);
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writeFileSync(join(folder, `${name}.new`), png, { mode: 0o600 });
        renameSync(join(folder, `${name}.new`), join(folder, name));
        forgetOldest(folder, words.journey);
        return name;
      } catch (error) {
        onFault(error as Error);
        return undefined;
      }
    },
  };
}

function forgetOldest(folder: string, journey: string): void {
  const own = readdirSync(folder).filter((name) => name.startsWith(`${journey}.`) && name.endsWith(".png"));
  for (const name of own.toSorted().slice(0, -keptPictures)) rmSync(join(folder, name), { force: true });
}
