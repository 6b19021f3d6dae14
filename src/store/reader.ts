import { statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { DatabaseSync } from "node:sqlite";
import type { ChainKey } from "../governance/chain.ts";
import { type Journal, JournalUnavailable } from "../governance/journal.ts";
import { explainFailure } from "./failures.ts";
import { loadKey } from "./key.ts";
import { assertKnown } from "./migrations.ts";
import { fromRowExactly } from "./rows.ts";
import { files, type SqliteOptions } from "./sqlite.ts";
import { checkPages, headIn, readIn } from "./table.ts";

/** A journal that is only looked at: entries come exactly as they are stored, flaws and all. */
export interface JournalReader extends Pick<Journal, "read" | "head" | "close"> {
  key: ChainKey;
  /** What to call it when speaking to a person. */
  place: string;
  /** @throws JournalUnavailable when the store itself finds its files damaged */
  checkStore: () => Promise<void>;
}

/**
 * Opens the journal of a data folder for reading, beside a running server or while there is none; writes nothing.
 * @throws JournalUnavailable when there is no journal, its key is missing or its file cannot be read
 */
export function openSqliteReader({ folder, keyPath, warn }: SqliteOptions): JournalReader {
  const path = join(folder, files.journal);
  if (statSync(path, { throwIfNoEntry: false }) === undefined)
    throw new JournalUnavailable(`there is no journal ${path}: name the data folder with --data`);
  const key = loadKey(keyPath ?? join(folder, files.key), true, warn);
  const attempt = async <T>(work: () => T): Promise<T> => {
    try {
      return work();
    } catch (error) {
      throw explainFailure(path, error);
    }
  };
  try {
    const database = openReadOnly(path);
    assertKnown(database, path);
    return {
      key,
      place: path,
      checkStore: () => attempt(() => checkPages(database, path, "integrity_check")),
      read: (fromSeq, limit, filter) =>
        attempt(() => readIn(database, fromSeq, limit, filter, fromRowExactly)),
      head: () => attempt(() => headIn(database)),
      close: async () => database.close(),
    };
  } catch (error) {
    throw explainFailure(path, error);
  }
}

/** A write-ahead log needs a writable folder even to be read; a copy in a read-only one has none to heed. */
function openReadOnly(path: string): DatabaseSync {
  const open = (location: string | URL): DatabaseSync => {
    const database = new DatabaseSync(location, { readOnly: true, timeout: 5_000 });
    try {
      database.prepare("SELECT seq FROM journal LIMIT 1").get();
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  };
  try {
    return open(path);
  } catch (error) {
    const isUnwritable = /unable to open|readonly|read-only/.test((error as Error).message);
    if (!isUnwritable || (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) throw error;
    const frozen = pathToFileURL(path);
    frozen.searchParams.set("immutable", "1");
    return open(frozen);
  }
}
