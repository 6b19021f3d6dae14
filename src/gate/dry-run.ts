import { isAllowed, worseDecision, type Decision, type Policy } from "../model/policy.ts";
import { watched } from "../model/treatment.ts";
import type { Question } from "./question.ts";
import type { Reason, Verdict } from "./verdict.ts";

/** Where a policy only watches, what would hold the change back lets it pass, and says what it would have been. */
export const watching = (
  reasons: readonly Reason[],
  policyOf: (reason: Reason) => Policy | undefined,
): readonly Reason[] =>
  reasons.map((reason) => {
    const { decision, sentence } = reason;
    if (isAllowed(decision) || policyOf(reason)?.enforcement !== "dry_run") return reason;
    const said = `${sentence}; its policy is a dry run, so it passes`;
    return { ...reason, decision: watched(decision), dryRun: decision, sentence: said };
  });

/** The verdict as it is answered: what was only watched allows, and says what it would have been. */
export function withDryRun({ dryRun }: Pick<Question, "dryRun">, verdict: Verdict): Verdict {
  const { decision, reasons } = verdict;
  const isWatched = reasons.some((reason) => reason.dryRun !== undefined);
  if (dryRun !== true && !isWatched) return verdict;
  const would = reasons.reduce<Decision>(
    (worst, each) => worseDecision(worst, each.dryRun ?? each.decision),
    "allow",
  );
  return {
    ...verdict,
    ...(dryRun === true && { decision: watched(decision), allowed: true }),
    dryRun: { by: dryRun === true ? "question" : "policy", decision: would },
  };
}
