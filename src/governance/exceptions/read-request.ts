import type { Policy } from "../../model/policy.ts";
import { isTime, tidy, timestamp, type Ratio, type Timestamp } from "../../model/units.ts";
import type { Refusal } from "../act.ts";
import { servicePolicy } from "./concerned.ts";
import { breakGlassLength, type ExceptionInput, type ReadContext } from "./input.ts";
import { problemsOf, type FieldProblem } from "./problems.ts";
import { endOfQuarter } from "./quarter.ts";
import type { ExceptionRequest } from "./request.ts";

export type ReadRequest = { request: ExceptionRequest; policy: Policy } | Refusal;

/** The request that an input stands for, with names resolved and everything filled in; or what is wrong with it. */
export function readRequest(input: ExceptionInput, context: ReadContext): ReadRequest {
  const policy = servicePolicy(input, context.facts);
  if (policy === undefined) {
    const message = `no service is called "${input.service}"`;
    return invalid([{ field: "service", message }]);
  }
  const request = fillIn(input, policy, context);
  const problems = problemsOf(request, policy, context);
  return problems.length > 0 ? invalid(problems) : { request, policy };
}

function invalid(fields: readonly FieldProblem[]): Refusal {
  const list = fields.map(({ field, message }) => `${field}: ${message}`).join("; ");
  return { refused: "invalid", message: `the request cannot be taken as it is: ${list}`, fields };
}

function fillIn(
  input: ExceptionInput,
  policy: Policy,
  { facts, now, urgent }: ReadContext,
): ExceptionRequest {
  const { service, slos = [], environments, change = {}, reason, evidence = [], maxUses = 1 } = input;
  const { silverBullet = false, followUp, maxBudgetCost: cost } = input;
  const start = input.start ?? now;
  const trimmed = followUp?.trim() ?? "";
  return {
    service,
    slos: distinct(slos),
    environments: distinct(environments.map((name) => facts.environments.get(name)?.name ?? name)),
    change: { ...definedOf(change), kinds: distinct(change.kinds ?? []) },
    reason: { category: reason.category, text: reason.text.trim() },
    businessImpact: input.businessImpact.trim(),
    risk: input.risk.trim(),
    rollbackPlan: input.rollbackPlan.trim(),
    evidence: distinct(evidence.map((link) => link.trim())),
    start,
    expiry: input.expiry ?? defaultExpiry(start, policy, silverBullet, urgent),
    maxUses,
    // Out of its range it stays as it is, to be refused with the other fields.
    ...(cost !== undefined && { maxBudgetCost: tidy(cost) as Ratio }),
    silverBullet,
    ...(trimmed !== "" && { followUp: trimmed }),
  };
}

const definedOf = ({ sha, repository }: { sha?: string; repository?: string }) => ({
  ...(sha !== undefined && { sha }),
  ...(repository !== undefined && { repository }),
});

const distinct = <Item>(items: readonly Item[]): readonly Item[] => [...new Set(items)].sort();

function defaultExpiry(start: Timestamp, policy: Policy, silverBullet: boolean, urgent = false): Timestamp {
  const longest = start + Math.min(policy.exceptions.maxLength, urgent ? breakGlassLength : Infinity);
  return timestamp(
    silverBullet && isTime(start) ? Math.min(longest, endOfQuarter(start, policy.timeZone)) : longest,
  );
}
