import type { GroupAssessment } from "../../budget/assessment.ts";
import { deployedKey } from "../../governance/deployments/fold.ts";
import type { Exception } from "../../governance/exceptions/exception.ts";
import { withDependants } from "../../governance/experiments/around.ts";
import type { Experiment } from "../../governance/experiments/experiment.ts";
import { type Incident, incidentState } from "../../governance/incidents/incident.ts";
import type { Loosening } from "../../governance/loosening/promise.ts";
import type { GovernanceState } from "../../governance/state.ts";
import type { MaintenanceWindow } from "../../governance/windows/window.ts";
import type { Environment, Service } from "../../model/definitions.ts";
import { servicesNamed } from "../../model/dependencies.ts";
import type { Policy } from "../../model/policy.ts";
import type { Slo } from "../../model/slo.ts";
import type { Seconds, Timestamp } from "../../model/units.ts";
import type { JudgedGroup, JudgedSlo } from "../../policy/judged.ts";
import { mattersOf } from "../matters.ts";
import type { Question } from "../question.ts";
import { resolve } from "../subject.ts";
import type { GateView } from "../view.ts";

/** An SLO as the gate reads it: without its expressions and its alerts. Its policy by name. */
export interface SloInput {
  slo: Omit<Slo, "sli" | "presence" | "alerting" | "source" | "labels" | "description">;
  policy: string;
  assessment: Pick<JudgedSlo["assessment"], "observedAt" | "rules" | "cause" | "detail">;
  standing: JudgedSlo["standing"];
  groups: readonly GroupInput[];
  /** Which of the groups is the worst. */
  worst: number;
}

export interface GroupInput {
  assessment: Omit<GroupAssessment, "taken" | "exhaustion" | "dataAt">;
  standing: JudgedGroup["standing"];
}

/** All that a verdict was made of, and nothing that it was not: the same inputs are the same verdict. */
export interface GateInputs {
  question: Question;
  now: Timestamp;
  finishedAt: Timestamp;
  interval: Seconds;
  services: readonly Service[];
  environments: readonly Environment[];
  policies: readonly Policy[];
  slos: readonly SloInput[];
  exceptions: readonly Exception[];
  windows: readonly MaintenanceWindow[];
  loosenings: readonly Loosening[];
  /** Successful deployments that prove what a change claims to be, as `GovernanceState.deployed` keeps them. */
  deployed: readonly (readonly [string, Timestamp])[];
  /** Of those that experiments could hurt; where no policy asks anything of experiments there are none. */
  incidents: readonly Incident[];
  experiments: readonly Experiment[];
}

/** The part of the world that a question is about. */
export function inputsOf(
  question: Question,
  view: GateView,
  governance: GovernanceState,
  now: Timestamp,
): GateInputs {
  const services = servicesAbout(question, view, governance);
  const names = new Set(services.map(({ name }) => name));
  const exceptions = exceptionsOf(names, governance);
  const slos = services.flatMap((service) =>
    placesOf(service, question, view, exceptions).flatMap((place) => view.slosOf(service.name, place)),
  );
  const policies = policiesOf(slos, services, view);
  const matters = [...namesAsked(question, names)].flatMap((name) => mattersOf(governance, name) ?? []);
  return {
    ...{ question, now, finishedAt: view.finishedAt, interval: view.interval, services },
    environments: [...new Set(view.environments.values())],
    policies,
    slos: slos.map(sloInput),
    exceptions,
    windows: matters.flatMap(({ windows }) => windows),
    loosenings: matters.flatMap(({ loosenings }) => loosenings),
    deployed: policies.some(({ claims }) => claims !== undefined)
      ? deploymentsOf(question, services, governance)
      : [],
    ...experimentInputs(question, services, view, governance),
  };
}

/** Each once, however many SLOs are judged by it. */
function policiesOf(
  slos: readonly JudgedSlo[],
  services: readonly Service[],
  view: GateView,
): readonly Policy[] {
  const known = ["default", ...services.map(({ policy }) => policy)].map((name) => view.policies.get(name));
  const all = [...slos.map(({ policy }) => policy), ...known].filter((policy) => policy !== undefined);
  return [...new Map(all.map((policy) => [policy.name, policy])).values()];
}

/** What bears on experiments: whether one would be allowed now is told with every verdict. */
function experimentInputs(
  { trial }: Question,
  services: readonly Service[],
  view: GateView,
  { incidents, experiments }: GovernanceState,
): Pick<GateInputs, "incidents" | "experiments"> {
  if (!asksOfExperiments(services, view)) return { incidents: [], experiments: [] };
  const names = new Set(services.map(({ name }) => name));
  return {
    incidents: [...incidents.values()].filter(
      (incident) => names.has(incident.service) && incidentState(incident) === "open",
    ),
    experiments: [...experiments.values()].filter(
      ({ id, state }) => state === "running" || id === trial?.experiment,
    ),
  };
}

const asksOfExperiments = (services: readonly Service[], { policies }: GateView): boolean =>
  services.some(({ policy }) => policies.get(policy)?.experiments !== undefined);

const deploymentsOf = (
  { sha }: Question,
  services: readonly Service[],
  { deployed }: Pick<GovernanceState, "deployed">,
): GateInputs["deployed"] =>
  services.flatMap(({ name, environments }) =>
    environments.flatMap((environment) => {
      const key = deployedKey(name, environment, sha ?? "");
      const at = deployed.get(key);
      return at === undefined ? [] : [[key, at] as const];
    }),
  );

/** A service that git has lost may still be held by what it promised. */
const namesAsked = ({ subject }: Question, names: ReadonlySet<string>): ReadonlySet<string> =>
  subject.kind === "service" ? new Set([...names, subject.service]) : names;

/** Those asked about and those that they depend on, in the order in which the view has them. */
function servicesAbout(question: Question, view: GateView, governance: GovernanceState): readonly Service[] {
  const { subject } = question;
  const resolved = resolve(subject, view);
  const named = "cause" in resolved ? resolved.services : resolved.map(({ service }) => service.name);
  const wanted = new Set(
    named.flatMap((name) => [name, ...servicesNamed(view.services.get(name)?.dependsOn ?? [])]),
  );
  for (const name of hurtByExperiments(named, view, governance)) wanted.add(name);
  if (subject.kind === "service") return [...wanted].flatMap((name) => view.services.get(name) ?? []);
  return [...view.services.values()].filter(
    ({ name, delivery }) =>
      wanted.has(name) || delivery.some(({ repository }) => repository === subject.repository),
  );
}

/** Everybody whom an experiment there, or one that is running, could hurt. */
function hurtByExperiments(
  named: readonly string[],
  view: GateView,
  { experiments }: GovernanceState,
): readonly string[] {
  const services = named.flatMap((name) => view.services.get(name) ?? []);
  if (!asksOfExperiments(services, view)) return [];
  const running = [...experiments.values()].filter(({ state }) => state === "running");
  return [...named, ...running.map(({ plan }) => plan.service)].flatMap((name) => withDependants(name, view));
}

/** What an exception costs is looked at in all of its environments, not only in the one that is asked about. */
function placesOf(
  service: Service,
  { subject }: Question,
  view: GateView,
  exceptions: readonly Exception[],
): readonly string[] {
  if (subject.kind === "delivery" || exceptions.length > 0)
    return [
      ...new Set([...service.environments, ...exceptions.flatMap(({ request }) => request.environments)]),
    ];
  return [view.environments.get(subject.environment)?.name ?? subject.environment];
}

/** Those that are open, and silver bullets that were fired: they count against the quarter's. */
function exceptionsOf(names: ReadonlySet<string>, governance: GovernanceState): readonly Exception[] {
  const open = [...names].flatMap((name) => mattersOf(governance, name)?.exceptions ?? []);
  if (!open.some(({ request }) => request.silverBullet)) return open;
  const bullets = [...governance.exceptions.values()].filter(
    ({ request }) => request.silverBullet && names.has(request.service),
  );
  return [...new Set([...open, ...bullets])];
}

const shortened = new WeakMap<JudgedSlo, SloInput>();

/** One cycle's finding is asked about many times. */
function sloInput(judged: JudgedSlo): SloInput {
  const known = shortened.get(judged);
  if (known !== undefined) return known;
  const {
    sli: _,
    presence: __,
    alerting: ___,
    source: ____,
    labels: _____,
    description: ______,
    ...slo
  } = judged.slo;
  const { observedAt, rules, cause, detail } = judged.assessment;
  const input: SloInput = {
    slo,
    policy: judged.policy.name,
    assessment: {
      rules,
      ...(observedAt !== undefined && { observedAt }),
      ...(cause !== undefined && { cause }),
      ...(detail !== undefined && { detail }),
    },
    standing: judged.standing,
    groups: judged.groups.map(groupInput),
    worst: judged.groups.indexOf(judged.worst),
  };
  shortened.set(judged, input);
  return input;
}

function groupInput({ assessment, standing }: JudgedGroup): GroupInput {
  const { taken: _, exhaustion: __, dataAt: ___, ...kept } = assessment;
  return { assessment: kept, standing };
}
