import { beforeAll, describe, expect, it } from "vitest";
import { evaluateLedgers } from "../../kit/backfill.ts";
import { counter, during, hour, minute, repeated, steady, type Count } from "../../kit/history.ts";
import { startPrometheus } from "../../kit/prometheus.ts";
import { writeHistory, type HistorySeries } from "../../kit/remote-write.ts";
import { generations } from "../../kit/tools.ts";
import { compositeKinds, measured, type CompositeKind, type Member } from "../../src/model/composite.ts";
import { label, series } from "../../src/model/names.ts";
import type { Slo } from "../../src/model/slo.ts";
import { rulesOf } from "../rules/scenario.ts";
import { over, vectors } from "../rules/scenarios/composites.ts";
import { slo } from "../support/slos.ts";

const to = Date.UTC(2026, 10, 18, 14) / 1_000;
const span = { from: to - 3 * hour, to };

const requests = (job: string, good: Count, bad: Count): HistorySeries[] =>
  [
    { code: "200", count: good },
    { code: "500", count: bad },
  ].map(({ code, count }) =>
    counter({
      ...span,
      labels: { __name__: "http_requests_total", job, code },
      count,
      scrapes: { every: 30, phase: 7 },
    }),
  );

const member = (service: string, weight: number): Member => ({ slo: measured(slo({ service })), weight });
const bursts = (every: number, length: number, after: number) =>
  during(repeated(span, every, length, after), steady(2));
/** Two services that fail at moments of their own, and sometimes together. */
const lively = [
  ...requests("d", steady(3), bursts(7 * minute, 40, 11)),
  ...requests("e", steady(1), bursts(11 * minute, 90, 23)),
];
const ofLively = (kind: CompositeKind): Slo => ({
  ...over(kind, "noData", [member("d", 2), member("e", 1)]),
  id: `lively.${kind}.production`,
});

/** Composites of a, b and c, once while c is idle and once while it has no data: its job is another. */
const named = (kind: CompositeKind, missing: (typeof vectors)[number]["missing"], third: string): Slo => ({
  ...over(kind, missing, [member("a", 5), member("b", 3), member(third, 2)]),
  id: `${third}.${kind}-${missing.toLowerCase()}.production`,
});
const all = [
  ...vectors.flatMap(({ kind, missing }) => [named(kind, missing, "idle"), named(kind, missing, "gone")]),
  ...compositeKinds.map(ofLively),
];

describe.each(generations)("composites on a real Prometheus %s", (generation) => {
  let ledgers: readonly HistorySeries[];

  beforeAll(async () => {
    const server = await startPrometheus({ generation });
    try {
      await writeHistory(server.url, [
        ...requests("a", steady(3.6), steady(0.4)),
        ...requests("b", steady(2.4), steady(1.6)),
        ...requests(
          "idle",
          () => 0,
          () => 0,
        ),
        ...lively,
      ]);
      const rules = all.map(rulesOf);
      ledgers = await evaluateLedgers(server.url, { rules, start: to - 2 * hour, end: to });
    } finally {
      await server.stop();
    }
  }, 120_000);

  const valuesOf = (metric: string, id: string): readonly number[] =>
    ledgers
      .filter(({ labels }) => labels["__name__"] === metric && labels[label.id] === id)
      .flatMap(({ values }) => [...values]);
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

  it.each(vectors)("$kind, $missing: every interval is the vector of docs/composites.md", (vector) => {
    const { kind, missing } = vector;
    const whileIdle = valuesOf(series.ledgerBad, named(kind, missing, "idle").id);
    expect(whileIdle.length).toBe(49);
    for (const bad of whileIdle) expect(bad).toBeCloseTo(vector.idle, 9);
    const whileGone = valuesOf(series.ledgerBad, named(kind, missing, "gone").id);
    expect(whileGone.length).toBe(vector.gone === undefined ? 0 : 49);
    for (const bad of whileGone) expect(bad).toBeCloseTo(vector.gone!, 9);
    const totals = valuesOf(series.ledgerTotal, named(kind, missing, "idle").id);
    expect(new Set(totals)).toEqual(new Set([150]));
  });

  it.each(["all", "weighted"] as const)("%s: what members spent adds up to a billionth", (kind) => {
    const { id } = ofLively(kind);
    const [bad, members] = [sum(valuesOf(series.ledgerBad, id)), sum(valuesOf(series.memberBad, id))];
    expect(bad).toBeGreaterThan(100);
    expect(Math.abs(members - bad)).toBeLessThan(1e-9 * bad);
  });

  it("any is never worse than all, and weighted lies between", () => {
    const [worst, best, between] = compositeKinds.map((kind) =>
      valuesOf(series.ledgerBad, ofLively(kind).id),
    );
    expect(worst?.length).toBe(49);
    for (const [n, bad] of between!.entries()) {
      expect(bad).toBeLessThanOrEqual(worst![n]! + 1e-9);
      expect(bad).toBeGreaterThanOrEqual(best![n]! - 1e-9);
    }
    expect(sum(worst!)).toBeGreaterThan(sum(best!));
  });
});
