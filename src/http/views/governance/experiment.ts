import { seatsOf } from "../../../governance/experiments/answer.ts";
import { endsBy, type Experiment } from "../../../governance/experiments/experiment.ts";
import { signalOf, type Watch } from "../../../governance/experiments/signal.ts";
import type { Facts } from "../../../governance/facts.ts";
import { formatDuration } from "../../../model/durations.ts";
import type { ExperimentBody, SignalBody } from "../../schemas/governance/experiment.ts";
import { iso, present } from "../common.ts";
import { quorumView } from "./quorum.ts";

export function experimentView(experiment: Experiment, facts: Facts): ExperimentBody {
  const { plan, startedAt, endedAt, endedBy, reason, abortedFor } = experiment;
  return present({
    id: experiment.id,
    state: experiment.state,
    ...plan,
    caps: { ...plan.caps },
    length: formatDuration(plan.length),
    requestHash: experiment.requestHash,
    requestedBy: experiment.requestedBy,
    requestedAt: iso(experiment.requestedAt),
    quorum: quorumOf(experiment, facts),
    startedAt: startedAt && iso(startedAt),
    endsBy:
      experiment.state === "running" && startedAt !== undefined
        ? iso(endsBy({ startedAt, plan }))
        : undefined,
    ended:
      endedAt === undefined
        ? undefined
        : present({ at: iso(endedAt), by: endedBy ?? "", reason, cause: abortedFor }),
  });
}

/** By the policy of the service as it is now; the state plays no part. */
function quorumOf(experiment: Experiment, facts: Facts) {
  const seats = seatsOf(experiment, facts);
  const service = facts.services.get(experiment.plan.service);
  const policy = facts.policies.get(service?.policy ?? "");
  if (seats.length === 0 || policy === undefined) return undefined;
  const requirement = { state: "healthy", seats, policy: policy.name, policyHash: policy.hash } as const;
  return quorumView(requirement, experiment.approvals, service?.owner);
}

export function signalView(experiment: Experiment, watch: Watch): SignalBody {
  const { abort, burn, spend } = signalOf(experiment, watch);
  const { caps } = experiment.plan;
  return present({
    go: abort === undefined,
    state: experiment.state,
    reason: abort?.reason,
    burn: burn && { ...burn, window: formatDuration(burn.window), cap: caps.burn },
    spend: spend && { ...spend, cap: caps.spend },
  });
}
