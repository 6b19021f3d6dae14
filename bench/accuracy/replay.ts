import { instant } from "../../kit/ask.ts";
import { startPrometheus, type PrometheusServer } from "../../kit/prometheus.ts";
import { writeHistory, type HistorySeries } from "../../kit/remote-write.ts";
import type { Generation } from "../../kit/tools.ts";
import { groupName, label, series } from "../../src/model/names.ts";
import { formatSelector } from "../../src/model/promql.ts";
import { errorBudget, type Slo } from "../../src/model/slo.ts";
import { compileSlo } from "../../src/compile/slo-rules.ts";
import type { RecordingRule } from "../../src/compile/rule.ts";
import { recordAt, recordOver, roomyTsdb } from "../recorder.ts";
import { requests } from "../slo.ts";

export const methods = ["nines", "mean of 5m ratios", "increase(raw[30d])"] as const;
export type Method = (typeof methods)[number];

/** The error ratio over the period as each method gives it, by the job whose counters it read. */
export type Ratios = Readonly<Record<Method, ReadonlyMap<string, number>>>;

/** The recording rules of an SLO's ledger group: the pair, and what is summed from it. */
export function ledgerRules(slo: Slo): { pair: RecordingRule[]; period: RecordingRule[] } {
  const group = compileSlo(slo).find(({ name }) => name === groupName("ledger", slo.id));
  const rules = (group?.rules ?? []).filter((rule): rule is RecordingRule => "record" in rule);
  const isPair = ({ record }: RecordingRule) => record === series.ledgerBad || record === series.ledgerTotal;
  return { pair: rules.filter(isPair), period: rules.filter((rule) => !isPair(rule)) };
}

/** Before the period, so that its first ledger sample has an interval before it. */
const warmUp = 600;

/**
 * Ledger first, from raw series alone; then everything that is summed from it, at `at`. With `from`, nothing is
 * recorded before.
 */
export async function recordLedger(
  server: PrometheusServer,
  slos: readonly Slo[],
  at: number,
  from?: number,
): Promise<void> {
  const rules = slos.map((slo) => ({ slo, ...ledgerRules(slo) }));
  const ledger: HistorySeries[] = [];
  for (const { slo, pair } of rules) {
    const step = slo.ledgerInterval;
    const steps = Math.ceil((at - (from ?? at - slo.window.length - warmUp)) / step);
    const grid = { start: at - steps * step, end: at, step };
    for (const rule of pair) ledger.push(...(await recordOver(server.url, rule, grid)));
  }
  await writeHistory(server.url, ledger);
  await recordAt(
    server,
    rules.map(({ period }) => period),
    at,
  );
}

/** The period's error ratio as the compiled rules record it, by the SLO's id. */
export async function ratiosById(
  server: PrometheusServer,
  slos: readonly Slo[],
  at: number,
): Promise<Map<string, number>> {
  const burn = await instant(server.url, series.periodBurnRate, at);
  const found = new Map(burn.map(({ labels, value }) => [labels[label.id], value]));
  return new Map(
    slos.flatMap((slo) => {
      const rate = found.get(slo.id);
      return rate === undefined ? [] : [[slo.id, rate * errorBudget(slo)] as const];
    }),
  );
}

async function ninesRatios(
  server: PrometheusServer,
  slos: readonly Slo[],
  at: number,
): Promise<Map<string, number>> {
  await recordLedger(server, slos, at);
  const byId = await ratiosById(server, slos, at);
  return new Map(slos.map(({ id, service }) => [service, byId.get(id) ?? NaN]));
}

const others: Readonly<Record<Exclude<Method, "nines">, (bad: string, total: string) => string>> = {
  "mean of 5m ratios": (bad, total) =>
    `avg_over_time((sum(rate(${bad}[5m])) / (sum(rate(${total}[5m])) > 0))[30d:30s])`,
  "increase(raw[30d])": (bad, total) => `sum(increase(${bad}[30d])) / sum(increase(${total}[30d]))`,
};

async function otherRatios(
  server: PrometheusServer,
  method: Exclude<Method, "nines">,
  slos: readonly Slo[],
  at: number,
): Promise<Map<string, number>> {
  const ratios = new Map<string, number>();
  for (const { service } of slos) {
    const bad = formatSelector(requests(service, "500"));
    const [sample] = await instant(server.url, others[method](bad, formatSelector(requests(service))), at);
    if (sample !== undefined) ratios.set(service, sample.value);
  }
  return ratios;
}

/** Gives raw history to an empty Prometheus, lets the compiled rules record it, and reads the period's error ratios. */
export async function replay(
  generation: Generation,
  raw: readonly HistorySeries[],
  slos: readonly Slo[],
  at: number,
): Promise<Ratios> {
  const server = await startPrometheus({ generation, flags: roomyTsdb });
  try {
    await writeHistory(server.url, raw);
    return {
      nines: await ninesRatios(server, slos, at),
      "mean of 5m ratios": await otherRatios(server, "mean of 5m ratios", slos, at),
      "increase(raw[30d])": await otherRatios(server, "increase(raw[30d])", slos, at),
    };
  } finally {
    await server.stop();
  }
}
