import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { join } from "node:path";
import { repository } from "./tools.ts";

const ownHome = join(repository, ".toolchain", "cache");
const kept = 12;

const prune = (home: string): void => {
  const byAge = readdirSync(home)
    .map((name) => ({ path: join(home, name), used: statSync(join(home, name)).mtimeMs }))
    .sort((a, b) => b.used - a.used);
  for (const { path } of byAge.slice(kept)) rmSync(path, { recursive: true, force: true });
};

/**
 * Fills `target` with what `prepare` makes, and remembers it under the hash of `content`: everything the result
 * depends on (shapes, intervals, rule texts, generation), or the memory tells old tales. Prepared TSDBs above all:
 * the data folder of a server that was stopped after it took its history.
 *
 * @returns whether it was remembered
 */
export async function fromCache(
  content: unknown,
  target: string,
  prepare: (folder: string) => Promise<void>,
  home = ownHome,
): Promise<boolean> {
  const entry = join(home, createHash("sha256").update(JSON.stringify(content)).digest("hex"));
  const isKnown = existsSync(entry);
  if (!isKnown) {
    const beside = `${entry}.${process.pid}.tmp`;
    mkdirSync(beside, { recursive: true });
    try {
      await prepare(beside);
      if (!existsSync(entry)) renameSync(beside, entry);
    } finally {
      rmSync(beside, { recursive: true, force: true });
    }
  }
  utimesSync(entry, new Date(), new Date());
  cpSync(entry, target, { recursive: true });
  prune(home);
  return isKnown;
}
