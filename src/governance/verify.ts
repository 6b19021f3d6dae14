import { type ChainKey, genesis, hashOf, headOf } from "./chain.ts";
import type { Head, JournalEntry } from "./journal.ts";

/** A head that somebody wrote down elsewhere: what the chain must still contain. */
export interface Anchor {
  seq: number;
  hash: string;
}

export const flawKinds = ["altered", "missing", "reordered", "tail-cut", "anchor-mismatch"] as const;

/** The first place where the journal is not what was written. */
export interface Flaw {
  kind: (typeof flawKinds)[number];
  seq: number;
  message: string;
}

export type Verification =
  { ok: true; head: Head; checked: number } | { ok: false; flaw: Flaw; checked: number };

export interface VerifyOptions {
  /** The entry before the segment; the start of the chain when left out. */
  after?: Head;
  anchor?: Anchor;
}

/** Reads `SEQ:HASH`; undefined when the text is none. */
export function parseAnchor(text: string): Anchor | undefined {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  return seq === undefined || hash === undefined ? undefined : { seq: Number(seq), hash };
}

export const formatAnchor = ({ seq, hash }: Anchor): string => `${seq}:${hash}`;

/**
 * Checks a segment of the chain and names its first flaw. Without an anchor a cut tail cannot be seen:
 * a shorter chain is a valid chain.
 */
export function verify(
  key: ChainKey,
  entries: readonly JournalEntry[],
  { after = genesis, anchor }: VerifyOptions = {},
): Verification {
  let head = after;
  for (const [checked, entry] of entries.entries()) {
    const flaw = flawOf(key, head, entry, entries) ?? anchorFlaw(entry, anchor);
    if (flaw !== undefined) return { ok: false, flaw, checked };
    head = headOf(entry);
  }
  const checked = entries.length;
  const cut = anchor !== undefined && head.seq < anchor.seq ? tailCut(head, anchor) : undefined;
  return cut === undefined ? { ok: true, head, checked } : { ok: false, flaw: cut, checked };
}

function flawOf(
  key: ChainKey,
  previous: Head,
  entry: JournalEntry,
  segment: readonly JournalEntry[],
): Flaw | undefined {
  const expected = previous.seq + 1;
  if (entry.seq > expected)
    return flaw("missing", expected, `entry ${expected} is missing: ${entry.seq} follows ${previous.seq}`);
  if (entry.seq < expected)
    return flaw("reordered", entry.seq, `entry ${entry.seq} stands again after entry ${previous.seq}`);
  if (hashOf(key, entry) === entry.hash && entry.prevHash === previous.hash) return undefined;
  const origin = originalSeq(key, entry, segment);
  return origin === undefined
    ? flaw("altered", entry.seq, `entry ${entry.seq} is not what was written: its hash does not match`)
    : flaw("reordered", entry.seq, `entry ${entry.seq} was written as entry ${origin}`);
}

/** An entry whose hash holds at another place of the segment was moved there, not altered. */
const originalSeq = (
  key: ChainKey,
  entry: JournalEntry,
  segment: readonly JournalEntry[],
): number | undefined =>
  segment.find(({ seq }) => seq !== entry.seq && hashOf(key, { ...entry, seq }) === entry.hash)?.seq;

function anchorFlaw(entry: JournalEntry, anchor: Anchor | undefined): Flaw | undefined {
  if (anchor === undefined || entry.seq !== anchor.seq || entry.hash === anchor.hash) return undefined;
  return flaw("anchor-mismatch", entry.seq, `entry ${entry.seq} is not the one that the anchor names`);
}

const tailCut = (head: Head, anchor: Anchor): Flaw =>
  flaw(
    "tail-cut",
    head.seq + 1,
    `the journal ends at entry ${head.seq}, the anchor names entry ${anchor.seq}: the tail was cut`,
  );

const flaw = (kind: Flaw["kind"], seq: number, message: string): Flaw => ({ kind, seq, message });
