import { createHash } from "node:crypto";
import { entries, systemActor, type Journal } from "../../governance/journal.ts";
import type { Definitions } from "../../model/definitions.ts";
import type { Timestamp } from "../../model/units.ts";
import type { Log } from "../../runtime/ports.ts";

/** Keeps in the journal which definitions were in force when. */
export interface Chronicle {
  loaded: (definitions: Definitions) => Promise<void>;
}

/** Writes each new content once, restarts included. A journal that cannot be written holds nothing up. */
export function chronicle(journal: Journal, now: () => Timestamp, log: Log): Chronicle {
  let known: string | undefined;
  return {
    loaded: async (definitions) => {
      const hash = contentHash(definitions);
      try {
        known ??= await lastHash(journal);
        if (known === hash) return;
        const { services, slos } = definitions;
        const payload = { hash, services: services.length, slos: slos.length };
        const event = {
          at: now(),
          actor: systemActor,
          kind: "definitions-loaded",
          subject,
          payload,
        } as const;
        await journal.append([event]);
        known = hash;
      } catch (error) {
        log.warn("the journal does not know of the definitions read", { error: (error as Error).message });
      }
    },
  };
}

const subject = "definitions";

async function lastHash(journal: Journal): Promise<string | undefined> {
  let hash: string | undefined;
  for await (const { kind, payload } of entries(journal, 1, { kinds: ["definitions-loaded"] }))
    if (kind === "definitions-loaded") hash = payload.hash;
  return hash;
}

/** Where a definition stands in its file is not what it says. */
const contentHash = (definitions: Definitions): string =>
  createHash("sha256")
    .update(JSON.stringify(definitions, (key, value: unknown) => (key === "source" ? undefined : value)))
    .digest("hex")
    .slice(0, 16);
