import { isHeld, type Held } from "../governance/loosening/held.ts";
import { isoMinute } from "../governance/exceptions/words.ts";
import type { GovernanceState } from "../governance/state.ts";
import { mattersOf, type Matters } from "./matters.ts";
import type { Asked } from "./reasons.ts";
import { rule } from "./rules.ts";
import type { Concerned, Unregistered } from "./subject.ts";
import type { Reason } from "./verdict.ts";
import type { Timestamp } from "../model/units.ts";

const looseningWords = {
  deleted: "it was deleted",
  objective: "its objective was lowered",
  sli: "its SLI was changed",
  window: "its window was changed",
  "gate-off": "it was taken from the gate",
  policy: "its policy was changed",
} as const;

export const heldNow = (
  { loosenings }: Matters,
  { environment }: Pick<Concerned, "environment">,
  now: Timestamp,
): readonly Held[] =>
  loosenings
    .filter((each): each is Held => isHeld(each, now))
    .filter(({ before }) => before.environment === environment);

/** A whole service that git has lost, or one of its environments: what it promised there in bad times still counts. */
export const heldOfDeleted = (
  { services, environment }: Pick<Unregistered, "services" | "environment">,
  governance: GovernanceState,
  now: Timestamp,
): readonly Held[] =>
  services.flatMap((service) => {
    const matters = mattersOf(governance, service);
    return matters === undefined ? [] : heldNow(matters, { environment }, now);
  });

/** A promise made easier in bad times still counts as it was, under the policy that it was made easier under. */
export const looseningReasons = (held: readonly Held[], asked: Asked): readonly Reason[] =>
  held.map((loosening) => {
    const { slo, state, spent, policy, kinds, id, heldUntil } = loosening;
    const { change, environment, view } = asked;
    const ruling = rule(policy, { change, environment, state, fastBurn: false }, view);
    const line = ruling.rule === undefined ? ruling.ruleText : `rule ${ruling.rule}: ${ruling.ruleText}`;
    const what = kinds.map((kind) => looseningWords[kind]).join(" and ");
    return {
      kind: "loosening",
      slo,
      loosening: id,
      state,
      ...(spent !== undefined && { spent }),
      policy: policy.name,
      policyHash: policy.hash,
      ...ruling,
      sentence: `${what} while it was ${state}: it is judged as it stood until ${id} is approved, or until ${isoMinute(heldUntil)}; ${line}`,
    };
  });
