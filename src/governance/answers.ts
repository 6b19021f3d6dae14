import type { Timestamp } from "../model/units.ts";
import type { JournalEntry } from "./journal.ts";

/** Payload of `act-answered`: what a request with an idempotency key was answered. */
export interface AnsweredPayload {
  /** Digest of the request: the same key with another one is a conflict. */
  request: string;
  /** Never holds a secret: the journal is read by auditors. */
  answer: unknown;
}

export interface Answered extends AnsweredPayload {
  at: Timestamp;
}

/** How long a retry is told the same: a client that has not heard by then asks anew. */
const keptFor = 86_400;

/** Answers by the digest of their key, oldest first; those that are too old go as new ones come. */
export function foldAnswers(answers: Map<string, Answered>, entry: JournalEntry): void {
  if (entry.kind !== "act-answered") return;
  answers.delete(entry.subject);
  answers.set(entry.subject, { ...entry.payload, at: entry.at });
  for (const [key, { at }] of answers) {
    if (entry.at - at < keptFor) break;
    answers.delete(key);
  }
}
