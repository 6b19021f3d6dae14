import type { Act, Refusal, RefusalCode } from "../../act.ts";
import type { JournalEvent } from "../../journal.ts";
import { actsFor, holds, type Identity } from "../../people/identity.ts";
import type { GovernanceState } from "../../state.ts";
import { foldWindows } from "../fold.ts";
import type { FieldProblem } from "../schedule/check.ts";
import type { MaintenanceWindow, WindowEvents } from "../window.ts";

/** What the commands on windows have in common. */

export const refuse = (refused: RefusalCode, message: string): Refusal => ({ refused, message });

export const invalid = (problems: readonly FieldProblem[]): Refusal => ({
  refused: "invalid",
  message: problems.map(({ field, message }) => `${field}: ${message}`).join("; "),
  fields: problems,
});

export const notFound = (id: string): Refusal =>
  refuse("not-found", `there is no window ${JSON.stringify(id)}: the list of windows names those there are`);

/** Who may create, change and cancel windows of a service: whoever asks for it there, or an administrator. */
export function mayAsk(identity: Identity, service: string): Refusal | undefined {
  if (holds(identity, "admin")) return undefined;
  if (!holds(identity, "requester", "machine"))
    return refuse("forbidden", "windows are made by a requester or an administrator: ask one of them");
  if (actsFor(identity, service)) return undefined;
  return refuse("forbidden", `${identity.subject} does not act for ${service}: ask somebody who does`);
}

/** Approving is for people. */
export function mayJudge(identity: Identity): Refusal | undefined {
  if (identity.kind !== "person") return refuse("forbidden", "only people approve or deny windows");
  return holds(identity, "approver", "admin")
    ? undefined
    : refuse("forbidden", "windows are approved and denied by approvers: ask one of them");
}

/** A window that something can still be done with. */
export function liveWindow(state: GovernanceState, id: string): MaintenanceWindow | Refusal {
  const window = state.windows.get(id);
  if (window === undefined) return notFound(id);
  if (window.cancelled !== undefined) return refuse("conflict", `${id} is cancelled: make a new one`);
  if (window.denied !== undefined) return refuse("conflict", `${id} is denied: make a new one`);
  return window;
}

type WindowEvent = JournalEvent<keyof WindowEvents>;

/** The event, and the window as it will be once that is on disk. */
export function recorded(window: MaintenanceWindow | undefined, event: WindowEvent): Act<MaintenanceWindow> {
  const windows = new Map(window === undefined ? [] : [[window.id, window]]);
  foldWindows(windows, { ...event, seq: 0, prevHash: "", hash: "" });
  const after = windows.get(event.subject);
  if (after === undefined) throw new Error(`an event about ${event.subject} left no window`);
  return { events: [event], answer: after };
}
