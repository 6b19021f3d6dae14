import type { Act, Occasion } from "../../act.ts";
import type { Facts } from "../../facts.ts";
import type { Identity } from "../../people/identity.ts";
import type { GovernanceState } from "../../state.ts";
import { checkRequest, hashOfRequest } from "../request.ts";
import { requirementFor } from "../requirement.ts";
import type { MaintenanceWindow, WindowRequest } from "../window.ts";
import { invalid, mayAsk, recorded } from "./ground.ts";

/** A window: what quiets alerts or closes the gate acts at once, the rest when its quorum has approved. */
export function createWindow(
  _: GovernanceState,
  { now, newId }: Occasion,
  identity: Identity,
  asked: WindowRequest,
  facts: Facts,
): Act<MaintenanceWindow> {
  const refusal = mayAsk(identity, asked.service);
  if (refusal !== undefined) return refusal;
  const checked = checkRequest(asked, facts, now);
  if (!checked.ok) return invalid(checked.problems);
  const { request } = checked;
  const requirement = requirementFor(request, facts);
  return recorded(undefined, {
    at: now,
    actor: identity.subject,
    kind: "window-created",
    subject: newId("win"),
    payload: {
      request,
      requestHash: hashOfRequest(request),
      ...(requirement !== undefined && { requirement }),
    },
  });
}
