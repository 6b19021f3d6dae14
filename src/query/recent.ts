import { label, series } from "../model/names.ts";
import type { GroupLabels } from "../model/observation.ts";
import { formatSelector, type Matcher } from "../model/promql.ts";
import type { Slo } from "../model/slo.ts";
import type { Course } from "../model/course.ts";
import { timestamp, type Seconds } from "../model/units.ts";
import type { NoData, Reply } from "./port.ts";

/** The last samples of one group's ledger: two range vectors, as recorded, that end at the instant of the question. */
export function recentQueries(
  slo: Slo,
  group: GroupLabels,
  over: Seconds,
): readonly [bad: string, total: string] {
  const matchers = Object.entries({ [label.id]: slo.id, ...group }).map(([name, value]): Matcher => ({
    label: name,
    op: "=",
    value,
  }));
  const of = (metric: string): string => `${formatSelector({ metric, matchers })}[${over}s]`;
  return [of(series.ledgerBad), of(series.ledgerTotal)];
}

/** Of what two replicas of a ruler wrote, the one with more samples is read. */
export function readRecent(bad: Reply | undefined, total: Reply | undefined): Course | NoData {
  const silent = [bad, total].find((reply): reply is NoData => reply?.kind === "no-data");
  if (silent !== undefined) return silent;
  const failed = new Map(longestOf(bad));
  return longestOf(total)
    .filter(([, count]) => Number.isFinite(count))
    .map(([at, count]) => ({ at: timestamp(at), bad: failed.get(at) ?? 0, total: count }));
}

type Points = readonly (readonly [at: number, value: number])[];
const none: Points = [];

const longestOf = (reply: Reply | undefined): Points =>
  reply?.kind === "matrix"
    ? reply.series.reduce((longest, { points }) => (points.length > longest.length ? points : longest), none)
    : none;
