import type { z } from "zod";
import type { JournalEntry } from "../../../governance/journal.ts";
import { tell } from "../../../governance/tell.ts";
import type { entrySchema, HappeningBody } from "../../schemas/governance/common.ts";
import { iso } from "../common.ts";

/** A payload that retention has dropped, or that somebody else wrote, must not keep the others from being read. */
function sentenceOf(entry: JournalEntry): string {
  try {
    return tell(entry);
  } catch {
    return entry.kind;
  }
}

export const entryView = (entry: JournalEntry): z.input<typeof entrySchema> => {
  const { seq, at, actor, kind, subject, payload, prevHash, hash } = entry;
  const sentence = sentenceOf(entry);
  return { seq, at: iso(at), actor, kind, subject, sentence, payload: { ...payload }, prevHash, hash };
};

export const happeningView = (entry: JournalEntry): HappeningBody => {
  const { seq, at, actor, kind } = entry;
  return { seq, at: iso(at), actor, kind, sentence: sentenceOf(entry) };
};
