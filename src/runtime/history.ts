import { groupKey, type GroupLabels } from "../model/observation.ts";
import { label } from "../model/names.ts";
import type { Slo } from "../model/slo.ts";
import { seconds, timestamp, type Seconds, type Timestamp } from "../model/units.ts";
import type { JudgedSlo } from "../policy/judged.ts";
import { historyQueries, type HistoryQueries } from "../query/history.ts";
import type { Labels, NoData, Reply, Series } from "../query/port.ts";
import type { RuntimePorts } from "./ports.ts";
import type { SnapshotReader } from "./snapshot.ts";
import { sourceOf } from "./sources.ts";

/** Events of one step of the ledger; `at` is its end. */
export interface HistoryPoint {
  at: Timestamp;
  bad: number;
  total: number;
}

/** A stretch in which a tier fired, to within the step it was asked by. */
export interface FiredSpan {
  tier: string;
  from: Timestamp;
  to: Timestamp;
}

export interface GroupHistory {
  group: GroupLabels;
  points: readonly HistoryPoint[];
  fired: readonly FiredSpan[];
}

/** How an SLO's budget came to be what it is, over its window. */
export interface SloHistory {
  judged: JudgedSlo;
  step: Seconds;
  /** In the order of `judged.groups`. */
  groups: readonly GroupHistory[];
  silent?: NoData;
}

/** Reads it from the SLO's source; undefined when there is no such SLO. */
export type ReadHistory = (id: string) => Promise<SloHistory | undefined>;

export const historian =
  (reader: SnapshotReader, ports: Pick<RuntimePorts, "sources">): ReadHistory =>
  async (id) => {
    const judged = reader.current()?.byId.get(id);
    if (judged === undefined) return undefined;
    const queries = historyQueries(judged.slo);
    const source = sourceOf(judged.slo, ports.sources);
    const asked = [queries.bad, queries.total, queries.alerts];
    return historyFrom(judged, queries, source === undefined ? [] : await source.ask(asked));
  };

/** Pure: what the replies say, group by group. */
export function historyFrom(
  judged: JudgedSlo,
  queries: HistoryQueries,
  replies: readonly Reply[],
): SloHistory {
  const silent = replies.find((reply): reply is NoData => reply.kind === "no-data");
  const [bad, total, alerts] = replies;
  return {
    judged,
    step: queries.step,
    groups: judged.groups.map(({ assessment: { group } }) => ({
      group,
      points: pointsOf(seriesOf(bad, judged.slo, group)[0], seriesOf(total, judged.slo, group)[0]),
      fired: seriesOf(alerts, judged.slo, group).flatMap((each) => spansOf(each, queries.alertStep)),
    })),
    ...(silent !== undefined && { silent }),
  };
}

const belongs = (slo: Slo, labels: Labels, group: GroupLabels): boolean =>
  groupKey(Object.fromEntries(slo.groupBy.map((name) => [name, labels[name] ?? ""]))) === groupKey(group);

const seriesOf = (reply: Reply | undefined, slo: Slo, group: GroupLabels): readonly Series[] =>
  reply?.kind === "matrix" ? reply.series.filter(({ labels }) => belongs(slo, labels, group)) : [];

function pointsOf(bad: Series | undefined, total: Series | undefined): readonly HistoryPoint[] {
  const badAt = new Map(bad?.points);
  return (total?.points ?? []).map(([at, count]) => ({
    at: timestamp(at),
    bad: badAt.get(at) ?? 0,
    total: count,
  }));
}

/** Instants no further apart than a step and a half are one stretch. */
function spansOf({ labels, points }: Series, step: Seconds): readonly FiredSpan[] {
  const tier = labels[label.tier] ?? "";
  const spans: FiredSpan[] = [];
  for (const [at] of points) {
    const last = spans.at(-1);
    if (last !== undefined && at - last.to <= 1.5 * step) last.to = timestamp(at);
    else spans.push({ tier, from: timestamp(at), to: timestamp(at + seconds(0)) });
  }
  return spans;
}
