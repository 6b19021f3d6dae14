import type { Timestamp } from "../../model/units.ts";
import type { Loosening } from "./promise.ts";

/** A loosening that keeps the former standing in force. */
export type Held = Loosening & Required<Pick<Loosening, "heldUntil" | "requirement">>;

/** Whether its former standing counts now: it waits for approval, and its time is not over. */
export const isHeld = (loosening: Loosening, now: Timestamp): loosening is Held =>
  loosening.heldUntil !== undefined && loosening.ended === undefined && now < loosening.heldUntil;

/**
 * The former standings that the gate still goes by for a service in an environment, beside the present ones: of
 * each, the state is put to the policy it was reached under. Deleted SLOs are among them: nothing else would say
 * that they ever promised anything.
 */
export function heldFor(
  loosenings: ReadonlyMap<string, Loosening>,
  service: string,
  environment: string,
  now: Timestamp,
): readonly Held[] {
  const held: Held[] = [];
  for (const loosening of loosenings.values()) {
    const { before } = loosening;
    if (before.service === service && before.environment === environment && isHeld(loosening, now))
      held.push(loosening);
  }
  return held;
}
