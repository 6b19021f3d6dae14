import { authenticator } from "../../auth/authenticate.ts";
import { isLoopback, type Settings } from "../../config/settings.ts";
import { JournalUnavailable } from "../../governance/journal.ts";
import type { People } from "../../http/deps.ts";
import type { Timestamp } from "../../model/units.ts";
import type { Desk } from "../../runtime/governance/desk.ts";
import type { Log } from "../../runtime/ports.ts";
import { ensureAdmin } from "./admin-token.ts";

/** A public address means that others come through a proxy: then loopback is not the operator alone. */
export const readsAreOpen = ({ insecureNoAuth, listen, publicUrl }: Settings): boolean =>
  insecureNoAuth || (isLoopback(listen) && publicUrl === undefined);

/** How `nines serve` finds out who asks; nobody is known without a journal that keeps tokens. */
export async function openPeople(
  settings: Settings,
  desk: Desk,
  now: () => Timestamp,
  log: Log,
): Promise<People | undefined> {
  if (settings.data === undefined) return undefined;
  try {
    await ensureAdmin(settings, desk, now, log);
  } catch (error) {
    // A journal that cannot be written stops people, not the gate.
    if (!(error instanceof JournalUnavailable)) throw error;
    log.warn("the journal cannot be asked for tokens yet", { error: error.message });
  }
  return {
    authenticate: authenticator({ tokens: () => desk.state().tokens, now }),
    readsAreOpen: readsAreOpen(settings),
  };
}
