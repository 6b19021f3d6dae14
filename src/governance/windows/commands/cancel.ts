import type { Act, Occasion } from "../../act.ts";
import type { Identity } from "../../people/identity.ts";
import type { GovernanceState } from "../../state.ts";
import { checkText } from "../request.ts";
import { stateOf } from "../standing.ts";
import type { MaintenanceWindow } from "../window.ts";
import { invalid, liveWindow, mayAsk, recorded, refuse } from "./ground.ts";

export interface CancelInput {
  id: string;
  reason?: string | undefined;
}

/** Ends a window for good: what it did so far stands, nothing more comes of it. */
export function cancelWindow(
  state: GovernanceState,
  { now }: Occasion,
  identity: Identity,
  { id, reason }: CancelInput,
): Act<MaintenanceWindow> {
  const window = liveWindow(state, id);
  if ("refused" in window) return window;
  const refusal = mayAsk(identity, window.request.service);
  if (refusal !== undefined) return refusal;
  if (stateOf(window, now) === "over") return refuse("conflict", `${id} is over: nothing is left to cancel`);
  const problems = reason === undefined ? [] : checkText("reason", reason, 2000);
  if (problems.length > 0) return invalid(problems);
  const payload = reason === undefined ? {} : { reason };
  return recorded(window, {
    at: now,
    actor: identity.subject,
    kind: "window-cancelled",
    subject: id,
    payload,
  });
}
