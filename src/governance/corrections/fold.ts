import type { JournalEntry } from "../journal.ts";
import type { Correction } from "./correction.ts";

/** Corrections by id. */
export function foldCorrections(corrections: Map<string, Correction>, entry: JournalEntry): void {
  const { subject: id, at, actor } = entry;
  if (entry.kind === "correction-requested")
    corrections.set(id, {
      id,
      ...entry.payload,
      requestedBy: actor,
      requestedAt: at,
      approvals: [],
      state: "pending",
    });
}
