import {
  deploymentSpan,
  actionSources,
  incidentSource,
  type NamedSource,
} from "../../report/attribution/sources.ts";
import { groupKey } from "../../model/observation.ts";
import type { Slo } from "../../model/slo.ts";
import { timestamp, type Timestamp } from "../../model/units.ts";
import type { JudgedSlo } from "../../policy/judged.ts";
import { attribute, type AttributedGroup } from "../../report/attribution/attribute.ts";
import type { GroupLedger } from "../../report/attribution/ledger.ts";
import type { Span } from "../../report/attribution/split.ts";
import { windowStart } from "../../report/attribution/window.ts";
import type { Snapshot } from "../snapshot.ts";
import type { Cost, GroupCost, IncidentCost, Silent, SloCost } from "./attribution.ts";
import { dependencySources, ledgersOf } from "./gather.ts";
import { type AttributionPorts, recordedSources } from "./recorded.ts";

/** What a deployment has cost so far, beside what burned right before it. */
export async function deploymentCost(
  id: string,
  ports: AttributionPorts,
): Promise<Cost | Silent | undefined> {
  const { deployments } = ports.governance();
  const deployment = deployments.get(id);
  const snapshot = ports.snapshots.current();
  if (deployment === undefined || snapshot === undefined) return undefined;
  const { service, environment } = deployment;
  const there = [...deployments.values()].filter(
    (each) => each.service === service && each.environment === environment,
  );
  const now = ports.now();
  const span = deploymentSpan(deployment, there, now);
  const slos: SloCost[] = [];
  const missing: string[] = [];
  for (const judged of snapshot.slosOf(service, environment)) {
    const { slo } = judged;
    const read = await readAround(judged, span, snapshot, ports);
    if ("silent" in read) return read;
    const recorded = recordedSources(ports.governance(), slo, snapshot, now);
    const attributed = attribute(slo, read.ledgers, [...recorded, ...read.dependencies]);
    slos.push({ slo, groups: groupsOf(attributed, id, before(slo, read.ledgers, span, now)) });
    missing.push(...read.missing);
  }
  return { ...span, lasting: span.to >= now, slos, missing: [...new Set(missing)] };
}

/** What an incident cost, and what burned while each of its actions was under way. */
export async function incidentCost(
  id: string,
  ports: AttributionPorts,
): Promise<IncidentCost | Silent | undefined> {
  const { incidents, alerts } = ports.governance();
  const incident = incidents.get(id);
  const snapshot = ports.snapshots.current();
  if (incident === undefined || snapshot === undefined) return undefined;
  const now = ports.now();
  const slos: SloCost[] = [];
  const missing: string[] = [];
  const actions = new Map<string, { source: NamedSource; slos: SloCost[] }>();
  const whole = wholeOf([
    ...incident.spells.map(({ from, to = now }) => ({ from, to })),
    ...incident.actions.map(({ startedAt: from, finishedAt: to = now }) => ({ from, to })),
  ]);
  for (const judged of snapshot.slosOf(incident.service, incident.environment)) {
    const { slo } = judged;
    const read = await readAround(judged, whole, snapshot, ports);
    if ("silent" in read) return read;
    const own = [...recordedSources(ports.governance(), slo, snapshot, now), ...read.dependencies];
    const source = incidentSource(incident, alerts, slo, now);
    // Groups that none of its alerts were about may have suffered all the same.
    const others = own.map((each) => (each.id === id ? { ...source, groups: [] } : each));
    slos.push({ slo, groups: groupsOf(attribute(slo, read.ledgers, others), id) });
    const present = read.ledgers.map(({ group }) => group);
    const acted = actionSources(incident, present, now);
    const split = attribute(slo, read.ledgers, acted);
    for (const each of acted) {
      const known = actions.get(each.id) ?? { source: each, slos: [] };
      actions.set(each.id, known);
      known.slos.push({ slo, groups: groupsOf(split, each.id) });
    }
    missing.push(...read.missing);
  }
  const lasting = incident.spells.at(-1)?.to === undefined;
  return { ...whole, lasting, slos, actions: [...actions.values()], missing: [...new Set(missing)] };
}

const wholeOf = (spans: readonly Span[]): Span => ({
  from: timestamp(Math.min(...spans.map(({ from }) => from))),
  to: timestamp(Math.max(...spans.map(({ to }) => to))),
});

interface Around {
  ledgers: readonly GroupLedger[];
  dependencies: readonly NamedSource[];
  missing: readonly string[];
}

/** The last sample that tells of a moment is stamped an interval and the evaluation delay later. */
const lateness = (slo: Slo): number => slo.ledgerInterval + 60;

/**
 * The ledger of a span and of as long a time before it. Shares are of the budget of the present window, as those of
 * the whole; of what has left it they are of the window that ended with the span.
 */
async function readAround(
  judged: JudgedSlo,
  { from, to }: Span,
  snapshot: Snapshot,
  ports: AttributionPorts,
): Promise<Around | Silent> {
  const { slo } = judged;
  const now = ports.now();
  const at = timestamp(Math.min(now, to + lateness(slo)));
  const present = from >= windowStart(slo, now);
  const around = { from: timestamp(from - (to - from) - slo.ledgerInterval), to: at };
  const ledgers = await ledgersOf(judged, ports.sources, around, { end: present ? now : at, present });
  if ("kind" in ledgers) return { silent: ledgers };
  const { found, missing } = await dependencySources(slo, snapshot, ports.sources, around);
  return { ledgers, dependencies: found, missing };
}

/** What burned in as long a time right before; empty where that is no longer in the window. */
function before(
  slo: Slo,
  ledgers: readonly GroupLedger[],
  { from, to }: Span,
  now: Timestamp,
): ReadonlyMap<string, number> {
  const start = timestamp(from - (to - from));
  if (from >= windowStart(slo, now) && start < windowStart(slo, now)) return new Map();
  const source: NamedSource = {
    ...{ kind: "deployment", id: "before", title: "before", groups: [] },
    spans: [{ from: start, to: from }],
  };
  return new Map(
    attribute(slo, ledgers, [source]).map(({ group, shares }) => [groupKey(group), shares[0]?.during ?? 0]),
  );
}

const groupsOf = (
  attributed: readonly AttributedGroup[],
  id: string,
  earlier?: ReadonlyMap<string, number>,
): readonly GroupCost[] =>
  attributed.flatMap(({ group, shares }) => {
    const mine = shares.find(({ source }) => source.id === id);
    if (mine === undefined) return [];
    const { share, during, bad } = mine;
    const before = earlier?.get(groupKey(group));
    return [{ group, share, during, bad, ...(before !== undefined && { before }) }];
  });
