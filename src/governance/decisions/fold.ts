import { canonical } from "../chain.ts";
import type { JournalEntry } from "../journal.ts";
import type { RecordedDecision } from "./decision.ts";
import type { DecisionKey } from "./events.ts";

/** Two questions are the same when these texts are equal. */
export const decisionKeyText = (key: DecisionKey): string => canonical(key);

/** The newest decision on each question. */
export function foldDecisions(decisions: Map<string, RecordedDecision>, entry: JournalEntry): void {
  if (entry.kind !== "gate-decision") return;
  const { verdict: _, ...payload } = entry.payload;
  const { subject: id, seq, at, actor: by } = entry;
  decisions.set(decisionKeyText(payload.key), { ...payload, id, seq, at, by });
}
