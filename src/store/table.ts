import type { DatabaseSync } from "node:sqlite";
import { genesis, headOf } from "../governance/chain.ts";
import type { Head, JournalEntry, JournalFilter } from "../governance/journal.ts";
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

export function insertIn(database: DatabaseSync, entries: readonly JournalEntry[]): void {
  const insert = database.prepare(
    `INSERT INTO journal (seq, at_ms, actor, kind, subject, payload, prev_hash, hash)
     VALUES (:seq, :at_ms, :actor, :kind, :subject, :payload, :prev_hash, :hash)`,
  );
  for (const entry of entries) insert.run({ ...toRow(entry) });
}

export function headIn(database: DatabaseSync): Head {
  const row = database.prepare("SELECT * FROM journal ORDER BY seq DESC LIMIT 1").get();
  return row === undefined ? genesis : headOf(fromRow(row as unknown as Row));
}

export function readIn(
  database: DatabaseSync,
  fromSeq: number,
  limit: number,
  { kinds, subject }: JournalFilter = {},
  decode: (row: Row) => JournalEntry = fromRow,
): JournalEntry[] {
  const conditions = ["seq >= :from_seq"];
  // One kind is read off its index in order; for several the table is walked, since SQLite would sort them anew
  // for every page.
  const single = kinds?.length === 1 ? kinds[0] : undefined;
  if (single !== undefined) conditions.push("kind = :kind");
  else if (kinds !== undefined) conditions.push("+kind IN (SELECT value FROM json_each(:kinds))");
  if (subject !== undefined) conditions.push("subject = :subject");
  const rows = database
    .prepare(`SELECT * FROM journal WHERE ${conditions.join(" AND ")} ORDER BY seq LIMIT :limit`)
    .all({
      from_seq: fromSeq,
      limit,
      ...(single !== undefined && { kind: single }),
      ...(single === undefined && kinds !== undefined && { kinds: JSON.stringify(kinds) }),
      ...(subject !== undefined && { subject }),
    });
  return rows.map((row) => decode(row as unknown as Row));
}
