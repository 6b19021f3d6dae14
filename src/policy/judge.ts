import type { BudgetSum, GroupAssessment } from "../budget/assessment.ts";
import type { GroupLabels } from "../model/observation.ts";
import { gradedStates, type Cause, type GradedState, type Policy, type State } from "../model/policy.ts";
import type { Slo } from "../model/slo.ts";
import { tidy, type Timestamp } from "../model/units.ts";
import type { Standing, Transition } from "./standing.ts";

type Entered = Exclude<GradedState, "healthy">;
const entered = gradedStates.slice(1) as readonly Entered[];
const rank = (state: GradedState): number => gradedStates.indexOf(state);

/** Under another policy or objective the former promise's hysteresis says nothing. */
export const basisOf = (slo: Slo, policy: Policy): string => `${policy.hash} ${slo.objective.text}`;

/**
 * The fold behind every state: `(former standing, assessment, policy, now) → standing`. Each state above healthy
 * is a trigger of its own: entered at its threshold, left once spent has lain `margin` below it for `hold`
 * without a break. What is not known breaks nothing and proves nothing: the held state waits.
 */
export function judge(
  former: Standing | undefined,
  slo: Slo,
  policy: Policy,
  assessment: GroupAssessment,
  now: Timestamp,
): Standing {
  const basis = basisOf(slo, policy);
  const spent = judgedSum(policy, assessment)?.spent;
  if (assessment.cause !== undefined || spent === undefined)
    return unknown(former, causeOf(assessment), assessment.partial, now);
  const before = former?.basis === basis ? former : undefined;
  const { held, leaving } = hold(before, spent, policy, now);
  const since = former?.state === held ? former.since : now;
  return { state: held, since, partial: assessment.partial, spent, held, leaving, basis };
}

/** The sum that a policy judges; undefined when that very sum is not known, whatever the other says. */
export const judgedSum = (
  { judge }: Pick<Policy, "judge">,
  { raw, adjusted }: Pick<GroupAssessment, "raw" | "adjusted">,
): BudgetSum | undefined => (judge === "adjusted" ? adjusted : raw);

/** A sum that could not be corrected is one that Prometheus did not answer for. */
const causeOf = ({ cause, unadjusted }: GroupAssessment): Cause =>
  cause ?? (unadjusted === undefined ? "no-data" : "prometheus-unreachable");

function unknown(former: Standing | undefined, cause: Cause, partial: boolean, now: Timestamp): Standing {
  const since = former?.state === "unknown" ? former.since : now;
  const held = former?.held ?? "healthy";
  return { state: "unknown", since, cause, partial, held, leaving: {}, basis: former?.basis ?? neverJudged };
}

/** The basis of a standing that has been unknown from the start. */
const neverJudged = "";

/** Steps the triggers of the states that are held or reached. */
function hold(
  before: Standing | undefined,
  measured: number,
  { thresholds, leave }: Policy,
  now: Timestamp,
): Pick<Standing, "held" | "leaving"> {
  const leaving: Partial<Record<GradedState, Timestamp>> = {};
  let held: GradedState = "healthy";
  // 90 % of a budget can be 0.8999999999999999 in binary: a threshold is met when a person would say so.
  const spent = tidy(measured);
  for (const state of entered) {
    const wasHeld = before !== undefined && rank(state) <= rank(before.held);
    if (spent >= thresholds[state]) held = state;
    else if (wasHeld) {
      if (spent >= tidy(thresholds[state] - leave.margin)) held = state;
      else {
        const since = before.leaving[state] ?? now;
        if (now - since >= leave.hold) continue;
        leaving[state] = since;
        held = state;
      }
    }
  }
  return { held, leaving };
}

/** From worst to best; missing data is never a healthy budget, but hides no known trouble either. */
const severity: readonly State[] = ["frozen", "restricted", "caution", "watch", "unknown", "healthy"];

/** Sorts the worse first: by state, then by what is spent. */
export const compareStandings = (a: Standing, b: Standing): number =>
  severity.indexOf(a.state) - severity.indexOf(b.state) || (b.spent ?? 0) - (a.spent ?? 0);

export const worseState = (a: State, b: State): State => (severity.indexOf(a) <= severity.indexOf(b) ? a : b);

/**
 * The event of a move between states; undefined when there was none. An SLO seen for the first time moves from
 * healthy, as a new promise starts whole, and not knowing it yet is no move.
 */
export function transition(
  slo: Slo,
  policy: Policy,
  group: GroupLabels,
  { raw, coverage }: GroupAssessment,
  former: Standing | undefined,
  standing: Standing,
): Transition | undefined {
  const isNew = former === undefined || former.basis === neverJudged;
  const from = isNew ? (standing.state === "unknown" ? "unknown" : "healthy") : former.state;
  if (from === standing.state) return undefined;
  return {
    slo: slo.id,
    group,
    at: standing.since,
    from,
    to: standing.state,
    ...(standing.cause !== undefined && { cause: standing.cause }),
    ...(raw !== undefined && { consumed: raw.consumed }),
    ...(coverage !== undefined && { coverage }),
    policy: policy.name,
    policyHash: policy.hash,
    objective: slo.objective.text,
  };
}

/** A standing as it was when a transition was journalled: states survive a restart, running holds begin anew. */
export function restore({ to, from, at, cause, objective, policyHash }: Transition): Standing {
  const lastGrade = from === "unknown" ? "healthy" : from;
  return {
    state: to,
    since: at,
    ...(cause !== undefined && { cause }),
    partial: false,
    held: to === "unknown" ? lastGrade : to,
    leaving: {},
    basis: `${policyHash} ${objective}`,
  };
}
