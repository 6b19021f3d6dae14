import pg from "pg";
import { type ChainKey, genesis, headOf, link } from "../governance/chain.ts";
import {
  type AppendResult,
  type Head,
  type Journal,
  type JournalEntry,
  type JournalEvent,
  type JournalFilter,
  JournalUnavailable,
} from "../governance/journal.ts";
import { verify } from "../governance/verify.ts";
import { describePostgres, explainPostgres, keyMismatch } from "./postgres-failures.ts";
import { migratePostgres } from "./postgres-migrations.ts";
import { type Row, fromRow, fromRowExactly, toRow } from "./rows.ts";
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
  const { url, key } = options;
  const pool = connect(options);
  try {
    await inTransaction(pool, (client) => migratePostgres(client, key, describePostgres(url)));
    await verifyTail(pool, key, url);
  } catch (error) {
    await pool.end();
    throw explainPostgres(url, error);
  }
  const attempt = attemptOver(pool, url);
  return {
    append: (events, { expectedHead } = {}) =>
      attempt(() => inTransaction(pool, (client) => appendIn(client, key, events, expectedHead))),
    read: (fromSeq, limit, filter) => attempt(() => readFrom(pool, fromSeq, limit, filter, fromRow)),
    head: () => attempt(() => headFrom(pool)),
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

function connect({ url, warn }: PostgresOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: 4,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 30_000,
    lock_timeout: 10_000,
    keepAlive: true,
    application_name: "nines",
  });
  // Without a listener a connection that breaks while idle would end the process.
  pool.on("error", (error) => warn(explainPostgres(url, error).message));
  return pool;
}

const endOnce = async (pool: pg.Pool): Promise<void> => {
  if (!pool.ended) await pool.end();
};

const attemptOver =
  (pool: pg.Pool, url: string) =>
  async <T>(work: () => Promise<T>): Promise<T> => {
    if (pool.ended) throw new JournalUnavailable("the journal is closed");
    try {
      return await work();
    } catch (error) {
      if (error instanceof TypeError) throw error; // what the caller handed in cannot be journalled
      throw explainPostgres(url, error);
    }
  };

async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => (broken = true));
    throw error;
  } finally {
    client.release(broken);
  }
}

async function appendIn(
  client: pg.PoolClient,
  key: ChainKey,
  events: readonly JournalEvent[],
  expectedHead: number | undefined,
): Promise<AppendResult> {
  // A server told not to wait for its disk must wait for this: what append has answered is on disk.
  await client.query(
    "SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'",
  );
  // Readers go on; whoever else appends, on whatever connection, waits here until this one has committed.
  await client.query("LOCK TABLE journal IN EXCLUSIVE MODE");
  const head = await headFrom(client);
  if (expectedHead !== undefined && expectedHead !== head.seq) return { ok: false, code: "head-moved", head };
  const entries = link(key, head, events);
  if (entries.length > 0) await insert(client, entries);
  return { ok: true, entries };
}

async function insert(client: pg.PoolClient, entries: readonly JournalEntry[]): Promise<void> {
  const rows = entries.map(toRow);
  const column = <Name extends keyof Row>(name: Name): Row[Name][] => rows.map((row) => row[name]);
  await client.query(
    `INSERT INTO journal (seq, at_ms, actor, kind, subject, payload, prev_hash, hash)
     SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])`,
    [
      ...[column("seq"), column("at_ms"), column("actor"), column("kind")],
      ...[column("subject"), column("payload"), column("prev_hash"), column("hash")],
    ],
  );
}

type Asked = Pick<pg.Pool, "query">;

/** Both stay far below 2^53, where a double is exact. */
const columns = "seq::float8, at_ms::float8, actor, kind, subject, payload, prev_hash, hash";

async function headFrom(client: Asked): Promise<Head> {
  const { rows } = await client.query<Row>(
    `SELECT ${columns} FROM journal ORDER BY journal.seq DESC LIMIT 1`,
  );
  return rows[0] === undefined ? genesis : headOf(fromRow(rows[0]));
}

async function readFrom(
  client: Asked,
  fromSeq: number,
  limit: number,
  { kinds, subject }: JournalFilter = {},
  decode: (row: Row) => JournalEntry,
): Promise<JournalEntry[]> {
  const { rows } = await client.query<Row>(
    `SELECT ${columns} FROM journal
     WHERE journal.seq >= $1 AND ($3::text[] IS NULL OR kind = ANY ($3)) AND ($4::text IS NULL OR subject = $4)
     ORDER BY journal.seq LIMIT $2`,
    [fromSeq, limit, kinds ?? null, subject ?? null],
  );
  return rows.map(decode);
}

/** An edited end shows here, before anything is appended to it. */
async function verifyTail(pool: pg.Pool, key: ChainKey, url: string): Promise<void> {
  const { seq: last } = await headFrom(pool);
  const [before] = last > tail ? await readFrom(pool, last - tail, 1, {}, fromRow) : [];
  const after = before === undefined ? genesis : headOf(before);
  const result = verify(key, await readFrom(pool, after.seq + 1, tail, {}, fromRow), { after });
  if (!result.ok) throw keyMismatch(url, result.flaw.message);
}
