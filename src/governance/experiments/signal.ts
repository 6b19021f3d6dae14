import { formatPercent } from "../../model/decimals.ts";
import { type Seconds, tidy, type Timestamp } from "../../model/units.ts";
import { formatBurn, formatSpan } from "../../model/wording.ts";
import type { JudgedSlo } from "../../policy/judged.ts";
import { consumedBy } from "../exceptions/cost.ts";
import { isoMinute } from "../exceptions/words.ts";
import type { Facts } from "../facts.ts";
import { incidentState, startOf } from "../incidents/incident.ts";
import type { GovernanceState } from "../state.ts";
import { withDependants } from "./around.ts";
import { type AbortCause, endsBy, type Experiment } from "./experiment.ts";

/** Whether an experiment may go on, and what it has come to so far. */
export interface Signal {
  abort?: { cause: AbortCause | "not-running"; reason: string };
  /** The fastest burn over the shortest window among the SLOs watched. */
  burn?: { slo: string; rate: number; window: Seconds };
  /** The most that one of them has lost since the start. */
  spend?: { slo: string; share: number };
}

export interface Watch {
  facts: Facts;
  state: Pick<GovernanceState, "incidents">;
  /** Age of what the last cycle found, and after how long that is too old. */
  dataAge: Seconds;
  tooOld: Seconds;
  now: Timestamp;
}

/** SLOs that a running experiment is watched by: the service's own, and of all who depend on it. */
export const watchedSlos = ({ plan }: Pick<Experiment, "plan">, facts: Facts): readonly JudgedSlo[] =>
  withDependants(plan.service, facts)
    .flatMap((service) => facts.slosOf(service, plan.environment))
    .filter(({ slo }) => slo.gate);

/** What each of them has consumed now, as far as it is known. */
export const consumedNow = (
  experiment: Pick<Experiment, "plan">,
  facts: Facts,
): Readonly<Record<string, number>> =>
  Object.fromEntries(
    watchedSlos(experiment, facts).flatMap((judged) => {
      const consumed = consumedBy(judged);
      return consumed === undefined ? [] : [[judged.slo.id, consumed]];
    }),
  );

/**
 * Says stop as soon as a cap is passed, the time is over, or nobody can say how things stand: an experiment that is
 * not watched is not run.
 */
export function signalOf(experiment: Experiment, watch: Watch): Signal {
  if (experiment.state !== "running") return { abort: notRunning(experiment) };
  const burn = fastestBurn(experiment, watch);
  const spend = mostSpent(experiment, watch);
  const measured = { ...(burn !== undefined && { burn }), ...(spend !== undefined && { spend }) };
  const abort = reasonToStop(experiment, measured, watch);
  return { ...measured, ...(abort !== undefined && { abort }) };
}

const notRunning = ({ id, state, reason, abortedFor }: Experiment): NonNullable<Signal["abort"]> => ({
  cause: abortedFor ?? "not-running",
  reason: `${id} is ${state}${reason === undefined ? "" : `: ${reason}`}`,
});

type Measured = Pick<Signal, "burn" | "spend">;

function reasonToStop(
  experiment: Experiment,
  { burn, spend }: Measured,
  watch: Watch,
): { cause: AbortCause; reason: string } | undefined {
  const { startedAt } = experiment;
  const { caps, length } = experiment.plan;
  if (burn !== undefined && burn.rate > caps.burn)
    return {
      cause: "burn",
      reason: `${burn.slo} burns at ${formatBurn(burn.rate)} over ${formatSpan(burn.window)}: the cap is ${formatBurn(caps.burn)}`,
    };
  if (spend !== undefined && spend.share > caps.spend)
    return {
      cause: "spend",
      reason: `${spend.slo} lost ${formatPercent(spend.share)} of its budget: the cap is ${formatPercent(caps.spend)}`,
    };
  if (startedAt !== undefined && watch.now >= endsBy({ startedAt, plan: experiment.plan }))
    return { cause: "time", reason: `it was to be over after ${formatSpan(length)}` };
  return pageSince(experiment, watch) ?? incidentSince(experiment, watch) ?? unseen(experiment, watch);
}

const groupsOf = ({ groups }: JudgedSlo) => groups.filter(({ assessment }) => !assessment.gone);

function fastestBurn(experiment: Experiment, { facts }: Watch): Signal["burn"] {
  let fastest: Signal["burn"];
  for (const judged of watchedSlos(experiment, facts))
    for (const { assessment } of groupsOf(judged)) {
      const [shortest] = assessment.burn;
      if (shortest !== undefined && shortest.rate > (fastest?.rate ?? -1))
        fastest = { slo: judged.slo.id, rate: shortest.rate, window: shortest.window };
    }
  return fastest;
}

function mostSpent(experiment: Experiment, { facts }: Watch): Signal["spend"] {
  let most: Signal["spend"];
  for (const [slo, consumed] of Object.entries(consumedNow(experiment, facts))) {
    const before = experiment.spentAt[slo];
    if (before === undefined) continue;
    const share = tidy(Math.max(consumed - before, 0));
    if (most === undefined || share > most.share) most = { slo, share };
  }
  return most;
}

function pageSince(
  experiment: Experiment,
  { facts }: Watch,
): { cause: AbortCause; reason: string } | undefined {
  for (const judged of watchedSlos(experiment, facts))
    for (const { assessment } of groupsOf(judged)) {
      const page = assessment.firing.find(
        ({ severity, since }) =>
          severity === "page" && since !== undefined && since > (experiment.startedAt ?? 0),
      );
      if (page !== undefined)
        return {
          cause: "page",
          reason: `${page.alertname} (${page.tier ?? "page"}) of ${judged.slo.id} began to ring`,
        };
    }
  return undefined;
}

function incidentSince(
  experiment: Experiment,
  { facts, state }: Watch,
): { cause: AbortCause; reason: string } | undefined {
  const around = withDependants(experiment.plan.service, facts);
  const open = [...state.incidents.values()].find(
    (incident) =>
      incident.environment === experiment.plan.environment &&
      around.includes(incident.service) &&
      incidentState(incident) === "open",
  );
  if (open === undefined) return undefined;
  return {
    cause: "incident",
    reason: `incident ${open.id} of ${open.service} is open since ${isoMinute(startOf(open))}`,
  };
}

function unseen(
  experiment: Experiment,
  { facts, dataAge, tooOld }: Watch,
): { cause: AbortCause; reason: string } | undefined {
  if (dataAge > tooOld)
    return {
      cause: "no-data",
      reason: `nothing was read for ${formatSpan(dataAge)}: nobody can say how things stand`,
    };
  const watched = watchedSlos(experiment, facts);
  if (watched.length === 0)
    return {
      cause: "no-data",
      reason: `${experiment.plan.service} has no SLO there any more to be watched by`,
    };
  const unknown = watched.find(({ standing }) => standing.state === "unknown");
  if (unknown === undefined) return undefined;
  return {
    cause: "no-data",
    reason: `how ${unknown.slo.id} stands is not known (${unknown.standing.cause ?? "no data"})`,
  };
}
