import { openSqliteJournal } from "../../src/store/sqlite.ts";
import { transition } from "./events.ts";

/** Appends until it is killed; a seq on stdout is an answer that somebody relied on. */
const journal = openSqliteJournal({ folder: process.argv[2]!, warn: () => undefined });
for (;;) {
  const result = await journal.append([transition()]);
  if (result.ok) process.stdout.write(`${result.entries[0]!.seq}\n`);
}
