import { JournalUnavailable } from "../governance/journal.ts";

/** Primary result codes of SQLite (the low byte of an extended one), https://sqlite.org/rescode.html */
const resultCode = { busy: 5, corrupt: 11, full: 13, notADatabase: 26 } as const;

const codeOf = (error: unknown): number | undefined => {
  const code = (error as { errcode?: unknown }).errcode;
  return typeof code === "number" ? code & 0xff : undefined;
};

export const isBusy = (error: unknown): boolean => codeOf(error) === resultCode.busy;

export const damaged = (path: string, detail: string): JournalUnavailable =>
  new JournalUnavailable(
    `the journal ${path} is damaged (${detail}): stop nines, restore ${path} and the key beside it from a backup ` +
      `(docs/operations.md, "Restore"), or move both away to begin an empty journal`,
  );

/** What SQLite failed with, in words that say what to do. */
export function explainFailure(path: string, error: unknown): JournalUnavailable {
  if (error instanceof JournalUnavailable) return error;
  const message = error instanceof Error ? error.message : String(error);
  switch (codeOf(error)) {
    case resultCode.corrupt:
    case resultCode.notADatabase:
      return damaged(path, message);
    case resultCode.full:
      return new JournalUnavailable(`no space left to write the journal ${path}: free some and try again`);
    case resultCode.busy:
      return new JournalUnavailable(
        `the journal ${path} is locked by another program: close it and try again`,
      );
    default:
      return new JournalUnavailable(`cannot use the journal ${path}: ${message}`);
  }
}
