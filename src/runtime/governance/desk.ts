import type { Act, Occasion, Refusal } from "../../governance/act.ts";
import type { Journal } from "../../governance/journal.ts";
import type { GovernanceState } from "../../governance/state.ts";
import type { Timestamp } from "../../model/units.ts";

/** A command as the core sees it: what the newest state allows, decided without touching anything. */
export type Decide<Answer> = (state: GovernanceState, occasion: Occasion) => Act<Answer>;

export interface Idempotency {
  /** Digest of who asked, on which route, with which key. */
  key: string;
  /** Digest of what was asked: the same key with another request is a conflict. */
  request: string;
}

export interface ActOptions {
  /** The same key within 24 h is answered as the first time. An answer kept for it must hold no secret. */
  idempotency?: Idempotency;
  /** For what only the leader does: appended only while this is still the epoch. */
  epoch?: number;
}

export type ActResult<Answer> = { ok: true; answer: Answer; replayed: boolean } | ({ ok: false } & Refusal);

/** Where governance happens: one fold of the journal per process, and the only way to add to it. */
export interface Desk {
  /** Everything known as of the last refresh; reads answer from it, without waiting for the journal. */
  state: () => GovernanceState;
  /** When the journal was last read to its end; undefined before the first time. */
  readAt: () => Timestamp | undefined;
  /**
   * The entries behind it, as the journal holds them.
   * @throws JournalUnavailable
   */
  read: Journal["read"];
  /**
   * Takes in what other replicas have appended.
   * @throws JournalUnavailable
   */
  refresh: () => Promise<GovernanceState>;
  /**
   * Decides on the newest state and appends. When somebody else appended meanwhile it decides anew on what is
   * true then, so that two approvals at the same instant are never both the last one needed.
   * @throws JournalUnavailable when it cannot be said whether anything was recorded
   */
  act: <Answer>(decide: Decide<Answer>, options?: ActOptions) => Promise<ActResult<Answer>>;
}
