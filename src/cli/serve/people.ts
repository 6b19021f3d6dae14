import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { authenticator } from "../../auth/authenticate.ts";
import { login } from "../../auth/oidc/login.ts";
import { sessions } from "../../auth/session.ts";
import { newSecret } from "../../auth/tokens.ts";
import { workloads } from "../../auth/workload/verify.ts";
import {
  type OidcSettings,
  type SecretSetting,
  type Settings,
  formatAddress,
  isPostgres,
} from "../../config/settings.ts";
import { JournalUnavailable } from "../../governance/journal.ts";
import type { People } from "../../http/deps.ts";
import type { Service } from "../../model/definitions.ts";
import type { Timestamp } from "../../model/units.ts";
import type { Desk } from "../../runtime/governance/desk.ts";
import type { Log } from "../../runtime/ports.ts";
import { files } from "../../store/sqlite.ts";
import { CliError, exit } from "../exit.ts";
import { fileReason } from "../file-reason.ts";
import { knowingOthers } from "./follow.ts";
import { ensureAdmin } from "./admin-token.ts";
import { readsAreOpen } from "./hosts.ts";

export interface PeopleParts {
  settings: Settings;
  desk: Desk;
  /** As of the last cycle. */
  services: () => Iterable<Service>;
  now: () => Timestamp;
  log: Log;
}

/** How `nines serve` finds out who asks; nobody is known without a journal that keeps tokens. */
export async function openPeople(parts: PeopleParts): Promise<People | undefined> {
  const { settings, desk, services, now, log } = parts;
  if (settings.data === undefined) return undefined;
  try {
    await ensureAdmin(settings, desk, now, log);
  } catch (error) {
    // A journal that cannot be written stops people, not the gate.
    if (!(error instanceof JournalUnavailable)) throw error;
    log.warn("the journal cannot be asked for tokens yet", { error: error.message });
  }
  const browser = settings.oidc === undefined ? undefined : await openLogin(settings.oidc, parts);
  const forges = settings.workloads;
  return {
    authenticate: knowingOthers(
      settings,
      desk,
      authenticator({
        tokens: () => desk.state().tokens,
        now,
        ...(forges.length > 0 && { workload: workloads({ forges, services, now, warn: log.warn }) }),
        ...(browser !== undefined && { session: (cookies) => browser.sessions.read(cookies, now()) }),
      }),
    ),
    readsAreOpen: readsAreOpen(settings),
    newSecret,
    limits: settings.limits,
    ...(browser !== undefined && { login: browser.login }),
  };
}

async function openLogin(oidc: OidcSettings, { settings, now, log }: PeopleParts) {
  const publicUrl = settings.publicUrl ?? `http://${formatAddress(settings.listen)}`;
  const secret = await sessionSecret(settings);
  const open = sessions(secret, publicUrl.startsWith("https:"), settings.session.length);
  const clientSecret = () => secretOf(oidc.clientSecret, "the OIDC client's secret");
  // A secret that cannot be read is told at the start, not to the first person who logs in.
  await clientSecret();
  const options = { ...oidc, clientSecret, publicUrl, secret, sessions: open, now, warn: log.warn };
  return { sessions: open, login: login(options) };
}

/** A secret of its own, or the journal's key: either way every replica has the same. */
async function sessionSecret({ session, journalKey, data = "" }: Settings): Promise<Uint8Array> {
  const ofFolder = isPostgres(data) ? "" : join(data, files.key);
  const path = session.keyFile ?? journalKey ?? ofFolder;
  const text = await secretOf({ kind: "file", path }, "the key of sessions");
  if (text.length < 32)
    throw new CliError(
      `the key of sessions in ${path} is shorter than 32 characters: openssl rand -hex 32 makes one`,
      exit.inputAtFault,
    );
  return new TextEncoder().encode(text);
}

async function secretOf(setting: SecretSetting, what: string): Promise<string> {
  if (setting.kind === "value") return setting.value;
  try {
    return (await readFile(setting.path, "utf8")).trim();
  } catch (error) {
    throw new CliError(`cannot read ${what}, ${setting.path}: ${fileReason(error)}`, exit.inputAtFault);
  }
}
