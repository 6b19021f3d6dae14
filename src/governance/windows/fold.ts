import type { JournalEntry } from "../journal.ts";
import { isInForce } from "./standing.ts";
import type { MaintenanceWindow } from "./window.ts";

/** Maintenance and known-issue windows by id, ended ones included: their past still counts. */
export function foldWindows(windows: Map<string, MaintenanceWindow>, entry: JournalEntry): void {
  const { subject: id, at, actor } = entry;
  if (entry.kind === "window-created") {
    const origin = { createdBy: actor, createdAt: at, authors: [actor], approvals: [], former: [] };
    windows.set(id, { id, ...entry.payload, ...origin });
  }
  const window = windows.get(id);
  if (window === undefined) return;
  if (entry.kind === "window-changed") windows.set(id, changed(window, entry));
  if (entry.kind === "window-approved") windows.set(id, approved(window, entry));
  if (entry.kind === "window-denied")
    windows.set(id, { ...window, denied: { at, by: actor, reason: entry.payload.reason } });
  if (entry.kind === "window-cancelled")
    windows.set(id, { ...window, cancelled: { at, by: actor, ...entry.payload } });
}

/** What had been in force stays so until the change; what never was is replaced for all time. */
function changed(
  { id, request, createdBy, createdAt, authors, since, former, ...voided }: MaintenanceWindow,
  { at, actor, payload }: JournalEntry<"window-changed">,
): MaintenanceWindow {
  const origin = { id, createdBy, createdAt, authors: [...new Set([...authors, actor])], approvals: [] };
  if (!isInForce(voided)) return { ...origin, ...payload, former, ...(since !== undefined && { since }) };
  const settled = { request, ...(since !== undefined && { since }), until: at };
  return { ...origin, ...payload, former: [...former, settled], since: at };
}

function approved(
  window: MaintenanceWindow,
  { at, actor, payload }: JournalEntry<"window-approved">,
): MaintenanceWindow {
  const { requestHash, group, complete, requirement } = payload;
  const approval = { by: actor, group, at, requestHash, standIn: false };
  return {
    ...window,
    ...(requirement !== undefined && { requirement }),
    approvals: [...window.approvals, approval],
    ...(complete && { approvedAt: at }),
  };
}
