import type { Policy } from "../../model/policy.ts";
import type { JournalEntry } from "../journal.ts";
import type { Loosening, SloPromise } from "./promise.ts";

/** Promises made easier, by id. */
export function foldLoosenings(loosenings: Map<string, Loosening>, entry: JournalEntry): void {
  const { subject: id, at, actor: by } = entry;
  if (entry.kind === "promise-loosened") loosenings.set(id, { id, ...entry.payload, at, approvals: [] });
  const loosening = loosenings.get(id);
  if (loosening === undefined) return;
  if (entry.kind === "loosening-approved") {
    const approval = { by, group: entry.payload.group, at, requestHash: id, standIn: false };
    loosenings.set(id, { ...loosening, approvals: [...loosening.approvals, approval] });
  }
  if (entry.kind === "loosening-ended")
    loosenings.set(id, { ...loosening, ended: { at, why: entry.payload.why } });
}

/** What every SLO promises, as last accepted. */
export function foldPromises(promises: Map<string, SloPromise>, entry: JournalEntry): void {
  if (entry.kind !== "promises-changed") return;
  for (const [slo, promise] of Object.entries(entry.payload.set)) promises.set(slo, promise);
  for (const slo of entry.payload.gone) promises.delete(slo);
}

/** The policies that promises were accepted under, by hash. */
export function foldPromisedPolicies(policies: Map<string, Policy>, entry: JournalEntry): void {
  if (entry.kind !== "promises-changed") return;
  for (const [hash, policy] of Object.entries(entry.payload.policies ?? {})) policies.set(hash, policy);
}
