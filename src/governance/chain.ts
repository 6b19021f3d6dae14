import { createHmac, type KeyObject } from "node:crypto";
import { timestamp } from "../model/units.ts";
import type { Checkpoint, Head, JournalEntry, JournalEvent } from "./journal.ts";
import { isDropped, part, type Parted } from "./retention.ts";

/** The chain's start: nothing stands before the first entry. */
export const genesis: Head = { seq: 0, at: timestamp(0), hash: "0".repeat(64) };

/** The HMAC key: 32 random bytes, kept outside the database that it guards; as a key object, four times faster. */
export type ChainKey = Uint8Array | KeyObject;

/** Enters every hash, so that a later encoding can never be mistaken for this one. */
const encoding = "nines-journal-1";

/**
 * JSON with sorted keys and without what JSON cannot say, so that the same value has the same bytes
 * whichever store it came from.
 * @throws TypeError for a number that JSON would turn into null
 */
export function canonical(value: unknown): string {
  if (typeof value === "number" && !Number.isFinite(value))
    throw new TypeError(`the journal holds finite numbers only, got ${value}`);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(",")}}`;
}

const mac = (key: ChainKey, text: string): string => createHmac("sha256", key).update(text).digest("hex");

/** Whole milliseconds: what the chain and every store keep of a time. */
export const milliseconds = (at: number): number => Math.round(at * 1000);

/** What is kept of an entry's payload for ever, and the verdict that retention may drop. */
export const parted = (key: ChainKey, { kind, payload }: Pick<JournalEvent, "kind" | "payload">): Parted =>
  part(kind, payload, (verdict) => mac(key, canonical(verdict)));

/**
 * The payload enters by its own keyed digest, the verdict of a gate decision by a digest within it: retention may
 * later drop the verdict, and the chain still verifies.
 */
export const hashOf = (key: ChainKey, entry: Omit<JournalEntry, "hash">): string =>
  hashAtSeq(key, entry)(entry.seq);

/** The hash that the entry would have under any other number; its payload is digested once. */
export function hashAtSeq(key: ChainKey, entry: Omit<JournalEntry, "hash">): (seq: number) => string {
  const { at, actor, kind, subject, prevHash } = entry;
  const digest = mac(key, canonical(parted(key, entry).kept));
  return (seq) =>
    mac(key, canonical([encoding, seq, milliseconds(at), actor, kind, subject, digest, prevHash]));
}

/** Gives events their place after `head`; a clock that runs backwards never makes the journal do so. */
export function link(key: ChainKey, head: Head, events: readonly JournalEvent[]): readonly JournalEntry[] {
  let previous = head;
  return events.map((event) => {
    assertStorable(event.actor);
    assertStorable(event.subject);
    if (event.kind === "gate-decision" && isDropped(event.payload.verdict))
      throw new TypeError("a decision is journalled with its verdict; only retention drops it");
    const at = timestamp(Math.max(milliseconds(previous.at), milliseconds(event.at)) / 1000);
    // What is hashed and answered is what a later read will find, whatever the store.
    const payload: unknown = JSON.parse(canonical(event.payload));
    const placed = { ...event, payload, at, seq: previous.seq + 1, prevHash: previous.hash } as Omit<
      JournalEntry,
      "hash"
    >;
    const entry = { ...placed, hash: hashOf(key, placed) } as JournalEntry;
    previous = headOf(entry);
    return entry;
  });
}

/** A store would silently change such text, and the chain would then call the entry altered. */
function assertStorable(text: string): void {
  if (!text.isWellFormed() || text.includes("\0"))
    throw new TypeError(`the journal holds well-formed text without NUL, got ${JSON.stringify(text)}`);
}

export const headOf = ({ seq, at, hash }: JournalEntry): Head => ({ seq, at, hash });

/** Binds a checkpoint to its name, its place in the chain and the key: nobody else can make one up. */
export const sealOf = (key: ChainKey, name: string, { head, state }: Checkpoint): string =>
  mac(key, `${canonical(["nines-checkpoint-1", name, head.seq, milliseconds(head.at), head.hash])}${state}`);
