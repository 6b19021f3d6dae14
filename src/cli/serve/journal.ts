import type { Logger } from "pino";
import { isPostgres, type Settings } from "../../config/settings.ts";
import { type Journal, JournalUnavailable } from "../../governance/journal.ts";
import { loadKey } from "../../store/key.ts";
import { openMemoryJournal } from "../../store/memory.ts";
import { describePostgres } from "../../store/postgres-failures.ts";
import { openSqliteJournal } from "../../store/sqlite.ts";
import { CliError } from "../exit.ts";

/** Where the journal is, in words that hold no password. */
export const describeData = (data: string | undefined): string =>
  data === undefined ? "none" : isPostgres(data) ? describePostgres(data) : data;

/** Opens the journal that the settings name. */
export async function openJournal({ data, journalKey }: Settings, logger: Logger): Promise<Journal> {
  if (data === undefined) {
    logger.warn("--data none: the journal is kept in memory, policy states begin anew with every start");
    return openMemoryJournal();
  }
  const warn = (message: string): void => logger.warn(message);
  try {
    if (!isPostgres(data))
      return openSqliteJournal({
        folder: data,
        warn,
        ...(journalKey !== undefined && { keyPath: journalKey }),
      });
    const { openPostgresJournal } = await import("../../store/postgres.ts");
    return await openPostgresJournal({ url: data, key: loadKey(journalKey ?? "", true, warn), warn });
  } catch (error) {
    if (error instanceof JournalUnavailable) throw new CliError(error.message);
    throw error;
  }
}
