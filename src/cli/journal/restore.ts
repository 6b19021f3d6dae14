import { open } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { isPostgres } from "../../config/settings.ts";
import type { JournalEntry } from "../../governance/journal.ts";
import { type Anchor, formatAnchor, type Verification } from "../../governance/verify.ts";
import { loadKey } from "../../store/key.ts";
import { LineProblem, parseLine } from "../../store/jsonl.ts";
import { restoreSqliteJournal } from "../../store/restore.ts";
import { CliError, exit, type ExitCode } from "../exit.ts";
import type { RestoreCommandOptions } from "../journal.ts";
import { describeData } from "../serve/journal.ts";
import { progress } from "../terminal/progress.ts";
import { type Place, placeOf, saying, warn } from "./open.ts";

/** `nines journal restore`: the journal is there whole when this answers good, and else not at all. */
export const restoreJournal = (file: string, options: RestoreCommandOptions): Promise<ExitCode> =>
  saying(async () => {
    const { anchor } = options;
    const place = await placeOf(options);
    const result = await reading(file, (entries) => restoreTo(place, entries, anchor));
    if (!result.ok)
      throw new CliError(
        `${file} is not what was exported: ${result.flaw.message}, or the key is another one; nothing was restored`,
        exit.inputAtFault,
      );
    const { checked, head } = result;
    process.stdout.write(
      `restored ${checked.toLocaleString("en-US")} entries into ${describeData(place.data)}; head ${formatAnchor(head)}\n`,
    );
    return exit.good;
  });

async function restoreTo(
  { data, keyPath }: Place,
  entries: AsyncIterable<JournalEntry>,
  anchor: Anchor | undefined,
): Promise<Verification> {
  const against = { warn, ...(anchor !== undefined && { anchor }) };
  if (!isPostgres(data))
    return restoreSqliteJournal(entries, {
      folder: data,
      ...against,
      ...(keyPath !== undefined && { keyPath }),
    });
  const { restorePostgresJournal } = await import("../../store/postgres-restore.ts");
  return restorePostgresJournal(entries, { url: data, key: loadKey(keyPath ?? "", true, warn), ...against });
}

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
  const read = progress("entries restored");
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    line += 1;
    yield parseLine(text, line);
    read.step();
  }
  read.end();
}
