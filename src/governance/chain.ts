import { createHmac, type KeyObject } from "node:crypto";
import { timestamp } from "../model/units.ts";
import type { Checkpoint, Head, JournalEntry, JournalEvent } from "./journal.ts";
import { type Dropped, isDropped, part } from "./retention.ts";

/** The chain's start: nothing stands before the first entry. */
export const genesis: Head = { seq: 0, at: timestamp(0), hash: "0".repeat(64) };

/** The HMAC key: 32 random bytes, kept outside the database that it guards; as a key object, four times faster. */
export type ChainKey = Uint8Array | KeyObject;

/** Enters every hash, so that a later encoding can never be mistaken for this one. */
const encoding = "nines-journal-1";

/**
 * JSON with sorted keys and without what JSON cannot say, so that the same value has the same bytes
 * whichever store it came from. Every decision passes through here, so it is written for speed.
 * @throws TypeError for a number that JSON would turn into null
 */
export function canonical(value: unknown): string {
  if (typeof value === "number" && !Number.isFinite(value))
    throw new TypeError(`the journal holds finite numbers only, got ${value}`);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return Array.isArray(value) ? canonicalList(value) : canonicalFields(value as Record<string, unknown>);
}

function canonicalList(values: readonly unknown[]): string {
  let text = "";
  for (const value of values) text += `${text === "" ? "" : ","}${canonical(value)}`;
  return `[${text}]`;
}

function canonicalFields(fields: Readonly<Record<string, unknown>>): string {
  let text = "";
  for (const name of Object.keys(fields).sort()) {
    const field = fields[name];
    if (field !== undefined) text += `${text === "" ? "" : ","}${JSON.stringify(name)}:${canonical(field)}`;
  }
  return `{${text}}`;
}

const mac = (key: ChainKey, text: string): string => createHmac("sha256", key).update(text).digest("hex");

/** Whole milliseconds: what the chain and every store keep of a time. */
export const milliseconds = (at: number): number => Math.round(at * 1000);

/** A payload as it is hashed and stored. */
export interface Texts {
  /** What is kept for ever. */
  kept: string;
  /** What retention may drop; undefined when the payload has none, or none any more. */
  verdict: string | undefined;
}

/** The verdict, which is most of a decision, is written out once: its digest and its row are of the same text. */
export function textsOf(key: ChainKey, { kind, payload }: Pick<JournalEvent, "kind" | "payload">): Texts {
  const { kept, verdict } = part(kind, payload);
  if (verdict === undefined) return { kept: canonical(kept), verdict: undefined };
  const text = canonical(verdict);
  return {
    kept: canonical({ ...(kept as object), verdict: { dropped: mac(key, text) } satisfies Dropped }),
    verdict: text,
  };
}

/**
 * The payload enters by its own keyed digest, the verdict of a gate decision by a digest within it: retention may
 * later drop the verdict, and the chain still verifies.
 */
export const hashOf = (key: ChainKey, entry: Omit<JournalEntry, "hash">): string =>
  hashAtSeq(key, entry)(entry.seq);

/** The hash that the entry would have under any other number; its payload is digested once. */
export function hashAtSeq(
  key: ChainKey,
  entry: Omit<JournalEntry, "hash">,
  { kept }: Texts = textsOf(key, entry),
): (seq: number) => string {
  const { at, actor, kind, subject, prevHash } = entry;
  const digest = mac(key, kept);
  return (seq) =>
    mac(key, canonical([encoding, seq, milliseconds(at), actor, kind, subject, digest, prevHash]));
}

/** An entry that has its place, and its payload as a store writes it. */
export interface Linked {
  entry: JournalEntry;
  texts: Texts;
}

/** Of an entry that was given its place before. */
export const linked = (key: ChainKey, entry: JournalEntry): Linked => ({ entry, texts: textsOf(key, entry) });

/** Gives events their place after `head`; a clock that runs backwards never makes the journal do so. */
export function link(key: ChainKey, head: Head, events: readonly JournalEvent[]): readonly Linked[] {
  let previous = head;
  return events.map((event) => {
    assertStorable(event.actor);
    assertStorable(event.subject);
    if (event.kind === "gate-decision" && isDropped(event.payload.verdict))
      throw new TypeError("a decision is journalled with its verdict; only retention drops it");
    const at = timestamp(Math.max(milliseconds(previous.at), milliseconds(event.at)) / 1000);
    const texts = textsOf(key, event);
    const placed = {
      ...{ ...event, payload: payloadOf(texts), at },
      ...{ seq: previous.seq + 1, prevHash: previous.hash },
    } as Omit<JournalEntry, "hash">;
    const entry = { ...placed, hash: hashAtSeq(key, placed, texts)(placed.seq) } as JournalEntry;
    previous = headOf(entry);
    return { entry, texts };
  });
}

/** What is answered is what a later read will find, whatever the store. */
export const payloadOf = ({ kept, verdict }: Texts): unknown =>
  verdict === undefined
    ? JSON.parse(kept)
    : { ...(JSON.parse(kept) as object), verdict: JSON.parse(verdict) as unknown };

/** A store would silently change such text, and the chain would then call the entry altered. */
function assertStorable(text: string): void {
  if (!text.isWellFormed() || text.includes("\0"))
    throw new TypeError(`the journal holds well-formed text without NUL, got ${JSON.stringify(text)}`);
}

export const headOf = ({ seq, at, hash }: JournalEntry): Head => ({ seq, at, hash });

/** Binds a checkpoint to its name, its place in the chain and the key: nobody else can make one up. */
export const sealOf = (key: ChainKey, name: string, { head, state }: Checkpoint): string =>
  mac(key, `${canonical(["nines-checkpoint-1", name, head.seq, milliseconds(head.at), head.hash])}${state}`);
