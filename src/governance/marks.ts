import type { Slo } from "../model/slo.ts";
import type { Timestamp } from "../model/units.ts";
import type { Correction } from "./corrections/correction.ts";
import { titleOf, type Deployment } from "./deployments/deployment.ts";
import { endsBy, type Experiment } from "./experiments/experiment.ts";
import type { Exception } from "./exceptions/exception.ts";
import { endOf, startOf, type Incident } from "./incidents/incident.ts";
import { inWords, type PromiseChange } from "./loosening/changes.ts";
import type { Loosening } from "./loosening/promise.ts";
import type { GovernanceState } from "./state.ts";
import { occurrencesOf } from "./windows/schedule/occurrences.ts";
import type { MaintenanceWindow } from "./windows/window.ts";

/** What is worth a mark beside an SLO's budget. */
export const markKinds = [
  "deployment",
  "incident",
  "exception",
  "experiment",
  "correction",
  "maintenance",
  "spec-change",
] as const;
export type MarkKind = (typeof markKinds)[number];

/** Something that happened to an SLO, on the same time axis as its budget. */
export interface Mark {
  kind: MarkKind;
  /** Of what it stands for: `ex-…`. A change of the spec that made nothing easier has none. */
  id?: string;
  title: string;
  from: Timestamp;
  /** Absent for what has no length. */
  to?: Timestamp;
}

/** From the first moment to the last that are looked at. */
export interface Stretch {
  from: Timestamp;
  to: Timestamp;
}

type Concerns = { service: string; environments: readonly string[]; slos: readonly string[] };

const concerns = ({ service, environments, slos }: Concerns, slo: Slo): boolean =>
  service === slo.service &&
  environments.includes(slo.environment) &&
  (slos.length === 0 || slos.includes(slo.id));

const overlaps = ({ from, to }: Mark, stretch: Stretch): boolean =>
  from <= stretch.to && (to ?? from) >= stretch.from;

const exceptionMark = ({ id, request, inForceAt, ended }: Exception): Mark[] =>
  inForceAt === undefined
    ? []
    : [
        {
          kind: "exception",
          id,
          title: request.reason.text,
          from: inForceAt,
          to: ended?.at ?? request.expiry,
        },
      ];

const isOn =
  (slo: Slo) =>
  ({ service, environment }: { service: string; environment: string }): boolean =>
    service === slo.service && environment === slo.environment;

const deploymentMark = (deployment: Deployment): Mark => {
  const { id, startedAt, finishedAt, outcome = "under way" } = deployment;
  return {
    kind: "deployment",
    id,
    title: `${titleOf(deployment)}: ${outcome}`,
    from: startedAt,
    ...(finishedAt !== undefined && { to: finishedAt }),
  };
};

/** From its first sign to its end, or to the present while it is open: its quiet spells are part of it. */
const incidentMark = (incident: Incident, { to }: Stretch): Mark => {
  const { id, title } = incident;
  return { kind: "incident", id, title, from: startOf(incident), to: endOf(incident) ?? to };
};

const experimentMark = ({ id, plan, startedAt, endedAt }: Experiment): Mark[] =>
  startedAt === undefined
    ? []
    : [
        {
          kind: "experiment",
          id,
          title: plan.title,
          from: startedAt,
          to: endedAt ?? endsBy({ startedAt, plan }),
        },
      ];

const correctionMark = ({ id, request, state }: Correction): Mark[] =>
  state === "approved"
    ? [
        {
          kind: "correction",
          id,
          title: `${request.effect}: ${request.reason}`,
          from: request.from,
          to: request.to,
        },
      ]
    : [];

const windowMarks = ({ id, request, cancelled, denied }: MaintenanceWindow, stretch: Stretch): Mark[] =>
  denied !== undefined
    ? []
    : occurrencesOf(request.schedule, stretch.from, stretch.to)
        .filter(({ from }) => cancelled === undefined || from < cancelled.at)
        .map(({ from, to }) => ({ kind: "maintenance", id, title: request.title, from, to }));

const changeMark = (change: PromiseChange): Mark => ({
  kind: "spec-change",
  title: inWords(change).join(", "),
  from: change.at,
});

const looseningMark = ({ id, kinds, at }: Loosening): Mark => ({
  kind: "spec-change",
  id,
  title: `promise made easier: ${kinds.join(", ")}`,
  from: at,
});

/** Everything on record that bears on an SLO's budget in a stretch of time, in order. */
export function marksOf(state: GovernanceState, slo: Slo, stretch: Stretch): readonly Mark[] {
  const of = <Item extends { request: Concerns }>(items: Iterable<Item>): Item[] =>
    [...items].filter(({ request }) => concerns(request, slo));
  const isHere = isOn(slo);
  return [
    ...[...state.deployments.values()].filter(isHere).map(deploymentMark),
    ...[...state.incidents.values()].filter(isHere).map((incident) => incidentMark(incident, stretch)),
    ...of(state.exceptions.values()).flatMap(exceptionMark),
    ...[...state.experiments.values()].filter(({ plan }) => isHere(plan)).flatMap(experimentMark),
    ...of(state.corrections.values()).flatMap(correctionMark),
    ...of(state.windows.values()).flatMap((window) => windowMarks(window, stretch)),
    ...[...state.loosenings.values()].filter((each) => each.slo === slo.id).map(looseningMark),
    ...(state.promiseChanges.get(slo.id) ?? []).map(changeMark),
  ]
    .filter((mark) => overlaps(mark, stretch))
    .sort((a, b) => a.from - b.from);
}
