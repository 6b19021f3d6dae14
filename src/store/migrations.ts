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
];

export function migrate(database: DatabaseSync, path: string): void {
  const done = Number(database.prepare("PRAGMA user_version").get()?.user_version);
  if (done > migrations.length)
    throw new JournalUnavailable(
      `the journal ${path} was written by a newer nines (schema ${done}, this one knows ${migrations.length}): ` +
        `run that version or restore an older backup`,
    );
  for (const [index, statements] of migrations.entries()) {
    if (index < done) continue;
    database.exec(`BEGIN IMMEDIATE; ${statements} PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
}
