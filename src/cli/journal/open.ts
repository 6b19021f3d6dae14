import { isPostgres } from "../../config/settings.ts";
import { JournalUnavailable } from "../../governance/journal.ts";
import { loadKey } from "../../store/key.ts";
import { type JournalReader, openSqliteReader } from "../../store/reader.ts";
import { CliError } from "../exit.ts";
import { readSettings } from "../serve/settings.ts";
import type { DataOptions } from "./options.ts";

export const warn = (message: string): void => void process.stderr.write(`nines: ${message}\n`);

export interface Place {
  data: string;
  keyPath?: string;
}

/** The journal that `nines serve` would take with these words. */
export async function placeOf(options: DataOptions): Promise<Place> {
  const { data, config, journalKey } = options;
  const settings = await readSettings({ data, config, journalKey }, process.env);
  if (settings.data === undefined)
    throw new CliError("--data none keeps the journal in the server's memory: there is nothing to read here");
  return {
    data: settings.data,
    ...(settings.journalKey !== undefined && { keyPath: settings.journalKey }),
  };
}

export async function openReader({ data, keyPath }: Place): Promise<JournalReader> {
  if (!isPostgres(data))
    return openSqliteReader({ folder: data, warn, ...(keyPath !== undefined && { keyPath }) });
  const { openPostgresReader } = await import("../../store/postgres.ts");
  return openPostgresReader({ url: data, key: loadKey(keyPath ?? "", true, warn), warn });
}

/** Opens the journal for reading, and closes it after `work`, whatever becomes of that. */
export async function withReader<T>(
  options: DataOptions,
  work: (reader: JournalReader) => Promise<T>,
): Promise<T> {
  return saying(async () => {
    const reader = await openReader(await placeOf(options));
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
