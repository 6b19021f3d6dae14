import type { Occasion } from "../../../governance/act.ts";
import { approveException, denyException } from "../../../governance/exceptions/answer.ts";
import type { Exception } from "../../../governance/exceptions/exception.ts";
import { mayEditException } from "../../../governance/exceptions/edit.ts";
import { followUpException, reviewException } from "../../../governance/exceptions/review.ts";
import { revokeException, withdrawException } from "../../../governance/exceptions/take-back.ts";
import type { Facts } from "../../../governance/facts.ts";
import type { Identity } from "../../../governance/people/identity.ts";
import type { GovernanceState } from "../../../governance/state.ts";
import type { Timestamp } from "../../../model/units.ts";
import { type exceptionActions, exceptionVerbs } from "../../schemas/governance/exception.ts";
import { type Attempts, possible, why } from "./possible.ts";

type Action = (typeof exceptionActions)[number];

interface Scene {
  state: Pick<GovernanceState, "exceptions">;
  facts: Facts;
  now: Timestamp;
}

/** What somebody could do with it now: each command is pure, so it is simply asked. */
export function actionsOf(
  { id, requestHash }: Exception,
  { state, facts, now }: Scene,
  who: Identity | undefined,
): Action[] {
  if (who === undefined) return [];
  const occasion: Occasion = { now, newId: (prefix) => prefix };
  const attempts: Attempts<(typeof exceptionVerbs)[number]> = {
    approve: () => approveException(state, occasion, who, { id, requestHash }, facts),
    deny: () => denyException(state, occasion, who, { id, reason: why }, facts),
    withdraw: () => withdrawException(state, occasion, who, { id }, facts),
    revoke: () => revokeException(state, occasion, who, { id, reason: why }, facts),
    review: () => reviewException(state, occasion, who, { id, verdict: "justified", comment: why }),
    "follow-up": () => followUpException(state, occasion, who, { id, comment: why }),
  };
  const may: readonly Action[] = possible(exceptionVerbs, attempts);
  return mayEditException(state, now, who, id, facts) ? [...may, "edit"] : [...may];
}
