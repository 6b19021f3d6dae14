import { wasDeployed } from "../governance/deployments/fold.ts";
import type { GovernanceState } from "../governance/state.ts";
import { seat } from "../governance/quorum.ts";
import { defaultChangeKind, type ChangeKind, type Claim, type Policy } from "../model/policy.ts";
import type { Timestamp } from "../model/units.ts";
import type { Question } from "./question.ts";
import type { Concerned } from "./subject.ts";
import type { GateView } from "./view.ts";

/** Whether the kind that a change claims to be of was proven; where a policy asks for it. */
export interface Claimed {
  kind: ChangeKind;
  proven: boolean;
  /** What it was proven by, or what is missing. */
  sentence: string;
}

interface ClaimContext {
  question: Pick<Question, "sha" | "asker">;
  view: GateView;
  governance: Pick<GovernanceState, "deployed">;
  now: Timestamp;
}

/**
 * What became of the claim to be of this kind; undefined where no policy concerned asks for proof. Each service's own
 * policy and that of each of its SLOs must be satisfied: the strictest has its way.
 */
export function claimOf(
  kind: ChangeKind,
  resolved: readonly Concerned[],
  context: ClaimContext,
): Claimed | undefined {
  if (kind === defaultChangeKind) return undefined;
  const asked = resolved.flatMap((concerned) =>
    [...policiesOf(concerned, context.view)].flatMap((policy) => {
      const claim = policy.claims?.[kind];
      return claim === undefined ? [] : [{ concerned, policy, claim }];
    }),
  );
  if (asked.length === 0) return undefined;
  for (const { concerned, policy, claim } of asked) {
    const missing = missingOf(claim, concerned, context);
    if (missing !== undefined)
      return {
        kind,
        proven: false,
        sentence: `policy ${policy.name} lets ${kind} be claimed ${termsOf(claim, concerned)}: ${missing}`,
      };
  }
  const terms = new Set(asked.map(({ claim, concerned }) => termsOf(claim, concerned)));
  return { kind, proven: true, sentence: `claimed as ${kind} ${[...terms].join(" and ")}` };
}

/** Policies that have a say: the service's own, and those of its SLOs that the gate judges. */
function policiesOf({ service, environment }: Concerned, view: GateView): ReadonlySet<Policy> {
  const own = view.policies.get(service.policy);
  const ofSlos = view.slosOf(service.name, environment).filter(({ slo }) => slo.gate);
  return new Set([...(own === undefined ? [] : [own]), ...ofSlos.map(({ policy }) => policy)]);
}

/** Without an owner, nobody is of the owner's group. */
const groupsOf = ({ groups = [] }: Claim, { service: { owner } }: Concerned): readonly string[] =>
  groups.flatMap((group) => (group !== seat.owner ? [group] : owner === undefined ? [] : [owner]));

function termsOf(claim: Claim, concerned: Concerned): string {
  const groups = groupsOf(claim, concerned);
  const terms = [
    ...(claim.groups === undefined ? [] : [`by ${groups.join(" or ") || "nobody"}`]),
    ...(claim.proof === undefined ? [] : ["for what was deployed there successfully within 30 days"]),
  ];
  return terms.join(", ");
}

function missingOf(
  claim: Claim,
  concerned: Concerned,
  { question: { sha, asker }, governance, now }: ClaimContext,
): string | undefined {
  const { service, environment } = concerned;
  if (claim.groups !== undefined) {
    if (asker === undefined) return "nobody who is known asks";
    const groups = groupsOf(claim, concerned);
    if (!asker.groups.some((group) => groups.includes(group)))
      return `${asker.subject} is in ${asker.groups.length === 0 ? "no group" : asker.groups.join(", ")}`;
  }
  if (claim.proof === undefined) return undefined;
  if (sha === undefined) return "the question does not say which change it is about: name it with sha";
  return wasDeployed(governance.deployed, { service: service.name, environment, sha }, now)
    ? undefined
    : `no such deployment of ${sha} of ${service.name} to ${environment} is on record`;
}
