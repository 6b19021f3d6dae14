import { type ChainKey, genesis, hashAtSeq, hashOf, headOf } from "./chain.ts";
import type { Head, JournalEntry } from "./journal.ts";
import { isDropped } from "./retention.ts";

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
  | {
      ok: true;
      head: Head;
      checked: number;
      /** Decisions whose verdicts retention dropped, and the newest of them; absent when there are none. */
      dropped?: { count: number; last: Head };
    }
  | { ok: false; flaw: Flaw; checked: number };

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

/** Takes entries one after the other, so that a chain of any length is checked in little memory. */
export interface Verifier {
  /** The first flaw so far: what follows it is not judged. */
  check: (entry: JournalEntry) => Flaw | undefined;
  end: () => Verification;
}

/**
 * Checks a chain from `after` on and keeps its first flaw. `lastSeq` is the highest number that an entry of this
 * journal can have: an entry whose hash holds under another number up to it was moved, not altered.
 */
export function verifier(
  key: ChainKey,
  { after = genesis, anchor }: VerifyOptions,
  lastSeq: () => number,
): Verifier {
  let head = after;
  let checked = 0;
  let first: Flaw | undefined;
  const retention = retentionCheck();
  return {
    check: (entry) => {
      first ??=
        flawOf(key, head, entry, { from: after.seq + 1, to: lastSeq() }) ??
        anchorFlaw(entry, anchor) ??
        retention.check(entry);
      if (first !== undefined) return first;
      head = headOf(entry);
      checked += 1;
      return undefined;
    },
    end: () => {
      const cut = anchor !== undefined && head.seq < anchor.seq ? tailCut(head, anchor) : undefined;
      const found = first ?? cut;
      if (found !== undefined) return { ok: false, flaw: found, checked };
      const dropped = retention.dropped();
      return { ok: true, head, checked, ...(dropped !== undefined && { dropped }) };
    },
  };
}

/** Retention drops the oldest verdicts first: one that is gone from among those kept was taken out. */
function retentionCheck() {
  let dropped: { count: number; last: Head } | undefined;
  let oldestKept: number | undefined;
  return {
    dropped: () => dropped,
    check: (entry: JournalEntry): Flaw | undefined => {
      if (entry.kind !== "gate-decision") return undefined;
      if (!isDropped(entry.payload.verdict)) {
        oldestKept ??= entry.seq;
        return undefined;
      }
      if (oldestKept === undefined) {
        dropped = { count: (dropped?.count ?? 0) + 1, last: headOf(entry) };
        return undefined;
      }
      const message =
        `the verdict of entry ${entry.seq} was taken out: retention drops the oldest first, ` +
        `and that of entry ${oldestKept} is still there`;
      return flaw("missing", entry.seq, message);
    },
  };
}

/**
 * Checks a segment of the chain and names its first flaw. Without an anchor a cut tail cannot be seen:
 * a shorter chain is a valid chain.
 */
export function verify(
  key: ChainKey,
  entries: readonly JournalEntry[],
  options: VerifyOptions = {},
): Verification {
  const last = (): number => entries.reduce((highest, { seq }) => Math.max(highest, seq), 0);
  const { check, end } = verifier(key, options, last);
  for (const entry of entries) if (check(entry) !== undefined) break;
  return end();
}

interface Places {
  from: number;
  to: number;
}

function flawOf(key: ChainKey, previous: Head, entry: JournalEntry, places: Places): Flaw | undefined {
  const expected = previous.seq + 1;
  if (entry.seq > expected)
    return flaw("missing", expected, `entry ${expected} is missing: ${entry.seq} follows ${previous.seq}`);
  if (entry.seq < expected)
    return flaw("reordered", entry.seq, `entry ${entry.seq} stands again after entry ${previous.seq}`);
  if (hashOf(key, entry) === entry.hash && entry.prevHash === previous.hash) return undefined;
  const origin = originalSeq(key, entry, places);
  return origin === undefined
    ? flaw("altered", entry.seq, `entry ${entry.seq} is not what was written: its hash does not match`)
    : flaw("reordered", entry.seq, `entry ${entry.seq} was written as entry ${origin}`);
}

/** An entry whose hash holds at another place was moved there, not altered. */
function originalSeq(key: ChainKey, entry: JournalEntry, { from, to }: Places): number | undefined {
  const hashAt = hashAtSeq(key, entry);
  for (let seq = from; seq <= to; seq++) if (seq !== entry.seq && hashAt(seq) === entry.hash) return seq;
  return undefined;
}

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
