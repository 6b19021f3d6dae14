import { canonical } from "../chain.ts";
import type { JournalEntry } from "../journal.ts";
import type { RecordedDecision } from "./decision.ts";
import type { DecisionKey } from "./events.ts";

/** Two questions are the same when these texts are equal. */
export const decisionKeyText = (key: DecisionKey): string => canonical(key);

/** How long a decision that no longer holds stays at hand; later it is read from the journal. */
const keptFor = 86_400;

/**
 * The newest decision on each question, oldest first; those long over go as new ones come, so that a year of
 * deployments does not fill the memory. Uses of exceptions are kept with the exceptions.
 */
export function foldDecisions(decisions: Map<string, RecordedDecision>, entry: JournalEntry): void {
  if (entry.kind !== "gate-decision") return;
  const { verdict: _, ...payload } = entry.payload;
  const { subject: id, seq, at, actor: by } = entry;
  const key = decisionKeyText(payload.key);
  decisions.delete(key);
  decisions.set(key, { ...payload, id, seq, at, by });
  for (const [old, decision] of decisions) {
    if (entry.at - decision.at < keptFor) break;
    decisions.delete(old);
  }
}
