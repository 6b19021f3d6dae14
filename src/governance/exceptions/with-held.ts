import type { Timestamp } from "../../model/units.ts";
import type { Facts } from "../facts.ts";
import { isHeld } from "../loosening/held.ts";
import type { GovernanceState } from "../state.ts";

/** The facts together with the former standings that still count: an exception is asked for in their states as well. */
export const withHeld = (
  { services, environments, policies, slosOf }: Facts,
  { loosenings }: Partial<Pick<GovernanceState, "loosenings">>,
  now: Timestamp,
): Facts => ({
  services,
  environments,
  policies,
  slosOf,
  ...(loosenings !== undefined &&
    loosenings.size > 0 && {
      heldOf: (service, environment) =>
        [...loosenings.values()].filter(
          (each) =>
            each.before.service === service && each.before.environment === environment && isHeld(each, now),
        ),
    }),
});
