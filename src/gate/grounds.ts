import type { GovernanceState } from "../governance/state.ts";
import { isAllowed, type Decision, type Policy } from "../model/policy.ts";
import { seconds } from "../model/units.ts";
import type { JudgedSlo } from "../policy/judged.ts";
import type { OpeningContext } from "./candidates.ts";
import { decideDependencies, dependencyReasons } from "./dependencies.ts";
import { watching } from "./dry-run.ts";
import { experimentReasons, experimentsPass } from "./experiments.ts";
import { openByException, type Ground, type Opening } from "./exceptions.ts";
import { mattersOf } from "./matters.ts";
import { heldNow, looseningReasons } from "./promises.ts";
import { decideSlo, reasonOf, type Asked } from "./reasons.ts";
import type { Concerned } from "./subject.ts";
import type { Reason } from "./verdict.ts";
import type { GateView } from "./view.ts";
import { withWindows } from "./windows.ts";
import { worstOf, worstState } from "./worst.ts";

/** Everything that bears on the change, exceptions only where it would be held back without them. */
export function judgeAll(resolved: readonly Concerned[], context: OpeningContext): Opening {
  const grounds = resolved.map((concerned) => groundOf(concerned, context));
  const isHeld = grounds.some(({ reasons }) => !isAllowed(worstOf(reasons)));
  if (!isHeld || !resolved.some(({ service }) => mattersOf(context.governance, service.name) !== undefined))
    return { grounds, applied: [], turns: [] };
  return openByException(grounds, context);
}

function groundOf(concerned: Concerned, context: OpeningContext): Ground {
  const { question, change, view, governance, now } = context;
  const reasons = [
    ...reasonsFor(concerned, asking(concerned, context)),
    ...experimentReasons(concerned, context),
  ];
  const policyOf = (reason: Reason) => policyBehind(reason, concerned, view, governance);
  const matters = mattersOf(governance, concerned.service.name);
  if (matters === undefined) return { concerned, reasons: watching(reasons, policyOf), policyOf };
  const held = looseningReasons(heldNow(matters, concerned, now), asking(concerned, context));
  const all = held.length === 0 ? reasons : [...reasons, ...held];
  const { state } = worstState(all);
  const { group } = question;
  const withAll = withWindows(all, matters, { concerned, change, group, now, state, policyOf });
  return { concerned, reasons: watching(withAll, policyOf), policyOf };
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

export const judgedSlos = ({ service, environment }: Concerned, view: GateView): readonly JudgedSlo[] =>
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

const judgedToPass = (resolved: readonly Concerned[], context: OpeningContext): boolean =>
  judgeAll(resolved, context).grounds.every(({ reasons }) => isAllowed(worstOf(reasons)));

/** Whether a kind of change would pass; without the sentences where governance has nothing to say. */
export function passes(resolved: readonly Concerned[], context: OpeningContext): boolean {
  const { view, governance } = context;
  if (!resolved.every((concerned) => experimentsPass(concerned, context)))
    return judgedToPass(resolved, context);
  if (resolved.some(({ service }) => mattersOf(governance, service.name) !== undefined))
    return judgedToPass(resolved, context);
  return resolved.every((concerned) => {
    const asked = asking(concerned, context);
    const policy = view.policies.get(concerned.service.policy);
    const slos = judgedSlos(concerned, view);
    const isHeldBy = ({ enforcement }: Policy, decision: Decision): boolean =>
      enforcement !== "dry_run" && !isAllowed(decision);
    if (slos.some((judged) => isHeldBy(judged.policy, decideSlo(judged, asked)))) return false;
    if (policy === undefined) return slos.length > 0;
    if (slos.length === 0 && isHeldBy(policy, policy.onNoSlo)) return false;
    return !decideDependencies(concerned.service, policy, asked).some((each) => isHeldBy(policy, each));
  });
}
