import type { Identity } from "../governance/people/identity.ts";
import type { Timestamp } from "../model/units.ts";

/** Somebody who has asked for something, as they last proved to be. */
export interface SeenIdentity {
  identity: Identity;
  lastAt: Timestamp;
}

/** Who has asked since this process started, by how they proved it; forgotten with it. */
export interface Seen {
  note: (identity: Identity, at: Timestamp) => void;
  /** The least recent first. */
  all: () => Iterable<SeenIdentity>;
  /** When a token was last used here. */
  lastOf: (via: string, subject: string) => Timestamp | undefined;
}

/** CI jobs come under a name of their own each; the least recent is forgotten. */
const mostKept = 5_000;

export function createSeen(most = mostKept): Seen {
  const seen = new Map<string, SeenIdentity>();
  const keyOf = (via: string, subject: string): string => `${via} ${subject}`;
  return {
    note: (identity, at) => {
      const key = keyOf(identity.via, identity.subject);
      seen.delete(key);
      seen.set(key, { identity, lastAt: at });
      const [oldest] = seen.keys();
      if (seen.size > most && oldest !== undefined) seen.delete(oldest);
    },
    all: () => seen.values(),
    lastOf: (via, subject) => seen.get(keyOf(via, subject))?.lastAt,
  };
}
