import { systemActor, type JournalEvent } from "../../governance/journal.ts";
import type { GovernanceState } from "../../governance/state.ts";
import type { Timestamp } from "../../model/units.ts";
import type { ActResult, Idempotency } from "./desk.ts";

/** What a key was answered before: the same, or a refusal when the key now comes with another request. */
export function answeredBefore<Answer>(
  state: GovernanceState,
  idempotency: Idempotency | undefined,
): ActResult<Answer> | undefined {
  const before = idempotency === undefined ? undefined : state.answers.get(idempotency.key);
  if (before === undefined) return undefined;
  if (before.request !== idempotency?.request)
    return {
      ok: false,
      refused: "conflict",
      message: "this Idempotency-Key was already used for another request: take a fresh one",
    };
  return { ok: true, answer: before.answer as Answer, replayed: true };
}

/** Appended together with the act, so that either both are on disk or neither is. */
export const answeredEvent = (
  { key, request }: Idempotency,
  answer: unknown,
  at: Timestamp,
): JournalEvent<"act-answered"> => ({
  at,
  actor: systemActor,
  kind: "act-answered",
  subject: key,
  payload: { request, answer },
});
