import { setImmediate } from "node:timers/promises";
import type { Logger } from "pino";
import { isPostgres, type Settings } from "../../config/settings.ts";
import { type Journal, JournalUnavailable } from "../../governance/journal.ts";
import { timestamp } from "../../model/units.ts";
import { loadKey } from "../../store/key.ts";
import { type Auditor, createAuditor } from "../../runtime/governance/auditor.ts";
import type { Log } from "../../runtime/ports.ts";
import { openMemoryJournal } from "../../store/memory.ts";
import { describePostgres } from "../../store/postgres-failures.ts";
import { openSqliteJournal } from "../../store/sqlite.ts";
import { CliError } from "../exit.ts";
import { openReader } from "../journal/open.ts";

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

/** Verifies the journal beside the running server, by a connection of its own that reads what is stored as it is. */
export const openAuditor = (data: string, { journalKey }: Settings, log: Log): Auditor =>
  createAuditor({
    open: () => openReader({ data, ...(journalKey !== undefined && { keyPath: journalKey }) }),
    now: () => timestamp(Date.now() / 1_000),
    pause: () => setImmediate(),
    log,
  });
