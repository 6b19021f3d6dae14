import { label, series } from "../../../src/model/names.ts";
import type { GroupLabels, Observation } from "../../../src/model/observation.ts";
import type { Slo } from "../../../src/model/slo.ts";
import { timestamp, type Timestamp } from "../../../src/model/units.ts";
import type { Ask, NoData, Sample } from "../../../src/query/port.ts";
import { noon } from "../../support/snapshots.ts";

export const day = 86_400;
export const refused: NoData = { kind: "no-data", cause: "timeout", message: "it took too long" };

/** A ledger of 2m30s: what each group's sample of a moment holds. */
export interface Line {
  group?: GroupLabels;
  from?: number;
  to?: number;
  bad: (at: number) => number;
  total: (at: number) => number;
}

/** A source that answers questions about spans of such ledgers, and remembers what it was asked. */
export function ledgerOf(lines: Readonly<Record<string, readonly Line[]>>, phase = 17) {
  const asked: { query: string; at: number; hours: number }[] = [];
  const state = { fails: false };
  const sum = (line: Line, of: string, after: number, until: number): number => {
    let found = 0;
    for (let at = Math.floor(after / 150) * 150 + phase; at <= until; at += 150) {
      if (at <= after || at < (line.from ?? -Infinity) || at > (line.to ?? Infinity)) continue;
      found += of === "samples" ? 1 : of === "bad" ? line.bad(at) : line.total(at);
    }
    return found;
  };
  const ask: Ask = async (queries, at = timestamp(0)) =>
    queries.map((query) => {
      const range = Number(/\[(\d+)ms\]/.exec(query)?.[1]) / 1_000;
      asked.push({ query, at, hours: range / 3_600 });
      if (state.fails) return refused;
      const of = query.includes("count_over_time")
        ? "samples"
        : query.includes(series.ledgerBad)
          ? "bad"
          : "total";
      const samples = Object.entries(lines)
        .filter(([id]) => query.includes(id.replaceAll(".", "\\\\.")))
        .flatMap(([id, own]) =>
          own.map((line): Sample => ({
            labels: { [label.id]: id, ...line.group },
            value: sum(line, of, at - range, at),
          })),
        );
      return { kind: "vector", samples, warnings: [] };
    });
  return { ask, asked, state };
}

/** What a source says of an SLO beside its sums. */
export const heard = (slo: Slo, at: Timestamp, groups: readonly GroupLabels[] = [{}]): Observation => ({
  slo: slo.id,
  at,
  rules: { hash: slo.rulesHash },
  groups: groups.map((group) => ({ group, dataAt: at, ratios: [] })),
  firing: [],
});

export const moment = (text: string): Timestamp => timestamp(Date.parse(text) / 1_000);
export { noon };
