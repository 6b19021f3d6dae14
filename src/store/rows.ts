import { canonical, milliseconds } from "../governance/chain.ts";
import type { JournalEntry } from "../governance/journal.ts";
import { timestamp } from "../model/units.ts";

/** An entry as a table holds it; every SQL store uses these columns. */
export interface Row {
  seq: number;
  at_ms: number;
  actor: string;
  kind: string;
  subject: string;
  payload: string;
  prev_hash: string;
  hash: string;
}

export const toRow = ({ seq, at, actor, kind, subject, payload, prevHash, hash }: JournalEntry): Row => ({
  seq,
  at_ms: milliseconds(at),
  actor,
  kind,
  subject,
  payload: canonical(payload),
  prev_hash: prevHash,
  hash,
});

/** The row is what this program wrote; should somebody else have edited it, the chain says so, not this cast. */
export const fromRow = ({ seq, at_ms, actor, kind, subject, payload, prev_hash, hash }: Row): JournalEntry =>
  ({
    seq,
    at: timestamp(at_ms / 1000),
    actor,
    kind,
    subject,
    payload: parsePayload(payload),
    prevHash: prev_hash,
    hash,
  }) as JournalEntry;

/** An edited payload that is no JSON any more must reach the verifier, which names its entry. */
function parsePayload(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { unreadable: text };
  }
}

/**
 * The row as an auditor reads it: a payload whose bytes are not the ones that were written (white space, a key
 * twice, an escape spelt otherwise) is taken for altered, although it would read back as the same value.
 */
export function fromRowExactly(row: Row): JournalEntry {
  const entry = fromRow(row);
  return canonical(entry.payload) === row.payload
    ? entry
    : ({ ...entry, payload: { unreadable: row.payload } } as unknown as JournalEntry);
}
