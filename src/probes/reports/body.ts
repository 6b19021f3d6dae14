import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { bounds } from "../../journey/reports/bounds.ts";
import type { Waiting } from "./queue.ts";

export interface Telling {
  location: string;
  /** Where pictures of pages that failed are kept; absent where none are. */
  pictures?: string;
  /** Milliseconds since 1970. */
  now: () => number;
}

interface Picture {
  run: string;
  step: string;
  image: string;
}

/** What of a report may be pictures: the other half is for runs. */
const mostPictures = bounds.report / 2;

/** A report of as many of these runs as it can show the pictures of; the others wait for the next one. */
export async function reportOf(
  front: readonly Waiting[],
  { location, pictures: folder, now }: Telling,
): Promise<{ told: readonly Waiting[]; body: string }> {
  const told: Waiting[] = [];
  const pictures: Picture[] = [];
  let size = 0;
  for (const run of front) {
    const picture = await pictureOf(run, folder);
    size += picture?.image.length ?? 0;
    if (pictures.length > 0 && (size > mostPictures || pictures.length === bounds.pictures)) break;
    told.push(run);
    if (picture !== undefined) pictures.push(picture);
  }
  const head = JSON.stringify({ location, sentAt: Math.floor(now()), pictures }).slice(0, -1);
  return { told, body: `${head},"runs":[${told.map(({ text }) => text).join(",")}]}` };
}

/** One that is too large stays with the prober; one that newer ones have replaced is gone. */
async function pictureOf({ id, picture }: Waiting, folder: string | undefined): Promise<Picture | undefined> {
  if (picture === undefined || folder === undefined) return undefined;
  try {
    const path = join(folder, picture.file);
    if ((await stat(path)).size > bounds.picture) return undefined;
    return { run: id, step: picture.step, image: (await readFile(path)).toString("base64") };
  } catch {
    return undefined;
  }
}
