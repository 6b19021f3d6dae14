import type { JournalEntry } from "../journal.ts";
import type { Loosening, SloPromise } from "./promise.ts";

/** Promises made easier, by id. */
export function foldLoosenings(loosenings: Map<string, Loosening>, entry: JournalEntry): void {
  const { subject: id, at } = entry;
  if (entry.kind === "promise-loosened") loosenings.set(id, { id, ...entry.payload, at, approvals: [] });
}

/** What every SLO promises, as last accepted. */
export function foldPromises(promises: Map<string, SloPromise>, entry: JournalEntry): void {
  if (entry.kind !== "promises-changed") return;
  for (const [slo, promise] of Object.entries(entry.payload.set)) promises.set(slo, promise);
  for (const slo of entry.payload.gone) promises.delete(slo);
}
