import type { DatabaseSync } from "node:sqlite";
import { JournalUnavailable } from "../governance/journal.ts";

/** Each step runs once, in order; the database's `user_version` counts those done. Never edit a released step. */
const migrations: readonly string[] = [
  `CREATE TABLE journal (
     seq INTEGER PRIMARY KEY,
     at_ms INTEGER NOT NULL,
     actor TEXT NOT NULL,
     kind TEXT NOT NULL,
     subject TEXT NOT NULL,
     payload TEXT NOT NULL,
     prev_hash TEXT NOT NULL,
     hash TEXT NOT NULL
   ) STRICT;
   CREATE INDEX journal_by_subject ON journal (subject, seq);
   CREATE INDEX journal_by_kind ON journal (kind, seq);
   CREATE TRIGGER journal_is_never_edited BEFORE UPDATE ON journal
     BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
   CREATE TRIGGER journal_is_never_cut BEFORE DELETE ON journal
     BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;`,
  `CREATE TABLE decision_verdicts (
     seq INTEGER PRIMARY KEY,
     at_ms INTEGER NOT NULL,
     verdict TEXT NOT NULL
   ) STRICT;
   CREATE TRIGGER verdicts_are_never_edited BEFORE UPDATE ON decision_verdicts
     BEGIN SELECT RAISE(ABORT, 'verdicts are dropped by retention, never edited'); END;
   CREATE TABLE checkpoints (
     name TEXT PRIMARY KEY,
     seq INTEGER NOT NULL,
     at_ms INTEGER NOT NULL,
     hash TEXT NOT NULL,
     state TEXT NOT NULL,
     seal TEXT NOT NULL
   ) STRICT;`,
];

const stepsDone = (database: DatabaseSync): number =>
  Number(database.prepare("PRAGMA user_version").get()?.user_version);

/** @throws JournalUnavailable for tables that only another version can read, and that may not be changed here */
export function assertKnown(database: DatabaseSync, path: string): void {
  assertNotNewer(database, path);
  if (stepsDone(database) < migrations.length)
    throw new JournalUnavailable(
      `the journal ${path} was written by an older nines: start nines serve on it once, which brings it up to date`,
    );
}

function assertNotNewer(database: DatabaseSync, path: string): void {
  const done = stepsDone(database);
  if (done > migrations.length)
    throw new JournalUnavailable(
      `the journal ${path} was written by a newer nines (schema ${done}, this one knows ${migrations.length}): ` +
        `run that version or restore an older backup`,
    );
}

export function migrate(database: DatabaseSync, path: string): void {
  assertNotNewer(database, path);
  const done = stepsDone(database);
  for (const [index, statements] of migrations.entries()) {
    if (index < done) continue;
    database.exec(`BEGIN IMMEDIATE; ${statements} PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
}
