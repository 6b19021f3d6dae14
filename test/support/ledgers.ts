import { intervals } from "../../src/model/intervals.ts";
import { label } from "../../src/model/names.ts";
import type { GroupLabels } from "../../src/model/observation.ts";
import type { Slo } from "../../src/model/slo.ts";
import type { Ask, Reply } from "../../src/query/port.ts";

/** The ledger of one SLO, or of one group of it. */
export interface Written {
  slo: Slo;
  group?: GroupLabels;
  /** Seconds since 1970: when the first of its intervals ends. */
  first: number;
  /** Bad and total events, interval by interval. */
  events: readonly (readonly [bad: number, total: number])[];
}

/** A Prometheus that holds exactly these ledgers, and answers questions for their samples and sums. */
export const ledgerSource =
  (written: readonly Written[]): Ask =>
  (queries, at = 0 as never) =>
    Promise.resolve(queries.map((query) => answer(query, at, written)));

function answer(query: string, at: number, written: readonly Written[]): Reply {
  const field = query.includes("bad") ? 0 : 1;
  const ids = /slo_id=~"([^"]*)"/.exec(query)?.[1]?.replaceAll("\\\\.", ".").split("|") ?? [];
  const range = Number(/\[(\d+)ms\]/.exec(query)?.[1] ?? 0) / 1_000;
  const found = written
    .filter(({ slo }) => ids.includes(slo.id))
    .map(({ slo, group = {}, first, events }) => ({
      labels: { [label.id]: slo.id, ...group },
      points: events
        .map(
          (pair, index) =>
            [first + index * slo.ledgerInterval + intervals.evaluationDelay, pair[field]] as const,
        )
        .filter(([stamp]) => stamp <= at && stamp > at - range),
    }));
  if (!query.startsWith("sum by")) return { kind: "matrix", series: found, warnings: [] };
  const samples = found.map(({ labels, points }) => ({
    labels,
    value: points.reduce((sum, [, value]) => sum + value, 0),
  }));
  return { kind: "vector", samples, warnings: [] };
}
