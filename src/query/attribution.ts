import { label, series } from "../model/names.ts";
import { groupKey, type GroupLabels } from "../model/observation.ts";
import { formatSelector } from "../model/promql.ts";
import type { Slo } from "../model/slo.ts";
import type { Timestamp } from "../model/units.ts";
import type { Labels, NoData, Reply } from "./port.ts";
import { anyOf } from "./selectors.ts";

/** The ledger of one group, sample by sample, in order of time. */
export interface GroupPoints {
  group: GroupLabels;
  points: readonly (readonly [at: number, events: number])[];
}

/** By SLO id, then by `groupKey`. */
export type LedgerPoints = ReadonlyMap<string, ReadonlyMap<string, GroupPoints>>;

/** Prometheus 2 reads closed ranges: a millisecond less keeps out the sample that stands on the edge. */
const rangeOf = (from: Timestamp, at: Timestamp): string =>
  `${Math.max(Math.round((at - from) * 1_000) - 1, 1)}ms`;

const over = (metric: string, slos: readonly Slo[], range: string): string => {
  const ids = anyOf(slos.map(({ id }) => id));
  return `${formatSelector({ metric, matchers: [{ label: label.id, op: "=~", value: ids }] })}[${range}]`;
};

/** Bad and total events of a stretch that ends at the instant of the question: two range vectors, as recorded. */
export const pointQueries = (slos: readonly Slo[], from: Timestamp, at: Timestamp) => ({
  bad: over(series.ledgerBad, slos, rangeOf(from, at)),
  total: over(series.ledgerTotal, slos, rangeOf(from, at)),
});

/** Events of a stretch by group, summed by Prometheus. */
export const totalQuery = (slo: Slo, from: Timestamp, at: Timestamp): string => {
  const by = [label.id, ...slo.groupBy].join(", ");
  return `sum by (${by}) (sum_over_time(${over(series.ledgerTotal, [slo], rangeOf(from, at))}))`;
};

const groupOf = ({ groupBy }: Slo, labels: Labels): GroupLabels =>
  Object.fromEntries(groupBy.map((name) => [name, labels[name] ?? ""]));

/** Where two replicas of a ruler wrote the same ledger, one of them is read: both counted the same events. */
export function readPoints(reply: Reply | undefined, slos: readonly Slo[]): LedgerPoints | NoData {
  if (reply?.kind !== "matrix") return silenceOf(reply);
  const byId = new Map(slos.map((slo) => [slo.id, slo]));
  const found = new Map<string, Map<string, GroupPoints>>();
  for (const { labels, points } of reply.series) {
    const slo = byId.get(labels[label.id] ?? "");
    if (slo === undefined) continue;
    const group = groupOf(slo, labels);
    const groups = found.get(slo.id) ?? new Map<string, GroupPoints>();
    found.set(slo.id, groups);
    const key = groupKey(group);
    if ((groups.get(key)?.points.length ?? 0) < points.length)
      groups.set(key, { group, points: points.filter(([, value]) => Number.isFinite(value)) });
  }
  return found;
}

/** By `groupKey`. */
export function readTotals(reply: Reply | undefined, slo: Slo): ReadonlyMap<string, number> | NoData {
  if (reply?.kind !== "vector") return silenceOf(reply);
  return new Map(reply.samples.map(({ labels, value }) => [groupKey(groupOf(slo, labels)), value]));
}

const silenceOf = (reply: Reply | undefined): NoData =>
  reply?.kind === "no-data"
    ? reply
    : {
        kind: "no-data",
        cause: "unusable-answer",
        message: "Prometheus did not answer with what was asked for",
      };
