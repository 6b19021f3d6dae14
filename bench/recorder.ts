import { instant, range, type Sample } from "../kit/ask.ts";
import type { PrometheusServer } from "../kit/prometheus.ts";
import { writeHistory, type HistorySeries } from "../kit/remote-write.ts";
import { label } from "../src/model/names.ts";
import type { RecordingRule } from "../src/compile/rule.ts";

/** A whole month in one head, so that nothing is compacted under a query and any series may still be written. */
export const roomyTsdb = [
  "--storage.tsdb.min-block-duration=120d",
  "--storage.tsdb.max-block-duration=120d",
  "--query.max-samples=500000000",
  "--query.timeout=10m",
];

/** When rules are evaluated: seconds since 1970, both ends included. */
export interface Grid {
  start: number;
  end: number;
  step: number;
}

const recordedLabels = (rule: RecordingRule, labels: Readonly<Record<string, string>>) => ({
  ...labels,
  ...rule.labels,
  [label.metricName]: rule.record,
});

// Prometheus answers at most 11,000 points a series.
const pointsPerQuery = 8_640;

function* chunks({ start, end, step }: Grid): Generator<Grid> {
  for (let from = start; from <= end; from += pointsPerQuery * step)
    yield { start: from, end: Math.min(end, from + (pointsPerQuery - 1) * step), step };
}

interface Recorded {
  labels: HistorySeries["labels"];
  points: (readonly [at: number, value: number])[];
}

/**
 * What a rule would have recorded at every instant of the grid. A range query evaluates its expression at each step
 * exactly as the ruler does at each interval (`accuracy` holds that against a ruler that runs).
 */
export async function recordOver(url: string, rule: RecordingRule, grid: Grid): Promise<HistorySeries[]> {
  const series = new Map<string, Recorded>();
  for (const chunk of chunks(grid)) {
    for (const { labels, values } of await range(url, rule.expr, chunk)) {
      const key = JSON.stringify(Object.entries(labels).sort());
      const known: Recorded = series.get(key) ?? { labels: recordedLabels(rule, labels), points: [] };
      series.set(key, known);
      known.points.push(...values);
    }
  }
  return [...series.values()].map(({ labels, points }) => ({
    labels,
    times: Float64Array.from(points, ([at]) => at * 1_000),
    values: Float64Array.from(points, ([, value]) => value),
  }));
}

const asSeries = (rule: RecordingRule, at: number, { labels, value }: Sample): HistorySeries => ({
  labels: recordedLabels(rule, labels),
  times: Float64Array.of(at * 1_000),
  values: Float64Array.of(value),
});

/**
 * Evaluates rules of many groups at one instant, in the order of their groups and each after what it reads was
 * written, as a ruler does.
 */
export async function recordAt(
  { url }: PrometheusServer,
  groups: readonly (readonly RecordingRule[])[],
  at: number,
): Promise<void> {
  const longest = Math.max(...groups.map((rules) => rules.length));
  for (let n = 0; n < longest; n += 1) {
    const written: HistorySeries[] = [];
    for (const rules of groups) {
      const rule = rules[n];
      if (rule === undefined) continue;
      written.push(...(await instant(url, rule.expr, at)).map((sample) => asSeries(rule, at, sample)));
    }
    if (written.length > 0) await writeHistory(url, written);
  }
}
