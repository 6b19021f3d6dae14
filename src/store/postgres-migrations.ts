import { createHmac } from "node:crypto";
import type pg from "pg";
import type { ChainKey } from "../governance/chain.ts";
import { JournalUnavailable } from "../governance/journal.ts";

/** Each step runs once, in order; `journal_schema` counts those done. Never edit a released step. */
const migrations: readonly string[] = [
  `CREATE TABLE journal (
     seq bigint PRIMARY KEY,
     at_ms bigint NOT NULL,
     actor text NOT NULL,
     kind text NOT NULL,
     subject text NOT NULL,
     payload text NOT NULL,
     prev_hash text NOT NULL,
     hash text NOT NULL
   );
   CREATE INDEX journal_by_subject ON journal (subject, seq);
   CREATE INDEX journal_by_kind ON journal (kind, seq);
   CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$;
   CREATE TRIGGER journal_is_never_edited BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
     FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();`,
  `CREATE TABLE decision_verdicts (
     seq bigint PRIMARY KEY,
     at_ms bigint NOT NULL,
     verdict text NOT NULL
   );
   CREATE FUNCTION verdicts_are_never_edited() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN RAISE EXCEPTION 'verdicts are dropped by retention, never edited'; END $$;
   CREATE TRIGGER verdicts_are_never_edited BEFORE UPDATE ON decision_verdicts
     FOR EACH STATEMENT EXECUTE FUNCTION verdicts_are_never_edited();
   CREATE TABLE checkpoints (
     name text PRIMARY KEY,
     seq bigint NOT NULL,
     at_ms bigint NOT NULL,
     hash text NOT NULL,
     state text NOT NULL,
     seal text NOT NULL
   );
   CREATE TABLE leadership (
     only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
     epoch bigint NOT NULL UNIQUE,
     holder text NOT NULL,
     backend int NOT NULL,
     beat_at timestamptz NOT NULL
   );
   INSERT INTO leadership VALUES (true, 0, 'nobody yet', 0, '-infinity');`,
];

/** Any number will do that no other program on the same database takes for its own lock. */
const migrationLock = 7_391_402_211;

/** What a key leaves in the database, so that a replica with another one is turned away before it appends. */
const keyCheckOf = (key: ChainKey): string =>
  createHmac("sha256", key).update("nines-journal-key-1").digest("hex");

/**
 * Brings the tables up to date, inside the caller's transaction; replicas that start together wait for one another.
 * @throws JournalUnavailable for a newer schema or another key
 */
export async function migratePostgres(client: pg.PoolClient, key: ChainKey, place: string): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock($1)", [migrationLock]);
  await client.query(
    "CREATE TABLE IF NOT EXISTS journal_schema (version int NOT NULL, key_check text NOT NULL)",
  );
  const { rows } = await client.query<{ version: number; key_check: string }>("SELECT * FROM journal_schema");
  const [found] = rows;
  const done = found?.version ?? 0;
  if (done > migrations.length)
    throw new JournalUnavailable(
      `the journal in ${place} was written by a newer nines (schema ${done}, this one knows ${migrations.length}): ` +
        `run that version`,
    );
  if (found !== undefined && found.key_check !== keyCheckOf(key))
    throw new JournalUnavailable(
      `the journal in ${place} was written with another key: every replica needs the same journal.key`,
    );
  for (const statements of migrations.slice(done)) await client.query(statements);
  if (found === undefined)
    await client.query("INSERT INTO journal_schema VALUES ($1, $2)", [migrations.length, keyCheckOf(key)]);
  else if (done < migrations.length)
    await client.query("UPDATE journal_schema SET version = $1", [migrations.length]);
}
