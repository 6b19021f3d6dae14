import { mkdirSync, rmSync } from "node:fs";
import { parse } from "yaml";
import { range } from "./ask.ts";
import type { PrometheusServer } from "./prometheus.ts";
import { giveHistory, type HistorySeries } from "./remote-write.ts";
import { parseDuration } from "../src/model/durations.ts";
import { intervals } from "../src/model/intervals.ts";
import { series } from "../src/model/names.ts";

interface Rule {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Seconds between two evaluations. */
  readonly every: number;
}

interface RuleFile {
  readonly groups?: readonly {
    readonly interval?: string;
    readonly rules: readonly (Omit<Rule, "every" | "record"> & { readonly record?: string })[];
  }[];
}

const ledgers: readonly string[] = [series.ledgerBad, series.ledgerTotal, series.memberBad];

/** The ledger pairs of rule files, and what members of composites spent of them: they read raw series only, so their past can be computed at any time. */
const ledgerRulesOf = (texts: readonly string[]): Rule[] =>
  texts
    .flatMap((text) => (parse(text) as RuleFile | null)?.groups ?? [])
    .flatMap(({ interval, rules }) =>
      rules.flatMap(({ record, ...rule }) => {
        if (record === undefined || !ledgers.includes(record)) return [];
        return [{ ...rule, record, every: secondsOf(interval) ?? intervals.ledger }];
      }),
    );

const secondsOf = (interval: string | undefined): number | undefined =>
  interval === undefined ? undefined : parseDuration(interval);

export interface Backfill {
  /** Texts of rule files; only their ledger pairs are computed. */
  readonly rules: readonly string[];
  /** Unix seconds; evaluations happen on the grid of their interval within. */
  readonly start: number;
  readonly end: number;
  /** Seconds after the multiples of the interval; 0 unless told. */
  readonly phase?: number;
}

interface Recorded {
  readonly labels: HistorySeries["labels"];
  readonly times: number[];
  readonly values: number[];
}

// Prometheus answers at most 11,000 points a series.
const pointsPerQuery = 10_000;

async function evaluate(
  url: string,
  rule: Rule,
  { start, end, phase = 0 }: Backfill,
): Promise<HistorySeries[]> {
  const found = new Map<string, Recorded>();
  const step = rule.every;
  for (
    let from = Math.ceil((start - phase) / step) * step + phase;
    from <= end;
    from += pointsPerQuery * step
  ) {
    const to = Math.min(end, from + (pointsPerQuery - 1) * step);
    for (const { labels, values } of await range(url, rule.expr, { start: from, end: to, step })) {
      const own = { ...labels, ...rule.labels, __name__: rule.record };
      const key = JSON.stringify(own);
      const one: Recorded = found.get(key) ?? { labels: own, times: [], values: [] };
      found.set(key, one);
      for (const [at, value] of values) {
        one.times.push(at * 1000);
        one.values.push(value);
      }
    }
  }
  return [...found.values()].map(({ labels, times, values }) => ({
    labels,
    times: Float64Array.from(times),
    values: Float64Array.from(values),
  }));
}

/**
 * What the ledger pairs would have recorded: their own expressions, evaluated by the server's own engine at every
 * interval of the past, as a query over a range. (`promtool tsdb create-blocks-from rules` asks the same queries, two
 * hours at a time and a block for each: 25 s for what this does in one.)
 */
export async function evaluateLedgers(url: string, backfill: Backfill): Promise<HistorySeries[]> {
  const recorded: HistorySeries[] = [];
  for (const rule of ledgerRulesOf(backfill.rules)) recorded.push(...(await evaluate(url, rule, backfill)));
  return recorded;
}

/**
 * Gives a server raw history and the ledgers that rules would have recorded from it. The TSDB is then written anew
 * with both, in order of time: history written behind newer samples is what Prometheus handles worst.
 */
export async function giveHistoryWithLedgers(
  server: PrometheusServer,
  raw: readonly HistorySeries[],
  backfill: Backfill,
): Promise<readonly HistorySeries[]> {
  await giveHistory(server, raw);
  const recorded = await evaluateLedgers(server.url, backfill);
  await server.halt();
  rmSync(server.dataDir, { recursive: true, force: true });
  mkdirSync(server.dataDir, { recursive: true });
  await server.start();
  await giveHistory(server, [...raw, ...recorded]);
  return recorded;
}
