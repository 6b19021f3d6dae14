import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { files, openSqliteJournal } from "../../src/store/sqlite.ts";
import { transition } from "./events.ts";
import { dataFolder } from "./folder.ts";

/** A folder whose journal held `count` entries when it was closed. */
export async function filled(count: number): Promise<string> {
  const folder = dataFolder();
  const journal = openSqliteJournal({ folder, warn: () => undefined });
  await journal.append(
    Array.from({ length: count }, (_, n) => transition(`s${n + 1}.a.production`, 1_700_000_000 + n)),
  );
  await journal.close();
  return folder;
}

/** Edits the table behind nines' back, as somebody with access to the file could. */
export function tamper(folder: string, sql: string): void {
  const database = new DatabaseSync(join(folder, files.journal));
  database.exec(
    "DROP TRIGGER journal_is_never_edited; DROP TRIGGER journal_is_never_cut; DROP TRIGGER verdicts_are_never_edited;",
  );
  database.exec(sql);
  database.close();
}

/** Exchanges two whole entries, each under the other's number. */
export const swap = (one: number, other: number): string =>
  `UPDATE journal SET seq = -1 WHERE seq = ${one}; UPDATE journal SET seq = ${one} WHERE seq = ${other};
   UPDATE journal SET seq = ${other} WHERE seq = -1;`;
