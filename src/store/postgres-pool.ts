import pg from "pg";
import { JournalUnavailable } from "../governance/journal.ts";
import { explainPostgres } from "./postgres-failures.ts";

export interface PoolOptions {
  url: string;
  /** Told when an idle connection breaks; the next call makes a new one. */
  warn: (message: string) => void;
}

export function connect({ url, warn }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: 4,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 30_000,
    lock_timeout: 10_000,
    // A process frozen in the middle of an append holds the journal locked: its session ends, others go on.
    idle_in_transaction_session_timeout: 3_000,
    keepAlive: true,
    application_name: "nines",
  });
  // Without a listener a connection that breaks while idle would end the process.
  pool.on("error", (error) => warn(explainPostgres(url, error).message));
  return pool;
}

export const endOnce = async (pool: pg.Pool): Promise<void> => {
  if (!pool.ended) await pool.end();
};

export const attemptOver =
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

export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  // A connection that breaks between two statements says so here; without a listener it would end the process.
  const breaks = (): void => void (broken = true);
  client.on("error", breaks);
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => (broken = true));
    throw error;
  } finally {
    client.off("error", breaks);
    client.release(broken);
  }
}
