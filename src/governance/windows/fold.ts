import type { JournalEntry } from "../journal.ts";
import type { MaintenanceWindow } from "./window.ts";

/** Maintenance and known-issue windows by id. */
export function foldWindows(windows: Map<string, MaintenanceWindow>, entry: JournalEntry): void {
  const { subject: id, at, actor } = entry;
  if (entry.kind === "window-created")
    windows.set(id, { id, ...entry.payload, createdBy: actor, createdAt: at, approvals: [] });
}
