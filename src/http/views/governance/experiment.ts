import { seatsOf } from "../../../governance/experiments/answer.ts";
import { endsBy, type Experiment } from "../../../governance/experiments/experiment.ts";
import { signalOf, type Watch } from "../../../governance/experiments/signal.ts";
import type { Facts } from "../../../governance/facts.ts";
import { fillSeats } from "../../../governance/quorum.ts";
import { formatDuration } from "../../../model/durations.ts";
import type { ExperimentBody, SignalBody } from "../../schemas/governance/experiment.ts";
import { iso, present } from "../common.ts";

const isoOf = (at: Parameters<typeof iso>[0] | undefined): string | undefined => at && iso(at);

export function experimentView(experiment: Experiment, facts: Facts): ExperimentBody {
  const { plan, approvals, endedAt, endedBy, reason, abortedFor } = experiment;
  const owner = facts.services.get(plan.service)?.owner;
  return present({
    id: experiment.id,
    state: experiment.state,
    ...plan,
    caps: { ...plan.caps },
    length: formatDuration(plan.length),
    planHash: experiment.planHash,
    requestedBy: experiment.requestedBy,
    requestedAt: iso(experiment.requestedAt),
    seats: fillSeats(seatsOf(experiment, facts), approvals, owner).map(({ seat, by }) =>
      present({ seat, group: seat === "owner" ? owner : seat === "any" ? undefined : seat, by: by?.by }),
    ),
    approvals: approvals.map(({ by, group, at, standIn }) => ({ by, group, at: iso(at), standIn })),
    startedAt: isoOf(experiment.startedAt),
    endsBy: experiment.state === "running" ? isoOf(endsBy(experiment)) : undefined,
    ended:
      endedAt === undefined
        ? undefined
        : present({ at: iso(endedAt), by: endedBy ?? "", reason, cause: abortedFor }),
  });
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
