import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { newSecret } from "../../auth/tokens.ts";
import { isPostgres, type Settings } from "../../config/settings.ts";
import { createFirstToken, hasAdmin } from "../../governance/people/commands.ts";
import { hashSecret, tokenText } from "../../governance/people/secret.ts";
import type { Timestamp } from "../../model/units.ts";
import type { Desk } from "../../runtime/governance/desk.ts";
import type { Log } from "../../runtime/ports.ts";
import { writeKey } from "../../store/key.ts";
import { CliError } from "../exit.ts";
import { fileReason } from "../file-reason.ts";

/** Where the first token goes; undefined when nobody has said and there is no data folder. */
function placeOf({ adminTokenFile, data }: Settings): string | undefined {
  if (adminTokenFile !== undefined) return adminTokenFile;
  return data === undefined || isPostgres(data) ? undefined : join(data, "admin-token");
}

/**
 * While no admin has a valid token, makes one and writes it into a file that only the operator can read; it is
 * printed nowhere. The file comes first: a token that is in the journal alone would be nobody's.
 */
export async function ensureAdmin(
  settings: Settings,
  desk: Desk,
  now: () => Timestamp,
  log: Log,
): Promise<void> {
  if (hasAdmin(await desk.refresh(), now())) return;
  const path = placeOf(settings);
  if (path === undefined) {
    log.warn("no admin has a token yet: start once with --admin-token-file to get the first one");
    return;
  }
  const id = `tk-${randomBytes(6).toString("hex")}`;
  const secret = newSecret();
  write(path, `${tokenText(id, secret)}\n`);
  const result = await desk.act((state, occasion) =>
    createFirstToken(state, occasion, { id, hash: hashSecret(secret) }),
  );
  if (result.ok && result.answer.created)
    log.info("the first admin's token is in a file: create tokens for people with it, then revoke it", {
      path,
    });
  // Another replica was first, and the token is in its file.
  else rmSync(path, { force: true });
}

function write(path: string, text: string): void {
  try {
    writeKey(path, text);
  } catch (error) {
    throw new CliError(
      `cannot write the first admin's token to ${path}: ${fileReason(error)}; choose another --admin-token-file`,
    );
  }
}
