import type { ChangeKind } from "../../model/policy.ts";
import type { Timestamp } from "../../model/units.ts";
import type { JournalEntry } from "../journal.ts";

/** How often somebody claimed a kind of change for the same services in one environment. */
export interface ClaimCount {
  services: readonly string[];
  environment: string;
  change: ChangeKind;
  by: string;
  proven: number;
  unproven: number;
  lastAt: Timestamp;
}

/** Whoever has claimed nothing for as long is forgotten, and the least recent where there are too many. */
const keptFor = 90 * 86_400;
const mostKept = 10_000;

/** Claims on record where a policy asks for proof, least recent first. */
export function foldClaims(claims: Map<string, ClaimCount>, entry: JournalEntry): void {
  if (entry.kind !== "gate-decision" || entry.payload.claim === undefined) return;
  const { at, actor: by, payload } = entry;
  const { services, environment, change } = payload.key;
  const { proven: isProven } = payload.claim ?? {};
  const key = JSON.stringify([services, environment, change, by]);
  const { proven = 0, unproven = 0 } = claims.get(key) ?? {};
  claims.delete(key);
  claims.set(key, {
    ...{ services, environment, change, by, lastAt: at },
    proven: proven + (isProven === true ? 1 : 0),
    unproven: unproven + (isProven === true ? 0 : 1),
  });
  for (const [old, { lastAt }] of claims) {
    if (at - lastAt < keptFor && claims.size <= mostKept) break;
    claims.delete(old);
  }
}
