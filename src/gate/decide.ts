import {
  changeKinds,
  decisions,
  isAllowed,
  worseDecision,
  type ChangeKind,
  type Decision,
} from "../model/policy.ts";
import { seconds, timestamp, type Timestamp } from "../model/units.ts";
import type { GovernanceState } from "../governance/state.ts";
import { worseState } from "../policy/judge.ts";
import type { JudgedSlo } from "../policy/judged.ts";
import { decideDependencies, dependencyReasons } from "./dependencies.ts";
import type { Question } from "./question.ts";
import { decideSlo, reasonOf, type Asked } from "./reasons.ts";
import { resolve, type Concerned, type Unregistered } from "./subject.ts";
import type { Reason, Verdict } from "./verdict.ts";
import type { GateView } from "./view.ts";

/**
 * May this change go out now? Every judged SLO of the service is put to its policy's rules, ailing dependencies are
 * added, and the worst decision stands. Pure: the same question on the same view at the same time is the same verdict.
 */
export function decide(
  question: Question,
  view: GateView,
  governance: GovernanceState,
  now: Timestamp,
): Verdict {
  void governance;
  const resolved = resolve(question.subject, view);
  if (isUnregistered(resolved)) return strange(question, resolved, view, now);
  const reasons = resolved
    .flatMap((concerned) => reasonsFor(concerned, asking(question, concerned, question.change, view, now)))
    .sort(worstFirst);
  const decision = reasons.reduce<Decision>((worst, each) => worseDecision(worst, each.decision), "allow");
  return {
    decision,
    allowed: isAllowed(decision),
    ...worstState(reasons),
    services: [...new Set(resolved.map(({ service }) => service.name))],
    environment: [...new Set(resolved.map(({ environment }) => environment))].join(", "),
    ...asked(question),
    reasons,
    allowedNow: changeKinds.filter((change) => passes(question, resolved, change, view, now)),
    evaluatedAt: now,
    validUntil: validUntil(resolved, view, now),
  };
}

/** Whether the change would be allowed: what {@link decide} says, without its reasons, for thousands at a time. */
export function isOpen(
  question: Question,
  view: GateView,
  governance: GovernanceState,
  now: Timestamp,
): boolean {
  void governance;
  const resolved = resolve(question.subject, view);
  if (isUnregistered(resolved)) return isAllowed(resolved.decision);
  return passes(question, resolved, question.change, view, now);
}

const isUnregistered = (found: readonly Concerned[] | Unregistered): found is Unregistered =>
  "cause" in found;

const asked = ({ change, group, sha }: Question) => ({ change, group, ...(sha !== undefined && { sha }) });

const asking = (
  { group }: Question,
  { environment }: Concerned,
  change: ChangeKind,
  view: GateView,
  now: Timestamp,
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

/** Whether another kind of change would pass, without the sentences. */
function passes(
  question: Question,
  resolved: readonly Concerned[],
  change: ChangeKind,
  view: GateView,
  now: Timestamp,
): boolean {
  return resolved.every((concerned) => {
    const asked = asking(question, concerned, change, view, now);
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

/** The service's own worst state: a dependency's is its own affair. */
function worstState(reasons: readonly Reason[]): Pick<Verdict, "state" | "cause"> {
  const own = reasons.filter(({ kind }) => kind !== "dependency");
  const [first, ...others] = own.map((reason) => reason.state);
  const state = others.reduce(worseState, first ?? "unknown");
  const cause = own.find((reason) => reason.state === "unknown")?.cause;
  return { state, ...(state === "unknown" && cause !== undefined && { cause }) };
}

/** The earliest of two cycles from now and the end of a grace, after which other numbers will be judged. */
function validUntil(resolved: readonly Concerned[], view: GateView, now: Timestamp): Timestamp {
  const graces = resolved
    .flatMap((concerned) => judgedSlos(concerned, view))
    .map(({ assessment: { rules, observedAt } }) =>
      // Both are of Prometheus' clock; only what lies between them is true on ours.
      rules.graceUntil === undefined || observedAt === undefined
        ? Infinity
        : view.finishedAt + rules.graceUntil - observedAt,
    )
    .filter((until) => until > now);
  return timestamp(Math.min(now + 2 * view.interval, ...graces));
}

function strange(question: Question, nothing: Unregistered, view: GateView, now: Timestamp): Verdict {
  const { cause, decision, services, environment, policy, policyHash, sentence } = nothing;
  const by = { ...(policy !== undefined && { policy }), ...(policyHash !== undefined && { policyHash }) };
  return {
    decision,
    allowed: isAllowed(decision),
    state: "unknown",
    cause,
    services,
    environment,
    ...asked(question),
    reasons: [{ kind: "registration", state: "unknown", cause, ...by, decision, sentence }],
    allowedNow: isAllowed(decision) ? changeKinds : [],
    evaluatedAt: now,
    validUntil: timestamp(now + 2 * view.interval),
  };
}
