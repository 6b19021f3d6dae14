import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type ChainKey, type Linked, linked } from "../governance/chain.ts";
import { type JournalEntry, JournalUnavailable } from "../governance/journal.ts";
import { type Anchor, type Verification, verifier } from "../governance/verify.ts";
import { explainFailure } from "./failures.ts";
import { makeDataFolder } from "./folder.ts";
import { loadKey, syncFolder, writeKey } from "./key.ts";
import { lockFolder } from "./lock.ts";
import { migrate } from "./migrations.ts";
import { files } from "./sqlite.ts";
import { insertIn } from "./table.ts";

export interface RestoreOptions {
  folder: string;
  /** The key that the entries were written with; the one in the folder when left out. */
  keyPath?: string;
  anchor?: Anchor;
  warn: (message: string) => void;
}

/**
 * Makes the journal of a data folder that has none out of exported entries, each verified before it is written.
 * The journal appears whole or, when any entry is not what was written, not at all.
 * @throws JournalUnavailable when the folder has a journal, is in use, or there is no key
 */
export async function restoreSqliteJournal(
  entries: AsyncIterable<JournalEntry>,
  options: RestoreOptions,
): Promise<Verification> {
  const { folder } = options;
  makeDataFolder(folder);
  const unlock = lockFolder(folder);
  try {
    assertEmpty(folder);
    return await restoreLocked(entries, options);
  } finally {
    unlock();
  }
}

function assertEmpty(folder: string): void {
  const found = [files.journal, `${files.journal}-wal`].find((name) => existsSync(join(folder, name)));
  if (found !== undefined)
    throw new JournalUnavailable(
      `the data folder ${folder} holds a journal already (${found}): move it away, or name an empty folder with --data`,
    );
}

async function restoreLocked(
  entries: AsyncIterable<JournalEntry>,
  { folder, keyPath, anchor, warn }: RestoreOptions,
): Promise<Verification> {
  const home = join(folder, files.key);
  const source = keyPath ?? home;
  const key = loadKey(source, true, warn);
  if (source !== home && existsSync(home) && readFileSync(home, "utf8") !== readFileSync(source, "utf8"))
    throw new JournalUnavailable(`${home} holds another key than ${source}: move one of them away`);
  const draft = join(folder, `${files.journal}.${process.pid}.tmp`);
  try {
    let highest = 0;
    const { check, end } = verifier(key, anchor === undefined ? {} : { anchor }, () => highest);
    await write(draft, key, entries, (entry) => {
      highest = Math.max(highest, entry.seq);
      return check(entry) === undefined;
    });
    const result = end();
    if (!result.ok) return result;
    if (source !== home) writeKey(home, readFileSync(source, "utf8"));
    renameSync(draft, join(folder, files.journal));
    syncFolder(folder);
    return result;
  } finally {
    for (const suffix of ["", "-journal"]) rmSync(`${draft}${suffix}`, { force: true });
  }
}

const batchSize = 1_000;

/** Writes entries for as long as they are `good`; the file is on disk before this resolves. */
async function write(
  path: string,
  key: ChainKey,
  entries: AsyncIterable<JournalEntry>,
  good: (entry: JournalEntry) => boolean,
): Promise<void> {
  const database = new DatabaseSync(path);
  try {
    database.exec("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;");
    migrate(database, path);
    database.exec("BEGIN");
    let batch: Linked[] = [];
    for await (const entry of entries) {
      if (!good(entry)) break;
      batch.push(linked(key, entry));
      if (batch.length < batchSize) continue;
      insertIn(database, batch);
      batch = [];
    }
    insertIn(database, batch);
    database.exec("COMMIT");
  } catch (error) {
    throw isOfSqlite(error) ? explainFailure(path, error) : error;
  } finally {
    database.close();
  }
  const file = openSync(path, "r");
  fsyncSync(file);
  closeSync(file);
}

/** What reading the entries throws is not the database's fault and is passed on as it is. */
const isOfSqlite = (error: unknown): boolean => (error as { errcode?: unknown }).errcode !== undefined;
