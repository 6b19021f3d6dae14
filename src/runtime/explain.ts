import { lessTaken, recoversAt, type PastBad } from "../budget/forecast.ts";
import { expectedSamples } from "../model/intervals.ts";
import { groupKey, type GroupLabels } from "../model/observation.ts";
import { gradedStates, type GradedState } from "../model/policy.ts";
import { eventUnit, type Slo } from "../model/slo.ts";
import { timestamp, type Timestamp } from "../model/units.ts";
import { judgedSum } from "../policy/judge.ts";
import type { JudgedGroup, JudgedSlo } from "../policy/judged.ts";
import { hourlyQueries, ledgerQueries } from "../query/explain.ts";
import type { Ask, Labels, NoData, Reply } from "../query/port.ts";
import type { Explain, ExplainedGroup, ExplainedQuery, Explanation, RecoveryStep } from "./explanation.ts";
import { queryTitles, stepsInWords } from "./explain-words.ts";
import type { RuntimePorts } from "./ports.ts";
import type { SnapshotReader } from "./snapshot.ts";
import { sourceOf } from "./sources.ts";

/** Explains from the ledger itself, asked anew: a second way to the number that the cycle came to. */
export const explainer =
  (reader: SnapshotReader, ports: Pick<RuntimePorts, "sources" | "now">): Explain =>
  async (id) => {
    const judged = reader.current()?.byId.get(id);
    if (judged === undefined) return undefined;
    const source = sourceOf(judged.slo, ports.sources);
    const replies = source === undefined ? [] : await askLedger(source.ask, judged.slo);
    return explainFrom(judged, replies, ports.now());
  };

const parts = ["bad", "total", "samples", "errorRatio", "consumed", "coverage"] as const;

async function askLedger(ask: Ask, slo: Slo): Promise<readonly Reply[]> {
  const queries = ledgerQueries(slo);
  const hourly = hourlyQueries(slo);
  return ask([...parts.map((part) => queries[part]), hourly.bad, hourly.total]);
}

/** Pure: what the replies say, group by group. */
export function explainFrom(judged: JudgedSlo, replies: readonly Reply[], now: Timestamp): Explanation {
  const { slo } = judged;
  const silent = replies.find((reply): reply is NoData => reply.kind === "no-data");
  return {
    judged,
    unit: eventUnit(slo.sli),
    ledgerInterval: slo.ledgerInterval,
    explainedAt: now,
    groups: judged.groups.map((group) => explainGroup(judged, group, replies, now)),
    ...(silent !== undefined && { silent }),
  };
}

function explainGroup(
  judged: JudgedSlo,
  judgedGroup: JudgedGroup,
  replies: readonly Reply[],
  now: Timestamp,
): ExplainedGroup {
  const { slo } = judged;
  const { group } = judgedGroup.assessment;
  const promql = ledgerQueries(slo, group);
  const queries = parts.map((part, index): ExplainedQuery => {
    const value = valueOf(replies[index], slo, group);
    const title = queryTitles(slo)[part];
    return { title, promql: promql[part], ...(value !== undefined && { value }) };
  });
  const present = queries[parts.indexOf("samples")]?.value;
  const expected = expectedSamples(slo.window.length, slo.ledgerInterval);
  const samples = present === undefined ? undefined : { present: Math.min(present, expected), expected };
  const bad = pointsOf(replies[parts.length], slo, group);
  const total = pointsOf(replies[parts.length + 1], slo, group);
  const history = bad.map(([at, value]): PastBad => ({ at: timestamp(at), bad: value }));
  return {
    group,
    queries,
    ...(samples !== undefined && { samples }),
    days: daysOf(bad, total),
    recovery: recoveryOf(judged, judgedGroup, history, now),
    steps: stepsInWords(judged, judgedGroup, samples),
  };
}

const belongs = (slo: Slo, labels: Labels, group: GroupLabels): boolean =>
  groupKey(Object.fromEntries(slo.groupBy.map((name) => [name, labels[name] ?? ""]))) === groupKey(group);

const valueOf = (reply: Reply | undefined, slo: Slo, group: GroupLabels): number | undefined =>
  reply?.kind === "vector"
    ? reply.samples.find(({ labels }) => belongs(slo, labels, group))?.value
    : undefined;

type Points = readonly (readonly [at: number, value: number])[];
const pointsOf = (reply: Reply | undefined, slo: Slo, group: GroupLabels): Points =>
  reply?.kind === "matrix"
    ? (reply.series.find(({ labels }) => belongs(slo, labels, group))?.points ?? [])
    : [];

const day = 86_400;

/** Adds up the hours of each UTC day; the first and the last day are as long as the window covers them. */
function daysOf(bad: Points, total: Points): ExplainedGroup["days"] {
  const days = new Map<number, { at: Timestamp; bad: number; total: number }>();
  const add = (points: Points, field: "bad" | "total"): void => {
    for (const [at, value] of points) {
      const end = timestamp(Math.ceil(at / day) * day);
      const known = days.get(end) ?? { at: end, bad: 0, total: 0 };
      known[field] += value;
      days.set(end, known);
    }
  };
  add(bad, "bad");
  add(total, "total");
  return [...days.values()].sort((a, b) => a.at - b.at);
}

/** When each state above healthy that is held now would be left, from the worst down. */
function recoveryOf(
  { slo, policy }: JudgedSlo,
  { assessment, standing }: JudgedGroup,
  history: readonly PastBad[],
  now: Timestamp,
): readonly RecoveryStep[] {
  const sum = judgedSum(policy, assessment);
  if (sum === undefined || history.length === 0) return [];
  const counts = policy.judge === "adjusted" ? lessTaken(history, assessment.taken ?? []) : history;
  const held = gradedStates.slice(1, gradedStates.indexOf(standing.held) + 1).reverse();
  return (held as Exclude<GradedState, "healthy">[]).map((leaves) => {
    const below = policy.thresholds[leaves] - policy.leave.margin;
    const from = recoversAt(counts, sum, below, slo.window.length, now);
    return { leaves, below, at: timestamp(from + policy.leave.hold) };
  });
}
