import type { CorrectionState } from "../../model/governance/states.ts";
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
  const correction = corrections.get(id);
  if (correction === undefined) return;
  const decided = (state: CorrectionState, decision: string | undefined): void => {
    const { decision: _, ...rest } = correction;
    const said = decision === undefined ? {} : { decision };
    corrections.set(id, { ...rest, state, decidedAt: at, decidedBy: actor, ...said });
  };
  if (entry.kind === "correction-approved") corrections.set(id, approved(correction, entry));
  if (entry.kind === "correction-denied") decided("denied", entry.payload.reason);
  if (entry.kind === "correction-withdrawn") decided("withdrawn", entry.payload.reason);
  if (entry.kind === "correction-revoked") decided("revoked", entry.payload.reason);
}

function approved(
  correction: Correction,
  { at, actor: by, payload }: JournalEntry<"correction-approved">,
): Correction {
  const { requestHash, group, complete, requirement = correction.requirement } = payload;
  const others = correction.approvals.filter((each) => each.by !== by);
  const approvals = [...others, { by, group, at, requestHash, standIn: false }];
  const decision = complete ? { state: "approved" as const, decidedAt: at, decidedBy: by } : {};
  return { ...correction, requirement, approvals, ...decision };
}
