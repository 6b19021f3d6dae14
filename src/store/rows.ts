import { canonical, type Linked, milliseconds } from "../governance/chain.ts";
import type { JournalEntry } from "../governance/journal.ts";
import { timestamp } from "../model/units.ts";

/** An entry as the tables hold it; every SQL store uses these columns. */
export interface Row {
  seq: number;
  at_ms: number;
  actor: string;
  kind: string;
  subject: string;
  /** Of a gate decision: with the digest of its verdict in the verdict's place. */
  payload: string;
  prev_hash: string;
  hash: string;
  /** From the table beside, which retention may drop from; null for all that has none, or none any more. */
  verdict: string | null;
}

export function toRow({ entry, texts: { kept, verdict } }: Linked): Row {
  const { seq, at, actor, kind, subject, prevHash, hash } = entry;
  return {
    ...{ seq, at_ms: milliseconds(at), actor, kind, subject },
    ...{ payload: kept, prev_hash: prevHash, hash, verdict: verdict ?? null },
  };
}

/** The row is what this program wrote; should somebody else have edited it, the chain says so, not this cast. */
export const fromRow = ({
  seq,
  at_ms,
  actor,
  kind,
  subject,
  payload,
  prev_hash,
  hash,
  verdict,
}: Row): JournalEntry =>
  ({
    seq,
    at: timestamp(at_ms / 1000),
    actor,
    kind,
    subject,
    payload: whole(readText(payload), verdict),
    prevHash: prev_hash,
    hash,
  }) as JournalEntry;

const whole = (kept: unknown, verdict: string | null): unknown =>
  verdict === null ? kept : { ...(kept as object), verdict: readText(verdict) };

/** An edited payload that is no JSON any more must reach the verifier, which names its entry. */
function readText(text: string): unknown {
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
  const { payload, verdict } = row;
  const isAsWritten = (text: string): boolean => canonical(readText(text)) === text;
  return isAsWritten(payload) && (verdict === null || isAsWritten(verdict))
    ? fromRow(row)
    : ({ ...fromRow(row), payload: { unreadable: payload } } as unknown as JournalEntry);
}
