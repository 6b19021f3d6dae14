import { label } from "../model/names.ts";
import { groupKey, type GroupLabels } from "../model/observation.ts";
import type { Slo } from "../model/slo.ts";
import { timestamp, type Seconds, type Timestamp } from "../model/units.ts";
import type { JudgedSlo } from "../policy/judged.ts";
import { historyQueries, type HistoryQueries, type HistorySpan, type Moment } from "../query/history.ts";
import type { Ask, Labels, NoData, Reply, Series } from "../query/port.ts";
import { windowStart } from "../report/attribution/window.ts";
import type { RuntimePorts } from "./ports.ts";
import type { SnapshotReader } from "./snapshot.ts";
import { sourceOf } from "./sources.ts";

export interface HistoryCount {
  bad: number;
  total: number;
}

/** Events of one step of the ledger; `at` is its end. */
export interface HistoryPoint extends HistoryCount {
  at: Timestamp;
}

/** A stretch in which a tier fired, to within the step it was asked by. */
export interface FiredSpan {
  tier: string;
  from: Timestamp;
  to: Timestamp;
}

export interface GroupHistory {
  group: GroupLabels;
  /** Events of the window before the first step. */
  carried: HistoryCount;
  /** The last may be shorter than a step: it ends where the stretch does. */
  points: readonly HistoryPoint[];
  fired: readonly FiredSpan[];
}

/** How an SLO's budget came to be what it is, over its window or a part of it. */
export interface SloHistory extends HistorySpan {
  judged: JudgedSlo;
  step: Seconds;
  /** Where the first step begins. */
  first: Timestamp;
  /** In the order of `judged.groups`. */
  groups: readonly GroupHistory[];
  silent?: NoData;
}

/** What of the window is asked for; all of it where an edge is left out. */
export interface AskedStretch {
  from?: Timestamp;
  to?: Timestamp;
  /** Instead of `from`: so long before `to`. */
  over?: Seconds;
}

/** Reads it from the SLO's source; undefined when there is no such SLO. */
export type ReadHistory = (id: string, asked?: AskedStretch) => Promise<SloHistory | undefined>;

export const historian =
  (reader: SnapshotReader, ports: Pick<RuntimePorts, "sources" | "now">): ReadHistory =>
  async (id, asked = {}) => {
    const judged = reader.current()?.byId.get(id);
    if (judged === undefined) return undefined;
    const span = spanOf(judged, asked, judged.assessment.observedAt ?? ports.now());
    const queries = historyQueries(judged.slo, span);
    const source = sourceOf(judged.slo, ports.sources);
    return historyFrom(
      judged,
      span,
      queries,
      source === undefined ? noReplies : await askAll(source.ask, queries),
    );
  };

/** The shortest stretch that is looked at: nothing lies between fewer steps. */
const shortest = 1_800;

/** What is asked for as far as it lies in the window. */
export function spanOf(judged: JudgedSlo, { from, to, over }: AskedStretch, now: Timestamp): HistorySpan {
  const windowFrom = windowStart(judged.slo, now);
  const end = Math.min(Math.max(to ?? now, windowFrom + shortest), now);
  const wanted = over === undefined ? (from ?? windowFrom) : end - over;
  const begin = Math.max(Math.min(wanted, end - shortest), windowFrom);
  return { windowFrom, from: timestamp(begin), to: timestamp(end) };
}

export type Counted<Answer> = { bad: Answer; total: Answer };

/** What was answered, each in the place of its question. */
export interface HistoryReplies {
  steps: Counted<Reply | undefined>;
  carried?: Counted<Reply | undefined>;
  rest?: Counted<Reply | undefined>;
  alerts: Reply | undefined;
}

const noReplies: HistoryReplies = { steps: { bad: undefined, total: undefined }, alerts: undefined };

async function askAll(ask: Ask, { steps, carried, rest, alerts }: HistoryQueries): Promise<HistoryReplies> {
  const both = async ({ at, queries }: Moment<Counted<string>>): Promise<Counted<Reply | undefined>> => {
    const [bad, total] = await ask([queries.bad, queries.total], at);
    return { bad, total };
  };
  const [ofSteps, before, after, [fired]] = await Promise.all([
    both(steps),
    carried && both(carried),
    rest && both(rest),
    ask([alerts.queries], alerts.at),
  ]);
  return { steps: ofSteps, ...(before && { carried: before }), ...(after && { rest: after }), alerts: fired };
}

/** Pure: what the replies say, group by group. */
export function historyFrom(
  judged: JudgedSlo,
  span: HistorySpan,
  { step, first, alertStep }: HistoryQueries,
  replies: HistoryReplies,
): SloHistory {
  const { steps, carried, rest, alerts } = replies;
  const silent = [steps.bad, steps.total, carried?.bad, carried?.total, rest?.bad, rest?.total, alerts].find(
    (reply): reply is NoData => reply?.kind === "no-data",
  );
  return {
    judged,
    ...span,
    step,
    first,
    groups: judged.groups.map(({ assessment: { group } }) => ({
      group,
      carried: countOf(carried, judged.slo, group) ?? { bad: 0, total: 0 },
      points: [...pointsOf(steps, judged.slo, group, first), ...restOf(rest, judged.slo, group, span.to)],
      fired: seriesOf(alerts, judged.slo, group).flatMap((each) => spansOf(each, alertStep)),
    })),
    ...(silent !== undefined && { silent }),
  };
}

const belongs = (slo: Slo, labels: Labels, group: GroupLabels): boolean =>
  groupKey(Object.fromEntries(slo.groupBy.map((name) => [name, labels[name] ?? ""]))) === groupKey(group);

const seriesOf = (reply: Reply | undefined, slo: Slo, group: GroupLabels): readonly Series[] =>
  reply?.kind === "matrix" ? reply.series.filter(({ labels }) => belongs(slo, labels, group)) : [];

const valueOf = (reply: Reply | undefined, slo: Slo, group: GroupLabels): number | undefined =>
  reply?.kind === "vector"
    ? reply.samples.find(({ labels }) => belongs(slo, labels, group))?.value
    : undefined;

function countOf(
  reply: Counted<Reply | undefined> | undefined,
  slo: Slo,
  group: GroupLabels,
): HistoryCount | undefined {
  const total = valueOf(reply?.total, slo, group);
  return total === undefined ? undefined : { bad: valueOf(reply?.bad, slo, group) ?? 0, total };
}

function pointsOf(
  { bad, total }: Counted<Reply | undefined>,
  slo: Slo,
  group: GroupLabels,
  first: Timestamp,
): readonly HistoryPoint[] {
  const badAt = new Map(seriesOf(bad, slo, group)[0]?.points);
  return (seriesOf(total, slo, group)[0]?.points ?? [])
    .filter(([at]) => at > first)
    .map(([at, count]) => ({ at: timestamp(at), bad: badAt.get(at) ?? 0, total: count }));
}

function restOf(
  rest: HistoryReplies["rest"],
  slo: Slo,
  group: GroupLabels,
  at: Timestamp,
): readonly HistoryPoint[] {
  const count = countOf(rest, slo, group);
  return count === undefined ? [] : [{ at, ...count }];
}

/** Instants no further apart than a step and a half are one stretch; each tells of the step before it. */
function spansOf({ labels, points }: Series, step: Seconds): readonly FiredSpan[] {
  const tier = labels[label.tier] ?? "";
  const spans: FiredSpan[] = [];
  for (const [at] of points) {
    const last = spans.at(-1);
    if (last !== undefined && at - last.to <= 1.5 * step) last.to = timestamp(at);
    else spans.push({ tier, from: timestamp(at - step), to: timestamp(at) });
  }
  return spans;
}
