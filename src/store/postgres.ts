import type pg from "pg";
import { type ChainKey, genesis, headOf, link, milliseconds } from "../governance/chain.ts";
import {
  type AppendOptions,
  type AppendResult,
  type Journal,
  type JournalEvent,
} from "../governance/journal.ts";
import { verify } from "../governance/verify.ts";
import type { Timestamp } from "../model/units.ts";
import { checkpointsOver } from "./checkpoints.ts";
import { attemptOver, connect, endOnce, inTransaction } from "./postgres-pool.ts";
import { describePostgres, explainPostgres, keyMismatch } from "./postgres-failures.ts";
import { migratePostgres } from "./postgres-migrations.ts";
import {
  checkpointTableOf,
  dropVerdictsFrom,
  headFrom,
  insertInto,
  isEpoch,
  readFrom,
} from "./postgres-table.ts";
import { fromRow, fromRowExactly } from "./rows.ts";
import type { JournalReader } from "./reader.ts";

/** Entries verified at every start; `audit verify` is for the whole. */
const tail = 1_000;

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`; tables stand in the first schema of its search path. */
  url: string;
  key: ChainKey;
  /** Told when an idle connection breaks; the next call makes a new one. */
  warn: (message: string) => void;
}

/**
 * Opens the journal of a PostgreSQL database, creating its tables when there are none. Any number of processes may
 * have it open: appends come one after the other, whoever makes them.
 * @throws JournalUnavailable when the database cannot be reached, is newer, or was written with another key
 */
export async function openPostgresJournal(options: PostgresOptions): Promise<Journal> {
  const { url, key, warn } = options;
  const pool = connect(options);
  try {
    await inTransaction(pool, (client) => migratePostgres(client, key, describePostgres(url)));
    await verifyTail(pool, key, url);
  } catch (error) {
    await pool.end();
    throw explainPostgres(url, error);
  }
  const attempt = attemptOver(pool, url);
  const { load, save } = checkpointsOver(checkpointTableOf(pool), key, warn);
  return {
    append: (events, terms = {}) =>
      attempt(() => inTransaction(pool, (client) => appendIn(client, key, events, terms))),
    read: (fromSeq, limit, filter) => attempt(() => readFrom(pool, fromSeq, limit, filter, fromRow)),
    head: () => attempt(() => headFrom(pool)),
    checkpoints: {
      load: (name) => attempt(() => load(name)),
      save: (name, checkpoint) => attempt(() => save(name, checkpoint)),
    },
    dropVerdicts: (before) => attempt(() => dropVerdicts(pool, before)),
    close: () => endOnce(pool),
  };
}

/** The same journal, only looked at: nothing is created, entries come exactly as they are stored. */
export async function openPostgresReader(options: PostgresOptions): Promise<JournalReader> {
  const { url, key } = options;
  const pool = connect(options);
  const attempt = attemptOver(pool, url);
  try {
    await headFrom(pool);
  } catch (error) {
    await pool.end();
    throw explainPostgres(url, error);
  }
  return {
    key,
    place: describePostgres(url),
    // PostgreSQL checks a page's sum as it reads it, and `audit verify` reads them all.
    checkStore: async () => undefined,
    read: (fromSeq, limit, filter) => attempt(() => readFrom(pool, fromSeq, limit, filter, fromRowExactly)),
    head: () => attempt(() => headFrom(pool)),
    close: () => endOnce(pool),
  };
}

async function appendIn(
  client: pg.PoolClient,
  key: ChainKey,
  events: readonly JournalEvent[],
  { expectedHead, epoch }: AppendOptions,
): Promise<AppendResult> {
  // A server told not to wait for its disk must wait for this: what append has answered is on disk.
  await client.query(
    "SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'",
  );
  // Readers go on; whoever else appends, on whatever connection, waits here until this one has committed.
  await client.query("LOCK TABLE journal IN EXCLUSIVE MODE");
  if (epoch !== undefined && !(await isEpoch(client, epoch))) return { ok: false, code: "not-leader" };
  const head = await headFrom(client);
  if (expectedHead !== undefined && expectedHead !== head.seq) return { ok: false, code: "head-moved", head };
  const linked = link(key, head, events);
  if (linked.length > 0) await insertInto(client, linked);
  return { ok: true, entries: linked.map(({ entry }) => entry) };
}

/** Verdicts dropped in one go, so that no transaction is long. */
const dropped = 1_000;

async function dropVerdicts(pool: pg.Pool, before: Timestamp): Promise<number> {
  let count = 0;
  for (;;) {
    const some = await dropVerdictsFrom(pool, milliseconds(before), dropped);
    count += some;
    if (some < dropped) return count;
  }
}

/** An edited end shows here, before anything is appended to it. */
async function verifyTail(pool: pg.Pool, key: ChainKey, url: string): Promise<void> {
  const { seq: last } = await headFrom(pool);
  const [before] = last > tail ? await readFrom(pool, last - tail, 1, {}, fromRow) : [];
  const after = before === undefined ? genesis : headOf(before);
  const result = verify(key, await readFrom(pool, after.seq + 1, tail, {}, fromRow), { after });
  if (!result.ok) throw keyMismatch(url, result.flaw.message);
}
