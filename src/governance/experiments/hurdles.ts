import { formatPercent } from "../../model/decimals.ts";
import type { Decision, Policy } from "../../model/policy.ts";
import { type Ratio, tidy, type Timestamp } from "../../model/units.ts";
import { judgedSum } from "../../policy/judge.ts";
import type { JudgedSlo } from "../../policy/judged.ts";
import { isoMinute } from "../exceptions/words.ts";
import type { Facts } from "../facts.ts";
import { incidentState } from "../incidents/incident.ts";
import { missingSeats } from "../quorum.ts";
import type { GovernanceState } from "../state.ts";
import { shared, withDependants } from "./around.ts";
import { endsBy, type Experiment } from "./experiment.ts";
import { describeSchedule, nextSpan } from "./schedule.ts";

export const hurdleCodes = [
  "schedule",
  "floor",
  "no-data",
  "freeze",
  "incident",
  "overlap",
  "approval",
] as const;
export type HurdleCode = (typeof hurdleCodes)[number];

/** Why an experiment may not run now. */
export interface Hurdle {
  code: HurdleCode;
  decision: Extract<Decision, "needs_exception" | "deny">;
  slo?: string;
  sentence: string;
  /** When it is gone by itself, where the clock alone decides. */
  until?: Timestamp;
}

/** What is to be tried, as far as it is known: the gate may be asked before there is a plan. */
export interface Trial {
  service: string;
  environment: string;
  /** Absent: it costs nothing, for all that is known. */
  cost?: Ratio;
  /** The experiment itself, once it was asked for. */
  experiment?: Experiment;
}

export interface Scene {
  facts: Facts;
  state: Pick<GovernanceState, "experiments" | "incidents">;
  now: Timestamp;
}

/** Everything in the way of an experiment that its policy asks for; empty where the policy asks for nothing. */
export function hurdlesOf(trial: Trial, policy: Policy, scene: Scene): readonly Hurdle[] {
  const { experiments: asked } = policy;
  if (asked === undefined) return [];
  const around = withDependants(trial.service, scene.facts);
  return [
    ...outsideSchedule(policy, scene),
    ...belowFloor(trial, asked.floor, scene),
    ...frozenAround(trial, around, scene),
    ...incidentsAround(trial, around, scene),
    ...othersAround(trial, around, scene),
    ...unapproved(trial, asked.approval, scene),
  ];
}

function outsideSchedule({ experiments, name }: Policy, { now }: Scene): readonly Hurdle[] {
  const schedule = experiments?.schedule;
  if (schedule === undefined) return [];
  const span = nextSpan(schedule, now);
  if (span !== undefined && span.from <= now) return [];
  const next =
    span === undefined ? "no such time in the next two months" : `next from ${isoMinute(span.from)}`;
  return [
    {
      code: "schedule",
      decision: "deny",
      sentence: `policy ${name} lets experiments run ${describeSchedule(schedule)}: ${next}`,
      ...(span !== undefined && { until: span.from }),
    },
  ];
}

const judgedOf = (service: string, environment: string, { facts }: Scene): readonly JudgedSlo[] =>
  facts.slosOf(service, environment).filter(({ slo }) => slo.gate);

/** What must be left, once it has cost what it declares: of every SLO, in its worst group, as its policy judges. */
function belowFloor(
  { service, environment, cost }: Trial,
  floor: Ratio | undefined,
  scene: Scene,
): readonly Hurdle[] {
  if (floor === undefined) return [];
  return judgedOf(service, environment, scene).flatMap((judged): Hurdle[] => {
    const { slo, policy, standing } = judged;
    const sums = judged.groups
      .filter(({ assessment }) => !assessment.gone)
      .map(({ assessment }) => judgedSum(policy, assessment)?.consumed);
    if (standing.state === "unknown" || sums.length === 0 || sums.includes(undefined))
      return [
        {
          code: "no-data",
          decision: "deny",
          slo: slo.id,
          sentence: `how much budget ${slo.id} has left is not known, and ${formatPercent(floor)} must be`,
        },
      ];
    const left = tidy(1 - Math.max(...sums.map((sum) => sum ?? 1)));
    if (tidy(left - (cost ?? 0)) >= floor) return [];
    const spent =
      cost === undefined ? "" : ` − ${formatPercent(cost)} declared = ${formatPercent(tidy(left - cost))}`;
    return [
      {
        code: "floor",
        decision: "deny",
        slo: slo.id,
        sentence: `${formatPercent(left)} of the budget of ${slo.id} is left${spent}: the floor is ${formatPercent(floor)}`,
      },
    ];
  });
}

const frozenAround = ({ environment }: Trial, around: readonly string[], scene: Scene): readonly Hurdle[] =>
  around.flatMap((service) =>
    judgedOf(service, environment, scene)
      .filter(({ standing }) => standing.state === "frozen")
      .map(({ slo }) => ({
        code: "freeze",
        decision: "deny",
        slo: slo.id,
        sentence: `${slo.id} is frozen: nobody experiments on ${service} or on what it depends on`,
      })),
  );

const incidentsAround = (
  { environment }: Trial,
  around: readonly string[],
  { state }: Scene,
): readonly Hurdle[] =>
  [...state.incidents.values()]
    .filter(
      (incident) =>
        incident.environment === environment &&
        around.includes(incident.service) &&
        incidentState(incident) === "open",
    )
    .map(({ id, title, service }) => ({
      code: "incident",
      decision: "deny",
      sentence: `incident ${id} of ${service} is open: ${title}`,
    }));

function othersAround(
  { experiment, environment }: Trial,
  around: readonly string[],
  scene: Scene,
): readonly Hurdle[] {
  const running = [...scene.state.experiments.values()].filter(
    ({ id, state, plan }) => state === "running" && plan.environment === environment && id !== experiment?.id,
  );
  return running.flatMap((other): Hurdle[] => {
    const common = shared(around, withDependants(other.plan.service, scene.facts));
    if (common.length === 0) return [];
    const { startedAt, plan } = other;
    const until = startedAt && endsBy({ startedAt, plan });
    return [
      {
        code: "overlap",
        decision: "deny",
        sentence: `experiment ${other.id} on ${other.plan.service} is running, and both could hurt ${common.join(", ")}`,
        ...(until !== undefined && { until }),
      },
    ];
  });
}

function unapproved(
  { service, experiment }: Trial,
  seats: readonly string[],
  { facts }: Scene,
): readonly Hurdle[] {
  const owner = facts.services.get(service)?.owner;
  const missing = missingSeats(seats, experiment?.approvals ?? [], owner);
  if (missing.length === 0) return [];
  const how =
    experiment === undefined ? "ask with nines experiment request" : `${experiment.id} waits for it`;
  return [
    {
      code: "approval",
      decision: "needs_exception",
      sentence: `an experiment needs the approval of ${missing.join(" and ")}: ${how}`,
    },
  ];
}
