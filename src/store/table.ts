import type { DatabaseSync } from "node:sqlite";
import { genesis, headOf, type Linked } from "../governance/chain.ts";
import type { Head, JournalEntry, JournalFilter } from "../governance/journal.ts";
import type { CheckpointRow, CheckpointTable } from "./checkpoints.ts";
import { damaged } from "./failures.ts";
import { type Row, fromRow, toRow } from "./rows.ts";

/** SQLite's own look at every page; `integrity_check` also holds the indexes against the table. */
export function checkPages(
  database: DatabaseSync,
  path: string,
  check: "quick_check" | "integrity_check",
): void {
  const answer = database.prepare(`PRAGMA ${check}(1)`).get()?.[check];
  if (answer !== "ok") throw damaged(path, String(answer).replaceAll("\n", " "));
}

export function insertIn(database: DatabaseSync, linked: readonly Linked[]): void {
  const insert = database.prepare(
    `INSERT INTO journal (seq, at_ms, actor, kind, subject, payload, prev_hash, hash)
     VALUES (:seq, :at_ms, :actor, :kind, :subject, :payload, :prev_hash, :hash)`,
  );
  const insertVerdict = database.prepare(
    "INSERT INTO decision_verdicts (seq, at_ms, verdict) VALUES (:seq, :at_ms, :verdict)",
  );
  for (const each of linked) {
    const { verdict, ...row } = toRow(each);
    insert.run(row);
    if (verdict !== null) insertVerdict.run({ seq: row.seq, at_ms: row.at_ms, verdict });
  }
}

export function headIn(database: DatabaseSync): Head {
  const row = database.prepare("SELECT *, NULL AS verdict FROM journal ORDER BY seq DESC LIMIT 1").get();
  return row === undefined ? genesis : headOf(fromRow(row as unknown as Row));
}

export function readIn(
  database: DatabaseSync,
  fromSeq: number,
  limit: number,
  { kinds, subject, actor, service, before, newestFirst, withoutVerdicts }: JournalFilter = {},
  decode: (row: Row) => JournalEntry = fromRow,
): JournalEntry[] {
  const conditions = ["journal.seq >= :from_seq"];
  if (before !== undefined) conditions.push("journal.seq < :before");
  // One kind is read off its index in order; for several the table is walked, since SQLite would sort them anew
  // for every page.
  const single = kinds?.length === 1 ? kinds[0] : undefined;
  if (single !== undefined) conditions.push("kind = :kind");
  else if (kinds !== undefined) conditions.push("+kind IN (SELECT value FROM json_each(:kinds))");
  if (subject !== undefined) conditions.push("subject = :subject");
  if (actor !== undefined) conditions.push("actor = :actor");
  if (service !== undefined) conditions.push(decidedAbout);
  const [verdicts, join] =
    withoutVerdicts === true
      ? ["NULL AS verdict", ""]
      : ["verdict", "LEFT JOIN decision_verdicts ON decision_verdicts.seq = journal.seq"];
  const order = newestFirst === true ? "DESC" : "ASC";
  const rows = database
    .prepare(
      `SELECT journal.*, ${verdicts} FROM journal ${join}
       WHERE ${conditions.join(" AND ")} ORDER BY journal.seq ${order} LIMIT :limit`,
    )
    .all({
      from_seq: fromSeq,
      limit,
      ...(single !== undefined && { kind: single }),
      ...(single === undefined && kinds !== undefined && { kinds: JSON.stringify(kinds) }),
      ...(subject !== undefined && { subject }),
      ...(actor !== undefined && { actor }),
      ...(service !== undefined && { service }),
      ...(before !== undefined && { before }),
    });
  return rows.map((row) => decode(row as unknown as Row));
}

/** A payload that somebody has edited may be no JSON any more: it matches nothing, and fails nothing. */
const decidedAbout = `kind = 'gate-decision' AND json_valid(payload)
  AND :service IN (SELECT value FROM json_each(payload, '$.key.services'))`;

/** Drops at most `most` verdicts, the oldest first; answers how many. */
export function dropVerdictsIn(database: DatabaseSync, beforeMs: number, most: number): number {
  const { changes } = database
    .prepare(
      `DELETE FROM decision_verdicts WHERE seq IN
         (SELECT seq FROM decision_verdicts
          WHERE seq < coalesce((SELECT min(seq) FROM decision_verdicts WHERE at_ms >= :before), 9e15)
          ORDER BY seq LIMIT :most)`,
    )
    .run({ before: beforeMs, most });
  return Number(changes);
}

export const checkpointTable = (database: DatabaseSync): CheckpointTable => ({
  find: async (name) =>
    database.prepare("SELECT * FROM checkpoints WHERE name = ?").get(name) as unknown as
      CheckpointRow | undefined,
  hashAt: async (seq) =>
    database.prepare("SELECT hash FROM journal WHERE seq = ?").get(seq)?.hash as string | undefined,
  put: async (row) => {
    database
      .prepare("INSERT OR REPLACE INTO checkpoints VALUES (:name, :seq, :at_ms, :hash, :state, :seal)")
      .run({ ...row });
  },
});
