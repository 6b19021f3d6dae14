import type pg from "pg";
import { genesis, headOf, type Linked } from "../governance/chain.ts";
import type { Head, JournalEntry, JournalFilter } from "../governance/journal.ts";
import type { CheckpointRow, CheckpointTable } from "./checkpoints.ts";
import { type Row, fromRow, toRow } from "./rows.ts";

export async function insertInto(client: pg.PoolClient, linked: readonly Linked[]): Promise<void> {
  const rows = linked.map(toRow);
  const column = <Name extends keyof Row>(name: Name): Row[Name][] => rows.map((row) => row[name]);
  await client.query(
    `INSERT INTO journal (seq, at_ms, actor, kind, subject, payload, prev_hash, hash)
     SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])`,
    [
      ...[column("seq"), column("at_ms"), column("actor"), column("kind")],
      ...[column("subject"), column("payload"), column("prev_hash"), column("hash")],
    ],
  );
  const verdicts = rows.filter(({ verdict }) => verdict !== null);
  if (verdicts.length === 0) return;
  await client.query(
    `INSERT INTO decision_verdicts (seq, at_ms, verdict)
     SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[])`,
    [
      verdicts.map(({ seq }) => seq),
      verdicts.map(({ at_ms }) => at_ms),
      verdicts.map(({ verdict }) => verdict),
    ],
  );
}

export type Asked = Pick<pg.Pool, "query">;

/** Both stay far below 2^53, where a double is exact. */
const columns = "journal.seq::float8, journal.at_ms::float8, actor, kind, subject, payload, prev_hash, hash";

export async function headFrom(client: Asked): Promise<Head> {
  const { rows } = await client.query<Row>(
    `SELECT ${columns}, NULL AS verdict FROM journal ORDER BY journal.seq DESC LIMIT 1`,
  );
  return rows[0] === undefined ? genesis : headOf(fromRow(rows[0]));
}

export async function readFrom(
  client: Asked,
  fromSeq: number,
  limit: number,
  { kinds, subject, actor, service, before, newestFirst, withoutVerdicts }: JournalFilter = {},
  decode: (row: Row) => JournalEntry,
): Promise<JournalEntry[]> {
  const values: unknown[] = [fromSeq, limit];
  const conditions = ["journal.seq >= $1"];
  const where = (condition: string, value: unknown): void => {
    values.push(value);
    conditions.push(condition.replace("?", `$${values.length}`));
  };
  // One kind is read off its index in order; several would be sorted anew for every page.
  if (kinds?.length === 1) where("kind = ?", kinds[0]);
  else if (kinds !== undefined) where("kind = ANY (?)", kinds);
  if (subject !== undefined) where("subject = ?", subject);
  if (actor !== undefined) where("actor = ?", actor);
  if (service !== undefined)
    where(
      "CASE kind WHEN 'gate-decision' THEN payload::jsonb #> '{key,services}' @> to_jsonb(?::text) ELSE false END",
      service,
    );
  if (before !== undefined) where("journal.seq < ?", before);
  const verdict =
    withoutVerdicts === true
      ? "NULL"
      : "(SELECT verdict FROM decision_verdicts WHERE decision_verdicts.seq = journal.seq)";
  // Looked up row by row: for a join the planner may read all verdicts for each page of a journal just filled.
  const { rows } = await client.query<Row>(
    `SELECT ${columns}, ${verdict} AS verdict FROM journal
     WHERE ${conditions.join(" AND ")} ORDER BY journal.seq ${newestFirst === true ? "DESC" : "ASC"} LIMIT $2`,
    values,
  );
  return rows.map(decode);
}

/** Drops at most `most` verdicts, the oldest first; answers how many. */
export async function dropVerdictsFrom(client: Asked, beforeMs: number, most: number): Promise<number> {
  const { rowCount } = await client.query(
    `DELETE FROM decision_verdicts WHERE seq IN
       (SELECT seq FROM decision_verdicts
        WHERE seq < coalesce((SELECT min(seq) FROM decision_verdicts WHERE at_ms >= $1), 9e15::bigint)
        ORDER BY seq LIMIT $2)`,
    [beforeMs, most],
  );
  return rowCount ?? 0;
}

/** Holds the epoch until the caller's transaction ends: who takes over waits for it, and then reads what it wrote. */
export async function isEpoch(client: Asked, epoch: number): Promise<boolean> {
  const { rowCount } = await client.query("SELECT FROM leadership WHERE epoch = $1 FOR KEY SHARE", [epoch]);
  return rowCount === 1;
}

export const checkpointTableOf = (client: Asked): CheckpointTable => ({
  find: async (name) => {
    const { rows } = await client.query<CheckpointRow>(
      "SELECT name, seq::float8, at_ms::float8, hash, state, seal FROM checkpoints WHERE name = $1",
      [name],
    );
    return rows[0];
  },
  hashAt: async (seq) => {
    const { rows } = await client.query<{ hash: string }>("SELECT hash FROM journal WHERE seq = $1", [seq]);
    return rows[0]?.hash;
  },
  put: async ({ name, seq, at_ms, hash, state, seal }) => {
    await client.query(
      `INSERT INTO checkpoints VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (name) DO UPDATE SET (seq, at_ms, hash, state, seal) =
         (excluded.seq, excluded.at_ms, excluded.hash, excluded.state, excluded.seal)`,
      [name, seq, at_ms, hash, state, seal],
    );
  },
});
