import {
  changeKinds,
  decisions,
  isAllowed,
  worseDecision,
  type ChangeKind,
  type Decision,
  type Policy,
} from "../model/policy.ts";
import { seconds, timestamp, type Timestamp } from "../model/units.ts";
import type { GovernanceState } from "../governance/state.ts";
import { worseState } from "../policy/judge.ts";
import type { JudgedSlo } from "../policy/judged.ts";
import type { OpeningContext } from "./candidates.ts";
import { decideDependencies, dependencyReasons } from "./dependencies.ts";
import { openByException, type Ground, type Opening } from "./exceptions.ts";
import { mattersOf } from "./matters.ts";
import { heldNow, heldOfDeleted, looseningReasons } from "./promises.ts";
import type { Question } from "./question.ts";
import { decideSlo, reasonOf, type Asked } from "./reasons.ts";
import { resolve, type Concerned, type Unregistered } from "./subject.ts";
import type { Reason, Verdict } from "./verdict.ts";
import type { GateView } from "./view.ts";
import { boundariesOf, withWindows } from "./windows.ts";

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
  const { grounds, applied, turns } = judgeAll(resolved, context);
  const reasons = grounds.flatMap((ground) => ground.reasons).sort(worstFirst);
  const decision = worstOf(reasons);
  return {
    decision,
    allowed: isAllowed(decision),
    ...worstState(reasons),
    services: [...new Set(resolved.map(({ service }) => service.name))],
    environment: [...new Set(resolved.map(({ environment }) => environment))].join(", "),
    ...asked(question),
    reasons,
    ...(applied.length > 0 && { exceptions: applied }),
    allowedNow: changeKinds.filter((change) =>
      change === question.change ? isAllowed(decision) : passes(resolved, { ...context, change }),
    ),
    evaluatedAt: now,
    validUntil: validUntil(resolved, context, turns),
  };
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
  return passes(resolved, { question, change: question.change, view, governance, now });
}

const isUnregistered = (found: readonly Concerned[] | Unregistered): found is Unregistered =>
  "cause" in found;

const asked = ({ change, group, sha }: Question) => ({ change, group, ...(sha !== undefined && { sha }) });

const worstOf = (reasons: readonly Reason[]): Decision =>
  reasons.reduce<Decision>((worst, each) => worseDecision(worst, each.decision), "allow");

/** Everything that bears on the change, exceptions only where it would be held back without them. */
function judgeAll(resolved: readonly Concerned[], context: OpeningContext): Opening {
  const grounds = resolved.map((concerned) => groundOf(concerned, context));
  const isHeld = grounds.some(({ reasons }) => !isAllowed(worstOf(reasons)));
  if (!isHeld || !resolved.some(({ service }) => mattersOf(context.governance, service.name) !== undefined))
    return { grounds, applied: [], turns: [] };
  return openByException(grounds, context);
}

function groundOf(concerned: Concerned, context: OpeningContext): Ground {
  const { question, change, view, governance, now } = context;
  const reasons = reasonsFor(concerned, asking(concerned, context));
  const policyOf = (reason: Reason) => policyBehind(reason, concerned, view, governance);
  const matters = mattersOf(governance, concerned.service.name);
  if (matters === undefined) return { concerned, reasons, policyOf };
  const held = looseningReasons(heldNow(matters, concerned, now), asking(concerned, context));
  const all = held.length === 0 ? reasons : [...reasons, ...held];
  const { state } = worstState(all);
  const { group } = question;
  return {
    concerned,
    reasons: withWindows(all, matters, { concerned, change, group, now, state, policyOf }),
    policyOf,
  };
}

/** The policy that a reason was ruled under, whole. */
function policyBehind(
  { kind, slo, loosening }: Reason,
  { service, environment }: Concerned,
  view: GateView,
  { loosenings }: GovernanceState,
): Policy | undefined {
  if (kind === "loosening") return loosenings.get(loosening ?? "")?.policy;
  if (kind !== "slo") return view.policies.get(service.policy);
  return view.slosOf(service.name, environment).find((judged) => judged.slo.id === slo)?.policy;
}

const asking = (
  { environment }: Concerned,
  { question: { group }, change, view, now }: OpeningContext,
): Asked => ({ change, environment, group, view, elapsed: seconds(Math.max(now - view.finishedAt, 0)) });

const judgedSlos = ({ service, environment }: Concerned, view: GateView): readonly JudgedSlo[] =>
  view.slosOf(service.name, environment).filter(({ slo }) => slo.gate);

function reasonsFor(concerned: Concerned, asked: Asked): readonly Reason[] {
  const { service } = concerned;
  const policy = asked.view.policies.get(service.policy);
  const slos = judgedSlos(concerned, asked.view);
  const own =
    slos.length > 0 ? slos.map((judged) => reasonOf(judged, asked)) : [withoutSlo(concerned, asked.view)];
  return policy === undefined ? own : [...own, ...dependencyReasons(service, policy, asked)];
}

function withoutSlo({ service, environment }: Concerned, { policies }: GateView): Reason {
  const policy = policies.get(service.policy);
  const decision = policy?.onNoSlo ?? "deny";
  return {
    kind: "registration",
    state: "unknown",
    cause: "no-slo",
    ...(policy !== undefined && { policy: policy.name, policyHash: policy.hash }),
    decision,
    sentence: `${service.name} has no SLO in ${environment} that the gate judges; onNoSlo → ${decision}`,
  };
}

/** Whether a kind of change would pass; without the sentences where governance has nothing to say. */
function passes(resolved: readonly Concerned[], context: OpeningContext): boolean {
  const { view, governance } = context;
  if (resolved.some(({ service }) => mattersOf(governance, service.name) !== undefined))
    return judgeAll(resolved, context).grounds.every(({ reasons }) => isAllowed(worstOf(reasons)));
  return resolved.every((concerned) => {
    const asked = asking(concerned, context);
    const policy = view.policies.get(concerned.service.policy);
    const slos = judgedSlos(concerned, view);
    const own =
      slos.length > 0 ? slos.map((judged) => decideSlo(judged, asked)) : [policy?.onNoSlo ?? "deny"];
    const others = policy === undefined ? [] : decideDependencies(concerned.service, policy, asked);
    return [...own, ...others].every(isAllowed);
  });
}

const worstFirst = (a: Reason, b: Reason): number =>
  decisions.indexOf(b.decision) - decisions.indexOf(a.decision) || (b.spent ?? 0) - (a.spent ?? 0);

const ownKinds: readonly Reason["kind"][] = ["slo", "registration", "loosening"];

/** The service's own worst state: a dependency's is its own affair. */
function worstState(reasons: readonly Reason[]): Pick<Verdict, "state" | "cause"> {
  const own = reasons.filter(({ kind }) => ownKinds.includes(kind));
  const [first, ...others] = own.map((reason) => reason.state);
  const state = others.reduce(worseState, first ?? "unknown");
  const cause = own.find((reason) => reason.state === "unknown")?.cause;
  return { state, ...(state === "unknown" && cause !== undefined && { cause }) };
}

/** The earliest of two cycles from now and of every moment known to change it: a grace, a window, an exception. */
function validUntil(
  resolved: readonly Concerned[],
  { view, governance, now }: OpeningContext,
  turns: readonly Timestamp[],
): Timestamp {
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
  const ahead = [...graces, ...boundaries, ...turns].filter((until) => until > now);
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
  const reasonsOn = (change: ChangeKind): readonly Reason[] =>
    [
      said,
      ...looseningReasons(held, { change, environment, group: question.group, view, elapsed: seconds(0) }),
    ].sort(worstFirst);
  const reasons = reasonsOn(question.change);
  const decision = worstOf(reasons);
  return {
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
  };
}
