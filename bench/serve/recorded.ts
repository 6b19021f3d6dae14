import type { HistorySeries } from "../../kit/remote-write.ts";
import { compileSlo } from "../../src/compile/slo-rules.ts";
import { readSpecs } from "../../src/files/read.ts";
import { alert, errorRatioSeries, label, series } from "../../src/model/names.ts";
import { errorBudget, type Slo } from "../../src/model/slo.ts";
import { loadDefinitions } from "../../src/spec/load.ts";

/** A recorded series that holds one value, written every `every` seconds. */
export interface Recorded {
  labels: Readonly<Record<string, string>>;
  value: number;
  every: number;
}

export async function slosOf(folder: string): Promise<readonly Slo[]> {
  const { files } = await readSpecs([folder]);
  const { definitions, diagnostics } = loadDefinitions(files);
  const error = diagnostics.find(({ severity }) => severity === "error");
  if (error !== undefined) throw new Error(error.message);
  return definitions.slos;
}

/** Most are calm; one in fifty is out of budget, a few are on their way. */
const consumedBy = (index: number): number => (index % 50 === 0 ? 1.2 : index % 20 === 0 ? 0.8 : 0.1);

const totals = { interval: 3_000, period: 51_840_000 } as const;

/** What stands behind a name: numbers that agree with each other. */
function valueOf(record: string, slo: Slo, consumed: number): number {
  const ratio = consumed * errorBudget(slo);
  switch (record) {
    case series.ledgerTotal:
      return totals.interval;
    case series.ledgerBad:
      return totals.interval * ratio;
    case series.periodEventsTotal:
      return totals.period;
    case series.periodEventsBad:
      return totals.period * ratio;
    case series.periodBurnRate:
    case series.currentBurnRate:
      return consumed;
    case series.periodBudgetRemaining:
      return 1 - consumed;
    case errorRatioSeries(slo.window.length):
      return ratio;
    default:
      return record.startsWith("slo:sli_error") ? ratio : 1;
  }
}

const regions = ["eu", "us"] as const;

/** Everything that the rules of an SLO record, named and labelled by the compiler itself. */
function recordedOf(slo: Slo, index: number): Recorded[] {
  const consumed = consumedBy(index);
  const groups = slo.groupBy.length === 0 ? [{}] : regions.map((region) => ({ region }));
  const recorded = compileSlo(slo).flatMap(({ rules, interval }) =>
    rules.flatMap((rule) => {
      if (!("record" in rule)) return [];
      const isGrouped = rule.record !== series.info;
      return (isGrouped ? groups : [{}]).map((group) => ({
        labels: { ...group, ...rule.labels, [label.metricName]: rule.record },
        value: valueOf(rule.record, slo, consumed),
        every: interval,
      }));
    }),
  );
  return consumed > 1 ? [...recorded, ...firingOf(slo)] : recorded;
}

/** Prometheus' own two series of an alert that rings. */
function firingOf(slo: Slo): Recorded[] {
  const page = compileSlo(slo)
    .flatMap(({ rules }) => rules)
    .find((rule) => "alert" in rule && rule.alert === alert.burn);
  const labels = { ...page?.labels, [label.alertname]: alert.burn };
  return [
    {
      labels: { ...labels, [label.metricName]: series.alerts, [label.alertstate]: "firing" },
      value: 1,
      every: 30,
    },
    {
      labels: { ...labels, [label.metricName]: series.alertsForState },
      value: 1_780_000_000,
      every: 30,
    },
  ];
}

export const recordedSeries = (slos: readonly Slo[]): Recorded[] => slos.flatMap(recordedOf);

/** Samples at every interval of (from, to], in Unix seconds; equal spans share their times, equal series their values. */
export function asHistory(recorded: readonly Recorded[], from: number, to: number): HistorySeries[] {
  const times = new Map<number, Float64Array>();
  const values = new Map<string, Float64Array>();
  return recorded.map(({ labels, value, every }) => {
    const at =
      times.get(every) ??
      Float64Array.from(
        { length: Math.max(1, Math.floor((to - from) / every)) },
        (_, n) => (to - n * every) * 1_000,
      ).reverse();
    times.set(every, at);
    const key = `${every}:${value}`;
    const filled = values.get(key) ?? new Float64Array(at.length).fill(value);
    values.set(key, filled);
    return { labels, times: at, values: filled };
  });
}
