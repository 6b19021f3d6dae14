import { titleOf, type Deployment } from "../../governance/deployments/deployment.ts";
import { withDependants } from "../../governance/experiments/around.ts";
import type { Experiment } from "../../governance/experiments/experiment.ts";
import type { Facts } from "../../governance/facts.ts";
import type { ReceivedAlert } from "../../governance/incidents/alert.ts";
import type { Incident } from "../../governance/incidents/incident.ts";
import { matchesGroup, type GroupLabels } from "../../model/observation.ts";
import type { Slo } from "../../model/slo.ts";
import { seconds, timestamp, type Seconds, type Timestamp } from "../../model/units.ts";
import type { BurnSource, Span } from "./split.ts";

/** A source with what people call it. */
export interface NamedSource extends BurnSource {
  title: string;
  /** Only these groups of the SLO; every one when empty. */
  groups: readonly GroupLabels[];
}

/** How long a deployment is watched when no other one follows: what it broke shows within hours. */
export const deploymentWatchedFor: Seconds = seconds(4 * 3_600);

/**
 * From its start until the next deployment of the same service and environment, at most four hours after its end. It
 * never lasts beyond the present.
 */
export function deploymentSpan(
  { startedAt, finishedAt = startedAt, id }: Deployment,
  there: readonly Deployment[],
  now: Timestamp,
): Span {
  const next = there.filter((other) => other.id !== id && other.startedAt > startedAt);
  const ends = [finishedAt + deploymentWatchedFor, now, ...next.map((other) => other.startedAt)];
  return { from: startedAt, to: timestamp(Math.max(startedAt, Math.min(...ends))) };
}

const isThere =
  ({ service, environment }: Pick<Slo, "service" | "environment">) =>
  (item: { service: string; environment: string }): boolean =>
    item.service === service && item.environment === environment;

export function deploymentSources(
  deployments: Iterable<Deployment>,
  slo: Slo,
  now: Timestamp,
): readonly NamedSource[] {
  const there = [...deployments].filter(isThere(slo)).toSorted((a, b) => a.startedAt - b.startedAt);
  return there.map((each, index) => ({
    kind: "deployment",
    id: each.id,
    title: titleOf(each),
    groups: [],
    spans: [deploymentSpan(each, there.slice(index), now)],
  }));
}

/** The spells of an incident, in the groups of this SLO that its alerts were about. */
export const incidentSources = (
  incidents: Iterable<Incident>,
  alerts: ReadonlyMap<string, ReceivedAlert>,
  slo: Slo,
  now: Timestamp,
): readonly NamedSource[] =>
  [...incidents].filter(isThere(slo)).map((incident) => incidentSource(incident, alerts, slo, now));

export function incidentSource(
  incident: Incident,
  alerts: ReadonlyMap<string, ReceivedAlert>,
  slo: Slo,
  now: Timestamp,
): NamedSource {
  const { id, title, spells } = incident;
  const about = incident.alerts
    .flatMap((each) => alerts.get(each) ?? [])
    .filter(({ slo: of }) => of === slo.id);
  const groups = about.some(({ group }) => Object.keys(group).length === 0)
    ? []
    : about.map(({ group }) => group);
  return { kind: "incident", id, title, groups, spans: spells.map(({ from, to = now }) => ({ from, to })) };
}

/** What people did, each in its own region where the SLO is grouped by something of that name. */
export const actionSources = (
  { actions }: Incident,
  present: readonly GroupLabels[],
  now: Timestamp,
): readonly NamedSource[] =>
  actions.map(({ id, what, region, startedAt, finishedAt = now }) => ({
    kind: "action",
    id,
    title: what,
    groups: present.filter((group) => region !== undefined && Object.values(group).includes(region)),
    spans: [{ from: startedAt, to: finishedAt }],
  }));

/** From its start to its end, on the service itself and on all who depend on it. */
export const experimentSources = (
  experiments: Iterable<Experiment>,
  slo: Slo,
  facts: Pick<Facts, "services">,
  now: Timestamp,
): readonly NamedSource[] =>
  [...experiments].flatMap(({ id, plan, startedAt, endedAt = now }): NamedSource[] =>
    startedAt !== undefined &&
    plan.environment === slo.environment &&
    withDependants(plan.service, facts).includes(slo.service)
      ? [{ kind: "experiment", id, title: plan.title, groups: [], spans: [{ from: startedAt, to: endedAt }] }]
      : [],
  );

/** When a dependency burned as fast as its pages ring for. */
export const dependencySource = (service: string, spans: readonly Span[]): NamedSource => ({
  kind: "dependency",
  id: service,
  title: service,
  groups: [],
  spans,
});

export const concerns = ({ groups }: NamedSource, group: GroupLabels): boolean =>
  groups.length === 0 || groups.some((wanted) => matchesGroup(group, wanted));
