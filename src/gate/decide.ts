import type { GovernanceState } from "../governance/state.ts";
import { changeKinds, isAllowed, type ChangeKind, type Policy } from "../model/policy.ts";
import { seconds, timestamp, type Timestamp } from "../model/units.ts";
import { claimReasons, judgeAsClaimed, passesAsClaimed } from "./as-claimed.ts";
import type { OpeningContext } from "./candidates.ts";
import { watching, withDryRun } from "./dry-run.ts";
import { experimentTurns } from "./experiments.ts";
import { judgedSlos } from "./grounds.ts";
import { mattersOf } from "./matters.ts";
import { heldOfDeleted, looseningReasons } from "./promises.ts";
import type { Question } from "./question.ts";
import { resolve, type Concerned, type Unregistered } from "./subject.ts";
import type { Reason, Verdict } from "./verdict.ts";
import type { GateView } from "./view.ts";
import { boundariesOf } from "./windows.ts";
import { worstFirst, worstOf, worstState } from "./worst.ts";

/**
 * May this change go out now? Every judged SLO of the service is put to its policy's rules, ailing dependencies,
 * promises made easier and windows are added, and the worst decision stands; where that holds the change back, an
 * exception may let it pass. Pure: the same question on the same view and governance at the same time is the same
 * verdict, and asking spends nothing.
 */
export function decide(
  question: Question,
  view: GateView,
  governance: GovernanceState,
  now: Timestamp,
): Verdict {
  const resolved = resolve(question.subject, view);
  if (isUnregistered(resolved)) return strange(question, resolved, view, governance, now);
  const context = { question, change: question.change, view, governance, now };
  const { opening, claim } = judgeAsClaimed(resolved, context);
  const { grounds, applied, turns } = opening;
  const reasons = [...grounds.flatMap((ground) => ground.reasons), ...claimReasons(claim, opening)].sort(
    worstFirst,
  );
  const decision = worstOf(reasons);
  return withDryRun(question, {
    decision,
    allowed: isAllowed(decision),
    ...worstState(reasons),
    services: [...new Set(resolved.map(({ service }) => service.name))],
    environment: [...new Set(resolved.map(({ environment }) => environment))].join(", "),
    ...asked(question),
    ...(claim !== undefined && { claim }),
    reasons,
    ...(applied.length > 0 && { exceptions: applied }),
    allowedNow: changeKinds.filter((change) =>
      change === question.change ? isAllowed(decision) : passesAsClaimed(resolved, { ...context, change }),
    ),
    evaluatedAt: now,
    validUntil: validUntil(resolved, context, turns),
  });
}

/** Whether the change would be allowed: what {@link decide} says, without its reasons, for thousands at a time. */
export function isOpen(
  question: Question,
  view: GateView,
  governance: GovernanceState,
  now: Timestamp,
): boolean {
  const resolved = resolve(question.subject, view);
  if (isUnregistered(resolved)) return strange(question, resolved, view, governance, now).allowed;
  return (
    question.dryRun === true ||
    passesAsClaimed(resolved, { question, change: question.change, view, governance, now })
  );
}

const isUnregistered = (found: readonly Concerned[] | Unregistered): found is Unregistered =>
  "cause" in found;

const asked = ({ change, group, sha }: Question) => ({ change, group, ...(sha !== undefined && { sha }) });

/** The earliest of two cycles from now and of every moment known to change it: a grace, a window, an exception. */
function validUntil(
  resolved: readonly Concerned[],
  context: OpeningContext,
  turns: readonly Timestamp[],
): Timestamp {
  const { view, governance, now } = context;
  const graces = resolved
    .flatMap((concerned) => judgedSlos(concerned, view))
    .map(({ assessment: { rules, observedAt } }) =>
      // Both are of Prometheus' clock; only what lies between them is true on ours.
      rules.graceUntil === undefined || observedAt === undefined
        ? Infinity
        : view.finishedAt + rules.graceUntil - observedAt,
    );
  const boundaries = resolved.flatMap(({ service }) => {
    const matters = mattersOf(governance, service.name);
    if (matters === undefined) return [];
    return [...boundariesOf(matters, now), ...matters.loosenings.map((each) => each.heldUntil ?? Infinity)];
  });
  const hours = resolved.flatMap((concerned) => experimentTurns(concerned, context));
  const ahead = [...graces, ...boundaries, ...turns, ...hours].filter((until) => until > now);
  return timestamp(Math.min(now + 2 * view.interval, ...ahead));
}

/** Nothing is registered by that name; what it promised before git lost it may still be held. */
function strange(
  question: Question,
  nothing: Unregistered,
  view: GateView,
  governance: GovernanceState,
  now: Timestamp,
): Verdict {
  const { cause, decision: registered, services, environment, policy, policyHash, sentence } = nothing;
  const by = { ...(policy !== undefined && { policy }), ...(policyHash !== undefined && { policyHash }) };
  const held = heldOfDeleted(nothing, governance, now);
  const said = {
    kind: "registration",
    state: "unknown",
    cause,
    ...by,
    decision: registered,
    sentence,
  } as const;
  const policyOf = ({ kind, loosening }: Reason): Policy | undefined =>
    kind === "loosening"
      ? governance.loosenings.get(loosening ?? "")?.policy
      : view.policies.get(policy ?? "");
  const reasonsOn = (change: ChangeKind): readonly Reason[] =>
    watching(
      [
        said,
        ...looseningReasons(held, { change, environment, group: question.group, view, elapsed: seconds(0) }),
      ],
      policyOf,
    ).toSorted(worstFirst);
  const reasons = reasonsOn(question.change);
  const decision = worstOf(reasons);
  return withDryRun(question, {
    decision,
    allowed: isAllowed(decision),
    ...worstState(reasons),
    cause,
    services,
    environment,
    ...asked(question),
    reasons,
    allowedNow: changeKinds.filter((change) => isAllowed(worstOf(reasonsOn(change)))),
    evaluatedAt: now,
    validUntil: timestamp(now + 2 * view.interval),
  });
}
