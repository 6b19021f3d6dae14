import { open } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { isPostgres } from "../../config/settings.ts";
import type { JournalEntry } from "../../governance/journal.ts";
import { formatAnchor } from "../../governance/verify.ts";
import { LineProblem, parseLine } from "../../store/jsonl.ts";
import { restoreSqliteJournal } from "../../store/restore.ts";
import { CliError, exit, type ExitCode } from "../exit.ts";
import type { RestoreCommandOptions } from "../journal.ts";
import { placeOf, saying, warn } from "./open.ts";

/** `nines journal restore`: the journal is there whole when this answers good, and else not at all. */
export const restoreJournal = (file: string, options: RestoreCommandOptions): Promise<ExitCode> =>
  saying(async () => {
    const { anchor } = options;
    const { data: folder, keyPath } = await placeOf(options);
    if (isPostgres(folder))
      throw new CliError(
        "a restore makes a data folder: name one with --data (PostgreSQL is restored from its own backup)",
        exit.inputAtFault,
      );
    const result = await reading(file, (entries) =>
      restoreSqliteJournal(entries, {
        folder,
        warn,
        ...(keyPath !== undefined && { keyPath }),
        ...(anchor !== undefined && { anchor }),
      }),
    );
    if (!result.ok)
      throw new CliError(
        `${file} is not what was exported: ${result.flaw.message}, or the key is another one; nothing was restored`,
        exit.inputAtFault,
      );
    const { checked, head } = result;
    process.stdout.write(
      `restored ${checked.toLocaleString("en-US")} entries into ${folder}; head ${formatAnchor(head)}\n`,
    );
    return exit.good;
  });

async function reading<T>(
  file: string,
  work: (entries: AsyncIterable<JournalEntry>) => Promise<T>,
): Promise<T> {
  try {
    // Opened first: a missing file is said before a folder is made for what it would have held.
    const input = file === "-" ? process.stdin : (await open(file)).createReadStream();
    return await work(entriesOf(input));
  } catch (error) {
    if (error instanceof LineProblem)
      throw new CliError(`${file}: ${error.message}; nothing was restored`, exit.inputAtFault);
    const { path, message } = error as NodeJS.ErrnoException;
    throw path === file ? new CliError(`cannot read ${file}: ${message}`) : error;
  }
}

async function* entriesOf(input: Readable): AsyncGenerator<JournalEntry> {
  let line = 0;
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    line += 1;
    yield parseLine(text, line);
  }
}
