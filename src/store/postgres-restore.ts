import type pg from "pg";
import { type ChainKey, type Linked, linked } from "../governance/chain.ts";
import { type JournalEntry, JournalUnavailable } from "../governance/journal.ts";
import { type Anchor, type Verification, verifier } from "../governance/verify.ts";
import { connect, inTransaction } from "./postgres-pool.ts";
import { describePostgres, explainPostgres } from "./postgres-failures.ts";
import { migratePostgres } from "./postgres-migrations.ts";
import { headFrom, insertInto } from "./postgres-table.ts";

export interface PostgresRestoreOptions {
  url: string;
  /** The key that the entries were written with. */
  key: ChainKey;
  anchor?: Anchor;
  warn: (message: string) => void;
}

/** Ends the transaction without a trace; what was found goes to the caller as a value. */
class NotWhatWasExported extends Error {
  readonly result: Verification;
  constructor(result: Verification) {
    super("the entries are not what was exported");
    this.result = result;
  }
}

/**
 * Fills the journal of a database that has none out of exported entries, each verified before it is written, in one
 * transaction: the journal appears whole or, when any entry is not what was written, not at all.
 * @throws JournalUnavailable when the database holds a journal already or cannot be used
 */
export async function restorePostgresJournal(
  entries: AsyncIterable<JournalEntry>,
  options: PostgresRestoreOptions,
): Promise<Verification> {
  const { url, key } = options;
  const pool = connect(options);
  try {
    return await inTransaction(pool, async (client) => {
      // A file is read in between, from wherever it comes.
      await client.query("SET LOCAL idle_in_transaction_session_timeout = 0");
      await migratePostgres(client, key, describePostgres(url));
      await assertEmpty(client, url);
      const result = await write(client, entries, options);
      if (!result.ok) throw new NotWhatWasExported(result);
      return result;
    });
  } catch (error) {
    if (error instanceof NotWhatWasExported) return error.result;
    throw isOfPostgres(error) ? explainPostgres(url, error) : error;
  } finally {
    await pool.end();
  }
}

async function assertEmpty(client: pg.PoolClient, url: string): Promise<void> {
  await client.query("LOCK TABLE journal IN EXCLUSIVE MODE");
  const { seq } = await headFrom(client);
  if (seq > 0)
    throw new JournalUnavailable(
      `${describePostgres(url)} holds a journal of ${seq} entries already: restore into an empty database`,
    );
}

const batchSize = 1_000;

async function write(
  client: pg.PoolClient,
  entries: AsyncIterable<JournalEntry>,
  { key, anchor }: PostgresRestoreOptions,
): Promise<Verification> {
  let highest = 0;
  const { check, end } = verifier(key, anchor === undefined ? {} : { anchor }, () => highest);
  let batch: Linked[] = [];
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await insertInto(client, batch);
    batch = [];
  };
  for await (const entry of entries) {
    highest = Math.max(highest, entry.seq);
    if (check(entry) !== undefined) break;
    batch.push(linked(key, entry));
    if (batch.length >= batchSize) await flush();
  }
  await flush();
  return end();
}

/** What reading the entries throws is not the database's fault and is passed on as it is. */
const isOfPostgres = (error: unknown): boolean =>
  (error as { severity?: unknown }).severity !== undefined ||
  /^(ECONN|ENOTFOUND|ETIMEDOUT|EPIPE)/.test(String((error as { code?: unknown }).code));
