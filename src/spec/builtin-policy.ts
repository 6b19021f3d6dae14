import type { Policy } from "../model/policy.ts";
import { ratio, seconds } from "../model/units.ts";
import { shortHash } from "./hash.ts";

const content: Omit<Policy, "hash"> = {
  name: "default",
  timeZone: "UTC",
  thresholds: { watch: ratio(0.5), caution: ratio(0.75), restricted: ratio(0.9), frozen: ratio(1) },
  leave: { margin: ratio(0.05), hold: seconds(1_800) },
  freshFor: seconds(600),
  rulesGrace: seconds(3_600),
  onUnregistered: "deny",
  onNoSlo: "warn",
  dependencies: { fastBurn: "hold", frozen: "warn" },
  gate: [
    { change: ["rollback", "security"], then: "allow" },
    { environment: ["staging"], then: "warn" },
    { state: ["unknown"], then: "warn" },
    { state: ["frozen"], change: ["fix"], then: "warn" },
    { state: ["frozen"], then: "needs_exception" },
    { fastBurn: true, change: ["feature", "experiment"], then: "deny" },
    { state: ["restricted"], change: ["feature"], then: "needs_exception" },
    { state: ["caution"], then: "warn" },
    { then: "allow" },
  ],
  quorum: { caution: ["any"], restricted: ["owner", "sre"], frozen: ["owner", "sre", "director"] },
  silverBullets: { perQuarter: 2 },
  exceptions: { maxLength: seconds(259_200), answerWithin: seconds(86_400), escalateTo: ["director"] },
  breakGlass: { reviewWithin: seconds(86_400) },
  judge: "raw",
  loosening: { restricted: "hold", frozen: "hold" },
};

/** What judges where nobody wrote a policy; `nines policy show` prints it. */
export const builtInPolicy: Policy = { ...content, hash: shortHash(content) };
