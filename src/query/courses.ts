import type { Course, Stretch } from "../model/course.ts";
import { formatDuration } from "../model/durations.ts";
import { label, series } from "../model/names.ts";
import { formatSelector } from "../model/promql.ts";
import type { Slo } from "../model/slo.ts";
import { timestamp } from "../model/units.ts";
import type { NoData, Reply, Series } from "./port.ts";
import { anyOf } from "./selectors.ts";

/** A selector with more ids than this is worth a question of its own. */
const idsPerQuestion = 200;

/** Bad and all events of up to two hundred SLOs, interval by interval. */
export type CourseQuestion = readonly [bad: string, total: string];

/** Two range vectors for each two hundred SLOs; the groups of an SLO are added up. */
export function planCourses(slos: readonly Slo[], stretch: Stretch): readonly CourseQuestion[] {
  const sorted = slos.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const parts = Array.from({ length: Math.ceil(sorted.length / idsPerQuestion) }, (_, part) =>
    sorted.slice(part * idsPerQuestion, (part + 1) * idsPerQuestion),
  );
  return parts.map((part) => [
    courseOf(series.ledgerBad, part, stretch),
    courseOf(series.ledgerTotal, part, stretch),
  ]);
}

function courseOf(metric: string, slos: readonly Slo[], { over, step }: Stretch): string {
  const ids = anyOf(slos.map(({ id }) => id));
  const selector = formatSelector({ metric, matchers: [{ label: label.id, op: "=~", value: ids }] });
  // Prometheus 2 reads closed ranges: a millisecond less keeps out the sample that stands on the edge.
  const inInterval = `sum_over_time(${selector}[${step * 1_000 - 1}ms])`;
  const groups = [label.id, ...new Set(slos.flatMap(({ groupBy }) => groupBy))].join(", ");
  // `max` makes one of what two replicas wrote.
  const whole = `sum by (${label.id}) (max by (${groups}) (${inInterval}))`;
  return `(${whole})[${formatDuration(over)}:${formatDuration(step)}]`;
}

/** Courses by SLO id. */
export function readCourses(replies: readonly (Reply | undefined)[]): ReadonlyMap<string, Course> | NoData {
  const [bad, total] = replies;
  if (bad?.kind !== "matrix") return silenceOf(bad);
  if (total?.kind !== "matrix") return silenceOf(total);
  const badOf = new Map(bad.series.map((each) => [idOf(each), new Map(each.points)]));
  return new Map(
    total.series.map((each) => [
      idOf(each),
      each.points.flatMap(([at, count]) => {
        const failed = badOf.get(idOf(each))?.get(at);
        const known = failed !== undefined && Number.isFinite(failed) && Number.isFinite(count);
        return known ? [{ at: timestamp(at), bad: failed, total: count }] : [];
      }),
    ]),
  );
}

const idOf = ({ labels }: Series): string => labels[label.id] ?? "";

const silenceOf = (reply: Reply | undefined): NoData =>
  reply?.kind === "no-data"
    ? reply
    : {
        kind: "no-data",
        cause: "unusable-answer",
        message: "Prometheus did not answer with a matrix where one was asked for",
      };
