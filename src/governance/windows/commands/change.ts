import type { Timestamp } from "../../../model/units.ts";
import type { Act, Occasion, Refusal } from "../../act.ts";
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
  /** What whoever edits has read: refused as outdated when it is no longer that. */
  requestHash?: string | undefined;
}

/**
 * Extends, shortens or edits a window. Its approvals are void; what it did to the budget until now, where it was
 * approved, stands.
 */
export function changeWindow(
  state: GovernanceState,
  { now }: Occasion,
  identity: Identity,
  { id, change, requestHash: read }: ChangeInput,
  facts: Facts,
): Act<MaintenanceWindow> {
  const window = changeable(state, now, identity, id);
  if ("refused" in window) return window;
  if (read !== undefined && read !== window.requestHash)
    return refuse("outdated", `${id} was edited since you read it: read it again`);
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

/** The window as it stands, or why this person cannot change it now, whatever they would write. */
function changeable(
  state: GovernanceState,
  now: Timestamp,
  identity: Identity,
  id: string,
): MaintenanceWindow | Refusal {
  const window = liveWindow(state, id);
  if ("refused" in window) return window;
  const refusal = mayAsk(identity, window.request.service);
  if (refusal !== undefined) return refusal;
  return stateOf(window, now) === "over" ? refuse("conflict", `${id} is over: make a new one`) : window;
}

export const mayChangeWindow = (
  state: GovernanceState,
  now: Timestamp,
  identity: Identity,
  id: string,
): boolean => !("refused" in changeable(state, now, identity, id));
