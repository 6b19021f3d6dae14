import { type Hurdle, hurdlesOf, type Trial } from "../governance/experiments/hurdles.ts";
import { nextSpan } from "../governance/experiments/schedule.ts";
import type { Policy } from "../model/policy.ts";
import type { Timestamp } from "../model/units.ts";
import type { OpeningContext } from "./candidates.ts";
import type { Concerned } from "./subject.ts";
import type { Reason } from "./verdict.ts";

/** What is known of the experiment that is asked about. */
function trialOf({ service, environment }: Concerned, { question, governance }: OpeningContext): Trial {
  const { cost, experiment: id } = question.trial ?? {};
  const experiment = id === undefined ? undefined : governance.experiments.get(id);
  const isOfThis = experiment?.plan.service === service.name && experiment.plan.environment === environment;
  const declared = isOfThis ? experiment.plan.cost : cost;
  return {
    service: service.name,
    environment,
    ...(declared !== undefined && { cost: declared }),
    ...(isOfThis && { experiment }),
  };
}

const hurdles = (concerned: Concerned, policy: Policy, context: OpeningContext): readonly Hurdle[] =>
  hurdlesOf(trialOf(concerned, context), policy, {
    facts: context.view,
    state: context.governance,
    now: context.now,
  });

/** What the policy asks of experiments beside what its gate says; nothing of other changes. */
export function experimentReasons(concerned: Concerned, context: OpeningContext): readonly Reason[] {
  const policy = policyFor(concerned, context);
  if (policy === undefined) return [];
  return hurdles(concerned, policy, context).map(({ decision, slo, sentence }) => {
    const standing = slo === undefined ? undefined : standingOf(slo, concerned, context);
    return {
      kind: "experiment",
      ...(slo !== undefined && { slo }),
      state: standing ?? "healthy",
      policy: policy.name,
      policyHash: policy.hash,
      decision,
      sentence: `${sentence} → ${decision}`,
    };
  });
}

export const experimentsPass = (concerned: Concerned, context: OpeningContext): boolean => {
  const policy = policyFor(concerned, context);
  return (
    policy === undefined ||
    policy.enforcement === "dry_run" ||
    hurdles(concerned, policy, context).length === 0
  );
};

/** When the clock alone changes what is asked of experiments. */
export function experimentTurns(concerned: Concerned, context: OpeningContext): readonly Timestamp[] {
  const policy = policyFor(concerned, context);
  if (policy === undefined) return [];
  const schedule = policy.experiments?.schedule;
  const span = schedule && nextSpan(schedule, context.now);
  const ends = hurdles(concerned, policy, context).flatMap(({ until }) => until ?? []);
  return span === undefined ? ends : [...ends, span.from, span.to];
}

const policyFor = ({ service }: Concerned, { change, view }: OpeningContext): Policy | undefined => {
  if (change !== "experiment") return undefined;
  const policy = view.policies.get(service.policy);
  return policy?.experiments === undefined ? undefined : policy;
};

const standingOf = (id: string, { environment }: Concerned, { view }: OpeningContext) => {
  const service = id.split(".", 1)[0] ?? "";
  return view.slosOf(service, environment).find(({ slo }) => slo.id === id)?.standing.state;
};
