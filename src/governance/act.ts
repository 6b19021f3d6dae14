import type { Timestamp } from "../model/units.ts";
import type { JournalEvent } from "./journal.ts";

/** Why an act is refused; HTTP and CLI answer by these codes. */
export const refusals = [
  /** Nobody is known to be asking. */
  "identity-required",
  /** Known, but not allowed to. */
  "forbidden",
  /** No such exception, correction, window or token, or none that this identity may know of. */
  "not-found",
  /** The input does not make sense; `fields` says where. */
  "invalid",
  /** It makes sense, but not in the state that things are in: already decided, expired, withdrawn. */
  "conflict",
  /** Nobody approves what they asked for themselves. */
  "own-request",
  /** The quorum has no seat left for this person. */
  "not-in-quorum",
  /** What was approved is not what is asked for now: it was edited. */
  "outdated",
  /** The silver bullets of this quarter are spent, or the follow-up of the last one is still open. */
  "no-silver-bullet",
  /** An overdue review blocks the next break-glass. */
  "review-overdue",
] as const;
export type RefusalCode = (typeof refusals)[number];

export interface Refusal {
  refused: RefusalCode;
  /** What is wrong and what would be right, for the person who asked. */
  message: string;
  fields?: readonly { field: string; message: string }[];
}

/** What a command comes to: events to append together with what to answer once they are on disk, or a refusal. */
export type Act<Answer> = { events: readonly JournalEvent[]; answer: Answer } | Refusal;

export const isRefusal = <Answer>(act: Act<Answer>): act is Refusal => "refused" in act;

/** What every command is given by the edge, so that it stays pure. */
export interface Occasion {
  now: Timestamp;
  /** A fresh, unguessable id with this prefix: `ex-3f9k2m7q`. */
  newId: (prefix: string) => string;
}
