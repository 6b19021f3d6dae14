import { statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setImmediate as pause } from "node:timers/promises";
import { type ChainKey, genesis, headOf, link, milliseconds } from "../governance/chain.ts";
import {
  type AppendResult,
  type Journal,
  type JournalEvent,
  JournalUnavailable,
} from "../governance/journal.ts";
import { verify } from "../governance/verify.ts";
import type { Timestamp } from "../model/units.ts";
import { checkpointsOver } from "./checkpoints.ts";
import { damaged, explainFailure } from "./failures.ts";
import { makeDataFolder } from "./folder.ts";
import { loadKey } from "./key.ts";
import { lockFolder } from "./lock.ts";
import { migrate } from "./migrations.ts";
import { checkPages, checkpointTable, dropVerdictsIn, headIn, insertIn, readIn } from "./table.ts";

/** What stands in a data folder. */
export const files = { journal: "journal.db", key: "journal.key" } as const;

/** Entries verified at every start; `audit verify` is for the whole. */
const tail = 1_000;
/** Above this a full page check would hold up the start; damage then shows where it is read. */
const checkedSize = 64 * 1024 * 1024;

export interface SqliteOptions {
  folder: string;
  /** Where the chain's key is, when it is not beside the journal. */
  keyPath?: string;
  warn: (message: string) => void;
}

/**
 * Opens the journal of a data folder, creating both when there are none.
 * @throws JournalUnavailable when the folder is in use, the file damaged, or the key missing
 */
export function openSqliteJournal({ folder, keyPath, warn }: SqliteOptions): Journal {
  const path = join(folder, files.journal);
  let unlock: (() => void) | undefined;
  try {
    makeDataFolder(folder);
    unlock = lockFolder(folder);
    const size = statSync(path, { throwIfNoEntry: false })?.size;
    const key = loadKey(keyPath ?? join(folder, files.key), size !== undefined, warn);
    const database = openDatabase(path, size ?? 0);
    try {
      verifyTail(database, key, path);
    } catch (error) {
      database.close();
      throw error;
    }
    return journalOver(database, { key, path, warn }, unlock);
  } catch (error) {
    unlock?.();
    throw explainFailure(path, error);
  }
}

function openDatabase(path: string, size: number): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 5_000 });
  try {
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    if (size > 0 && size <= checkedSize) checkPages(database, path, "quick_check");
    migrate(database, path);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** A wrong key or an edited end shows here, before anything is appended to it. */
function verifyTail(database: DatabaseSync, key: ChainKey, path: string): void {
  const last = headIn(database).seq;
  const before = readIn(database, last - tail, 1)[0];
  const start = before !== undefined && last > tail ? headOf(before) : genesis;
  const result = verify(key, readIn(database, start.seq + 1, tail), { after: start });
  if (!result.ok)
    throw damaged(path, `${result.flaw.message}, or the key is not the one it was written with`);
}

interface Place {
  key: ChainKey;
  path: string;
  warn: (message: string) => void;
}

function journalOver(database: DatabaseSync, { key, path, warn }: Place, unlock: () => void): Journal {
  // An async body turns a throw into the rejection that the port promises.
  const attempt = async <T>(work: () => T | Promise<T>): Promise<T> => {
    if (!database.isOpen) throw new JournalUnavailable("the journal is closed");
    try {
      return await work();
    } catch (error) {
      if (error instanceof TypeError) throw error; // what the caller handed in cannot be journalled
      throw explainFailure(path, error);
    }
  };
  const { load, save } = checkpointsOver(checkpointTable(database), key, warn);
  return {
    append: (events, { expectedHead } = {}) => attempt(() => appendIn(database, key, events, expectedHead)),
    read: (fromSeq, limit, filter) => attempt(() => readIn(database, fromSeq, limit, filter)),
    head: () => attempt(() => headIn(database)),
    checkpoints: {
      load: (name) => attempt(() => load(name)),
      save: (name, checkpoint) => attempt(() => save(name, checkpoint)),
    },
    dropVerdicts: (before) => attempt(() => dropVerdicts(database, before)),
    close: async () => {
      if (!database.isOpen) return;
      database.close();
      unlock();
    },
  };
}

/** Verdicts dropped in one go: each a short transaction, so that those who append wait for none of it. */
const dropped = 1_000;

async function dropVerdicts(database: DatabaseSync, before: Timestamp): Promise<number> {
  let count = 0;
  for (;;) {
    const some = dropVerdictsIn(database, milliseconds(before), dropped);
    count += some;
    if (some < dropped || !database.isOpen) return count;
    await pause();
  }
}

function appendIn(
  database: DatabaseSync,
  key: ChainKey,
  events: readonly JournalEvent[],
  expectedHead: number | undefined,
): AppendResult {
  database.exec("BEGIN IMMEDIATE");
  try {
    const head = headIn(database);
    const moved = expectedHead !== undefined && expectedHead !== head.seq;
    const linked = moved ? [] : link(key, head, events);
    insertIn(database, linked);
    database.exec("COMMIT");
    return moved
      ? { ok: false, code: "head-moved", head }
      : { ok: true, entries: linked.map(({ entry }) => entry) };
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}
