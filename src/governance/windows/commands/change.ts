import type { Act, Occasion } from "../../act.ts";
import type { Facts } from "../../facts.ts";
import type { Identity } from "../../people/identity.ts";
import type { GovernanceState } from "../../state.ts";
import { checkRequest, hashOfRequest } from "../request.ts";
import { requirementFor } from "../requirement.ts";
import { stateOf } from "../standing.ts";
import type { MaintenanceWindow, WindowRequest } from "../window.ts";
import { invalid, liveWindow, mayAsk, recorded, refuse } from "./ground.ts";

/** What is to be otherwise; the service stays. A schedule is given whole. */
export interface ChangeInput {
  id: string;
  change: Partial<Omit<WindowRequest, "service">>;
}

/**
 * Extends, shortens or edits a window. Its approvals are void; what it did to the budget until now, where it was
 * approved, stands.
 */
export function changeWindow(
  state: GovernanceState,
  { now }: Occasion,
  identity: Identity,
  { id, change }: ChangeInput,
  facts: Facts,
): Act<MaintenanceWindow> {
  const window = liveWindow(state, id);
  if ("refused" in window) return window;
  const refusal = mayAsk(identity, window.request.service);
  if (refusal !== undefined) return refusal;
  if (stateOf(window, now) === "over") return refuse("conflict", `${id} is over: make a new one`);
  const checked = checkRequest({ ...window.request, ...change }, facts, now);
  if (!checked.ok) return invalid(checked.problems);
  const { request } = checked;
  const requestHash = hashOfRequest(request);
  // The same again changes nothing, and so voids nothing.
  if (requestHash === window.requestHash) return { events: [], answer: window };
  const requirement = requirementFor(request, facts);
  return recorded(window, {
    at: now,
    actor: identity.subject,
    kind: "window-changed",
    subject: id,
    payload: { request, requestHash, ...(requirement !== undefined && { requirement }) },
  });
}
