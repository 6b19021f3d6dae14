import { JournalUnavailable } from "../../governance/journal.ts";
import { type JournalReader, openSqliteReader } from "../../store/reader.ts";
import { CliError } from "../exit.ts";
import { readSettings } from "../serve/settings.ts";
import type { DataOptions } from "./options.ts";

export const warn = (message: string): void => void process.stderr.write(`nines: ${message}\n`);

/** The data folder that `nines serve` would take with these words. */
export async function dataOf(options: DataOptions): Promise<string> {
  const { data, config } = options;
  const settings = await readSettings({ data, config }, process.env);
  if (settings.data === undefined)
    throw new CliError("--data none keeps the journal in the server's memory: there is nothing to read here");
  return settings.data;
}

/** Opens the journal for reading, and closes it after `work`, whatever becomes of that. */
export async function withReader<T>(
  options: DataOptions,
  work: (reader: JournalReader) => Promise<T>,
): Promise<T> {
  return saying(async () => {
    const reader = openSqliteReader({ folder: await dataOf(options), warn });
    try {
      return await work(reader);
    } finally {
      await reader.close();
    }
  });
}

/** A store that cannot serve says why in words for people. */
export async function saying<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof JournalUnavailable) throw new CliError(error.message);
    throw error;
  }
}
