import { createHash } from "node:crypto";
import {
  entries,
  systemActor,
  type EventKind,
  type EventPayloads,
  type Journal,
  type JournalEntry,
  type JournalEvent,
} from "../../governance/journal.ts";
import type { Definitions } from "../../model/definitions.ts";
import type { Timestamp } from "../../model/units.ts";
import { soleLeader, type Leadership } from "../../runtime/leadership.ts";
import type { Log } from "../../runtime/ports.ts";

/** Keeps in the journal which definitions were in force when, and when newer ones could not be. */
export interface Chronicle {
  loaded: (definitions: Definitions) => Promise<void>;
  broken: (how: Broken) => Promise<void>;
}

type Broken = EventPayloads["definitions-broken"];

export interface ChroniclePorts {
  journal: Journal;
  leadership?: Leadership;
  now: () => Timestamp;
  log: Log;
}

/** The leader writes each new content once, restarts included. A journal that cannot be written holds nothing up. */
export function chronicle({ journal, leadership = soleLeader, now, log }: ChroniclePorts): Chronicle {
  let inForce: Definitions | undefined;
  let brokenness: Broken | undefined;
  const settle = async (): Promise<void> => {
    const epoch = leadership.epoch();
    if (epoch === undefined) return;
    try {
      // Another replica may have led, and read something else, since.
      const due = [await contentDue(journal, inForce), await soundnessDue(journal, inForce, brokenness)];
      const events = due.filter((each) => each !== undefined).map((each) => eventOf(each, now()));
      if (events.length > 0) await journal.append(events, { epoch });
    } catch (error) {
      log.warn("the journal does not know of the definitions read", { error: (error as Error).message });
    }
  };
  leadership.onChange(() => void settle());
  return {
    loaded: (definitions) => {
      inForce = definitions;
      brokenness = undefined;
      return settle();
    },
    broken: (how) => {
      brokenness = how;
      return settle();
    },
  };
}

const subject = "definitions";

type Due = { [Kind in EventKind]: { kind: Kind; payload: EventPayloads[Kind] } }[EventKind];

const eventOf = (due: Due, at: Timestamp): JournalEvent => ({ at, actor: systemActor, subject, ...due });

async function contentDue(journal: Journal, inForce: Definitions | undefined): Promise<Due | undefined> {
  if (inForce === undefined) return undefined;
  const { services, slos } = inForce;
  const payload = { hash: contentHash(inForce), services: services.length, slos: slos.length };
  const last = await newest(journal, ["definitions-loaded"]);
  const isKnown = last?.kind === "definitions-loaded" && last.payload.hash === payload.hash;
  return isKnown ? undefined : { kind: "definitions-loaded", payload };
}

/** Told when they break and when they are mended, not at every edit in between. */
async function soundnessDue(
  journal: Journal,
  inForce: Definitions | undefined,
  broken: Broken | undefined,
): Promise<Due | undefined> {
  if (broken === undefined && inForce === undefined) return undefined;
  const last = await newest(journal, ["definitions-broken", "definitions-mended"]);
  const wasBroken = last?.kind === "definitions-broken";
  if (broken !== undefined) return wasBroken ? undefined : { kind: "definitions-broken", payload: broken };
  return wasBroken ? { kind: "definitions-mended", payload: {} } : undefined;
}

async function newest(journal: Journal, kinds: readonly EventKind[]): Promise<JournalEntry | undefined> {
  let last: JournalEntry | undefined;
  for await (const entry of entries(journal, 1, { kinds })) last = entry;
  return last;
}

/** Where a definition stands in its file is not what it says. */
const contentHash = (definitions: Definitions): string =>
  createHash("sha256")
    .update(JSON.stringify(definitions, (key, value: unknown) => (key === "source" ? undefined : value)))
    .digest("hex")
    .slice(0, 16);
