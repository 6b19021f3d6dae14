import { timingSafeEqual } from "node:crypto";
import { type ChainKey, milliseconds, sealOf } from "../governance/chain.ts";
import type { Checkpoint, Checkpoints } from "../governance/journal.ts";
import { timestamp } from "../model/units.ts";

/** A checkpoint as a table holds it. */
export interface CheckpointRow {
  name: string;
  seq: number;
  at_ms: number;
  hash: string;
  state: string;
  seal: string;
}

/** What a store must be able to do for {@link checkpointsOver}. */
export interface CheckpointTable {
  find: (name: string) => Promise<CheckpointRow | undefined>;
  /** The hash of the entry with this number, as it stands now. */
  hashAt: (seq: number) => Promise<string | undefined>;
  put: (row: CheckpointRow) => Promise<void>;
}

/** Trusts a checkpoint only when its seal was made with the key and its entry is still the one in the chain. */
export const checkpointsOver = (
  { find, hashAt, put }: CheckpointTable,
  key: ChainKey,
  warn: (message: string) => void,
): Checkpoints => ({
  load: async (name) => {
    const row = await find(name);
    if (row === undefined) return undefined;
    const { seq, at_ms, hash, state, seal } = row;
    const checkpoint: Checkpoint = { head: { seq, at: timestamp(at_ms / 1000), hash }, state };
    const isSealed = sameText(seal, sealOf(key, name, checkpoint));
    if (isSealed && (await hashAt(seq)) === hash) return checkpoint;
    const reason = isSealed ? `entry ${seq} is another one now` : "it was not sealed with the journal's key";
    warn(`the checkpoint "${name}" does not fit the journal (${reason}): everything is read anew instead`);
    return undefined;
  },
  save: (name, checkpoint) => {
    const { seq, at, hash } = checkpoint.head;
    const seal = sealOf(key, name, checkpoint);
    return put({ name, seq, at_ms: milliseconds(at), hash, state: checkpoint.state, seal });
  },
});

const sameText = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
