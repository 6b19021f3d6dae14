import { createSecretKey, randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { ChainKey } from "../governance/chain.ts";
import { JournalUnavailable } from "../governance/journal.ts";

const shape = /^[0-9a-f]{64}\s*$/;

/**
 * Reads the chain's key; makes one (mode 0600) when there is neither a key nor a journal that needs it.
 * The key stands outside the database so that who can write the one cannot forge the other.
 */
export function loadKey(path: string, journalExists: boolean, warn: (message: string) => void): ChainKey {
  const text = readIfThere(path);
  if (text === undefined && journalExists)
    throw new JournalUnavailable(
      `the journal's key ${path} is missing: restore it from the backup of the data folder; ` +
        `without it the journal can neither be continued nor verified`,
    );
  if (text === undefined) return createKey(path);
  if (!shape.test(text))
    throw new JournalUnavailable(
      `the journal's key ${path} does not hold 64 hex digits: restore it from the backup of the data folder`,
    );
  if ((statSync(path).mode & 0o077) !== 0)
    warn(`the journal's key ${path} can be read by other users: chmod 600 it`);
  return createSecretKey(text.trim(), "hex");
}

function createKey(path: string): ChainKey {
  const key = randomBytes(32);
  writeKey(path, `${key.toString("hex")}\n`);
  return createSecretKey(key);
}

/** Beside its place, on disk, then renamed: a key is never half written. */
export function writeKey(path: string, text: string): void {
  const draft = `${path}.${process.pid}.tmp`;
  const file = openSync(draft, "w", 0o600);
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
  renameSync(draft, path);
  syncFolder(dirname(path));
}

/** A rename is durable only once its folder is. */
export function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  fsyncSync(folder);
  closeSync(folder);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new JournalUnavailable(`cannot read the journal's key ${path}: ${(error as Error).message}`);
  }
}
