import type { JournalEntry } from "../journal.ts";
import type { Exception } from "./exception.ts";

/** Exceptions by id. */
export function foldExceptions(exceptions: Map<string, Exception>, entry: JournalEntry): void {
  const { subject: id, at, actor } = entry;
  if (entry.kind === "exception-requested") {
    const { breakGlass, ...payload } = entry.payload;
    exceptions.set(id, {
      id,
      ...payload,
      requestedBy: actor,
      requestedAt: at,
      approvals: [],
      uses: [],
      ...(breakGlass !== undefined && { breakGlass: { ...breakGlass, reviews: [] } }),
    });
  }
}
