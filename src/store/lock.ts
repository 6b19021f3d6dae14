import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { JournalUnavailable } from "../governance/journal.ts";
import { isBusy } from "./failures.ts";

/**
 * One process per data folder. The lock is an exclusive transaction on an otherwise empty database: the operating
 * system drops it with the process, so that `kill -9` never leaves a stale one. A note beside it names the holder.
 */
export function lockFolder(folder: string): () => void {
  const database = new DatabaseSync(join(folder, "lock.db"), { timeout: 0 });
  const note = join(folder, "lock.json");
  try {
    database.exec("PRAGMA journal_mode = MEMORY");
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    throw isBusy(error) ? new JournalUnavailable(inUse(folder, note)) : error;
  }
  const holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
  writeFileSync(`${note}.tmp`, `${JSON.stringify(holder)}\n`);
  renameSync(`${note}.tmp`, note);
  return () => {
    rmSync(note, { force: true });
    database.exec("ROLLBACK");
    database.close();
  };
}

const inUse = (folder: string, note: string): string =>
  `the data folder ${folder} is in use by ${holderOf(note)}: stop that process or give this one another --data`;

function holderOf(note: string): string {
  try {
    const { pid, host, since } = JSON.parse(readFileSync(note, "utf8")) as Record<string, unknown>;
    return `pid ${String(pid)} on ${String(host)} since ${String(since)}`;
  } catch {
    return "another process";
  }
}
