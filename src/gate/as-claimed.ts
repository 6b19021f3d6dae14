import { defaultChangeKind, type Decision } from "../model/policy.ts";
import { isBetter } from "../model/treatment.ts";
import type { OpeningContext } from "./candidates.ts";
import { claimOf } from "./claims.ts";
import type { Opening } from "./exceptions.ts";
import { judgeAll, passes } from "./grounds.ts";
import type { Concerned } from "./subject.ts";
import type { Reason, Verdict } from "./verdict.ts";
import { worstOf, worstState } from "./worst.ts";

/** What a change comes to, of the kind that it may claim to be of. */
interface AsClaimed {
  opening: Opening;
  claim?: Verdict["claim"];
}

/**
 * A kind that was not proven is judged as a feature. Only where it does worse than a feature does it keep its own
 * verdict: nobody gains by a claim that cannot be proven.
 */
export function judgeAsClaimed(resolved: readonly Concerned[], context: OpeningContext): AsClaimed {
  const own = judgeAll(resolved, context);
  const claimed = claimOf(context.change, resolved, context);
  if (claimed === undefined) return { opening: own };
  const { proven, sentence } = claimed;
  if (proven) return { opening: own, claim: { proven, judgedAs: context.change, sentence } };
  const asFeature = judgeAll(resolved, { ...context, change: defaultChangeKind });
  const doesWorse = isBetter(decisionIn(asFeature), decisionIn(own));
  return doesWorse
    ? { opening: own, claim: { proven, judgedAs: context.change, sentence } }
    : { opening: asFeature, claim: { proven, judgedAs: defaultChangeKind, sentence } };
}

const decisionIn = ({ grounds }: Opening): Decision => worstOf(grounds.flatMap(({ reasons }) => reasons));

/** Nobody should wonder why a rollback is ruled as a feature. */
export function claimReasons(claim: Verdict["claim"], opening: Opening): readonly Reason[] {
  if (claim === undefined || claim.proven) return [];
  const { state } = worstState(opening.grounds.flatMap(({ reasons }) => reasons));
  const sentence = `${claim.sentence}; judged as ${claim.judgedAs}`;
  return [{ kind: "claim", state, decision: decisionIn(opening), sentence }];
}

export function passesAsClaimed(resolved: readonly Concerned[], context: OpeningContext): boolean {
  if (!passes(resolved, context)) return false;
  const claimed = claimOf(context.change, resolved, context);
  return claimed?.proven !== false || passes(resolved, { ...context, change: defaultChangeKind });
}
