import { isHeld } from "../../../governance/loosening/held.ts";
import type { Loosening, SloPromise } from "../../../governance/loosening/promise.ts";
import { formatDuration } from "../../../model/durations.ts";
import { seconds, type Timestamp } from "../../../model/units.ts";
import type { LooseningBody } from "../../schemas/governance/loosening.ts";
import { iso } from "../common.ts";
import { quorumView } from "./quorum.ts";

export function looseningView(loosening: Loosening, now: Timestamp): LooseningBody {
  const { id, slo, kinds, before, after, state, spent, at, heldUntil, requirement, approvals, ended } =
    loosening;
  return {
    ...{ id, slo, state },
    kinds: [...kinds],
    before: promiseView(before),
    ...(after !== undefined && { after: promiseView(after) }),
    ...(spent !== undefined && { spent }),
    at: iso(at),
    held: isHeld(loosening, now),
    ...(heldUntil !== undefined && { heldUntil: iso(heldUntil) }),
    ...(requirement !== undefined && { quorum: quorumView(requirement, approvals, before.owner) }),
    ...(ended !== undefined && { ended: { at: iso(ended.at), why: ended.why } }),
  };
}

const promiseView = ({ service, environment, objective, window, gate, policy }: SloPromise) => ({
  ...{ service, environment, objective, gate, policy },
  // A rolling window is kept as seconds, a calendar one as its text.
  window: /^\d+$/.test(window) ? formatDuration(seconds(Number(window))) : window,
});
