import { JournalUnavailable } from "../governance/journal.ts";
import { reasons } from "./folder.ts";

/** Primary result codes of SQLite (the low byte of an extended one), https://sqlite.org/rescode.html */
const resultCode = {
  busy: 5,
  readOnly: 8,
  disk: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const;

const codeOf = (error: unknown): number | undefined => {
  const code = (error as { errcode?: unknown }).errcode;
  return typeof code === "number" ? code & 0xff : undefined;
};

export const isBusy = (error: unknown): boolean => codeOf(error) === resultCode.busy;

export const damaged = (path: string, detail: string): JournalUnavailable =>
  new JournalUnavailable(
    `the journal ${path} is damaged (${detail}): stop nines, restore ${path} and the key beside it from a backup ` +
      `(docs/operations.md, "Restore"), or the journal from an export (nines journal restore); ` +
      `or move both away to begin an empty journal`,
  );

const reasonOf = (error: unknown): string | undefined => {
  const reason = reasons[String((error as { code?: unknown }).code)];
  return reason === undefined ? undefined : `${reason}; see to it, or name another folder with --data`;
};

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
    case resultCode.readOnly:
    case resultCode.cannotOpen:
      return new JournalUnavailable(
        `cannot write the journal ${path}: its folder or file can only be read by this user; ` +
          `give it to the user that nines runs as, or name another folder with --data`,
      );
    case resultCode.disk:
      return new JournalUnavailable(
        `the disk under the journal ${path} fails (${message}): look at it first`,
      );
    default:
      return new JournalUnavailable(`cannot use the journal ${path}: ${reasonOf(error) ?? message}`);
  }
}
