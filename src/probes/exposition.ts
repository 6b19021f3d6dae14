import { setImmediate as pause } from "node:timers/promises";
import { families, type Family, type Labels } from "../journey/families.ts";
import type { Tally } from "../journey/tally.ts";

/** Milliseconds of writing before runs get their turn: a scrape must not make one late. */
const slice = 3;

const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", '"': '\\"', "\n": "\\n" };
const quote = (text: string) => `"${text.replace(/[\\"\n]/g, (found) => escapes[found] ?? found)}"`;

const inBraces = (labels: Labels): string =>
  `{${Object.entries(labels)
    .map(([name, text]) => `${name}=${quote(text)}`)
    .join(",")}}`;

const names = new WeakMap<Tally, Map<Family, readonly string[]>>();

/** The names of a family's series with their labels, written once: only numbers change from scrape to scrape. */
function namesOf(tally: Tally, family: Family): readonly string[] {
  const known = names.get(tally) ?? new Map<Family, readonly string[]>();
  names.set(tally, known);
  const written = known.get(family);
  if (written !== undefined) return written;
  const lines = family.series(tally).map(([suffix, labels]) => `${family.name}${suffix}${inBraces(labels)} `);
  // Pieces of one flat text take half the memory of texts that were put together one by one.
  const flat = lines.join("\n").split("\n");
  known.set(family, flat);
  return flat;
}

/** Bytes of one chunk; a family's rows of one journey are far less. */
const chunkSize = 64 * 1024;

/**
 * Writes rows straight into chunks: 500 journeys say 8 MB at every scrape, and as texts put together they would be
 * several times that, in the heap.
 */
function createWriter() {
  const full: Buffer[] = [];
  let chunk = Buffer.allocUnsafeSlow(chunkSize);
  let at = 0;
  return {
    write: (text: string): void => {
      // A character takes three bytes at most.
      if (at + 3 * text.length > chunk.length) {
        full.push(chunk.subarray(0, at));
        [chunk, at] = [Buffer.allocUnsafeSlow(Math.max(chunkSize, 3 * text.length)), 0];
      }
      at += chunk.write(text, at);
    },
    end: (): readonly Buffer[] => [...full, chunk.subarray(0, at)],
  };
}

/** Everything that was counted, as Prometheus text, written in slices. */
export async function renderTallies(tallies: readonly Tally[]): Promise<readonly Buffer[]> {
  const { write, end } = createWriter();
  let begin = performance.now();
  for (const family of families) {
    const { name, type, help } = family;
    write(`# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`);
    for (const tally of tallies) {
      const written = namesOf(tally, family);
      for (const [index, value] of family.values(tally).entries()) {
        write(written[index] ?? "");
        write(`${value}\n`);
      }
      if (performance.now() - begin < slice) continue;
      await pause();
      begin = performance.now();
    }
  }
  return end();
}
