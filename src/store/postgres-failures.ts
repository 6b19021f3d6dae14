import { JournalUnavailable } from "../governance/journal.ts";

/** Host, port and database of a connection string, without user and password. */
export function describePostgres(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? "PostgreSQL" : `PostgreSQL at ${parsed.host}${parsed.pathname}`;
}

export const keyMismatch = (url: string, detail: string): JournalUnavailable =>
  new JournalUnavailable(
    `the journal in ${describePostgres(url)} is damaged (${detail}), or the key is not the one it was written with: ` +
      `nines audit verify names the first entry, docs/operations.md says how to restore`,
  );

/** SQLSTATE classes and Node's own codes, https://www.postgresql.org/docs/current/errcodes-appendix.html */
const reasons: readonly [RegExp, string][] = [
  [/^ECONNREFUSED$/, "connection refused: is the server running there?"],
  [/^ENOTFOUND$/, "no such host"],
  [/^28/, "it does not accept the user or the password"],
  [/^3D000$/, "there is no such database: create it first"],
  [/^42P01$/, "there is no journal in it yet, or one of an older nines: start nines serve on it once"],
  [/^42501$/, "the user may not use the journal's tables: grant them, or make it their owner"],
  [/^(53100|58030)$/, "it has no space left, or its disk fails"],
  [/^57P0[123]$/, "it is shutting down or starting up: try again"],
  [/^55P03$/, "another process holds the journal locked: try again"],
  [/^XX00[12]$/, "its data is damaged: restore the database from a backup"],
];

/** Whatever went wrong, in words that say what to do and hold no password. */
export function explainPostgres(url: string, error: unknown): JournalUnavailable {
  if (error instanceof JournalUnavailable) return error;
  const { code = "", message = String(error) } = error as { code?: string; message?: string };
  const reason = reasons.find(([pattern]) => pattern.test(code))?.[1] ?? message;
  return new JournalUnavailable(`cannot use the journal in ${describePostgres(url)}: ${reason}`);
}
