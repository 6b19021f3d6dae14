import { groupKey, type GroupLabels } from "../model/observation.ts";
import { formatDuration } from "../model/durations.ts";
import { label, series } from "../model/names.ts";
import { formatSelector } from "../model/promql.ts";
import type { Slo } from "../model/slo.ts";
import { seconds, timestamp, type Seconds } from "../model/units.ts";
import { longestLength } from "../model/window.ts";
import type { CourseInterval } from "../model/course.ts";
import type { Reply, Series } from "./port.ts";
import { anyOf } from "./selectors.ts";

const hour = 3_600;
/** Steps of a line, in hours; a line of a hundred pixels shows no more than sixty. */
const steps = [1, 2, 3, 4, 6, 8, 12, 24, 48].map((hours) => seconds(hours * hour));
const mostPoints = 60;

/** A ledger over this length, step by step, for SLOs whose windows are as long. */
export interface LineQuestion {
  slos: readonly Slo[];
  over: Seconds;
  step: Seconds;
  bad: string;
  total: string;
}

/** Two questions for each length of window, however many SLOs have it: each group of each SLO is a series. */
export function planLines(slos: readonly Slo[]): readonly LineQuestion[] {
  return [...Map.groupBy(slos, ({ window }) => longestLength(window))].map(([over, own]) => {
    const step = steps.find((each) => over / each <= mostPoints) ?? seconds(over / mostPoints);
    const question = (metric: string): string => questionOf(metric, own, over, step);
    return { slos: own, over, step, bad: question(series.ledgerBad), total: question(series.ledgerTotal) };
  });
}

function questionOf(metric: string, slos: readonly Slo[], over: Seconds, step: Seconds): string {
  const ids = anyOf(slos.map(({ id }) => id));
  const selector = formatSelector({ metric, matchers: [{ label: label.id, op: "=~", value: ids }] });
  // Prometheus 2 reads closed ranges: a millisecond less keeps out the sample that stands on the edge.
  const inStep = `sum_over_time(${selector}[${step * 1_000 - 1}ms])`;
  const groups = [label.id, ...new Set(slos.flatMap(({ groupBy }) => groupBy))].join(", ");
  return `(max by (${groups}) (${inStep}))[${formatDuration(over)}:${formatDuration(step)}]`;
}

/** The ledger of one group; empty when nothing is known of it. */
export function lineOf(slo: Slo, group: GroupLabels, bad: Reply, total: Reply): readonly CourseInterval[] {
  const badAt = new Map(pointsOf(slo, group, bad));
  return pointsOf(slo, group, total).map(([at, count]) => ({
    at: timestamp(at),
    bad: badAt.get(at) ?? 0,
    total: count,
  }));
}

const pointsOf = (slo: Slo, group: GroupLabels, reply: Reply): Series["points"] =>
  reply.kind === "matrix" ? (reply.series.find((each) => isOf(each, slo, group))?.points ?? []) : [];

const isOf = ({ labels }: Series, slo: Slo, group: GroupLabels): boolean =>
  labels[label.id] === slo.id &&
  groupKey(Object.fromEntries(slo.groupBy.map((name) => [name, labels[name] ?? ""]))) === groupKey(group);
