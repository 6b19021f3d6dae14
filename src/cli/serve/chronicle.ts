import { createHash } from "node:crypto";
import { entries, systemActor, type Journal } from "../../governance/journal.ts";
import type { Definitions } from "../../model/definitions.ts";
import type { Timestamp } from "../../model/units.ts";
import { soleLeader, type Leadership } from "../../runtime/leadership.ts";
import type { Log } from "../../runtime/ports.ts";

/** Keeps in the journal which definitions were in force when. */
export interface Chronicle {
  loaded: (definitions: Definitions) => Promise<void>;
}

export interface ChroniclePorts {
  journal: Journal;
  leadership?: Leadership;
  now: () => Timestamp;
  log: Log;
}

/** The leader writes each new content once, restarts included. A journal that cannot be written holds nothing up. */
export function chronicle({ journal, leadership = soleLeader, now, log }: ChroniclePorts): Chronicle {
  let inForce: Definitions | undefined;
  const settle = async (): Promise<void> => {
    const epoch = leadership.epoch();
    if (inForce === undefined || epoch === undefined) return;
    const { services, slos } = inForce;
    const payload = { hash: contentHash(inForce), services: services.length, slos: slos.length };
    try {
      // Another replica may have led, and read something else, since.
      if ((await lastHash(journal)) === payload.hash) return;
      const event = { at: now(), actor: systemActor, kind: "definitions-loaded", subject, payload } as const;
      await journal.append([event], { epoch });
    } catch (error) {
      log.warn("the journal does not know of the definitions read", { error: (error as Error).message });
    }
  };
  leadership.onChange(() => void settle());
  return {
    loaded: (definitions) => {
      inForce = definitions;
      return settle();
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
