import { describe, expect, it } from "vitest";
import type { RecordingRule } from "../../../src/compile/rule.ts";
import { compileSlo } from "../../../src/compile/slo-rules.ts";
import { measured, type CompositeKind, type CompositeSli } from "../../../src/model/composite.ts";
import { groupName, series } from "../../../src/model/names.ts";
import type { Sli, Slo } from "../../../src/model/slo.ts";
import { counter, selects, slo } from "../../support/slos.ts";

const count = (matchers: Readonly<Record<string, string>> = {}) =>
  selects(counter("request_seconds_count", { job: "shop", ...matchers }));
const failures: Sli = { kind: "ratio", counts: "bad", part: count({ code: "~5.." }), total: count() };
const latency: Sli = {
  kind: "latency",
  histogram: counter("request_seconds", { job: "shop" }),
  threshold: 0.3,
};
const up: Sli = { kind: "gauge", selector: counter("up") };

const over = (kind: CompositeKind, ...slis: readonly Sli[]): CompositeSli => ({
  kind,
  members: slis.map((sli, n) => ({ slo: measured(slo({ service: `m${n}`, sli })), weight: 1 })),
  missing: "noData",
});
const composite = (sli: Sli, changes: Parameters<typeof slo>[0] = {}): Slo =>
  slo({ name: "experience", sli, ...changes });
const recorded = (of: Slo, kind: "sli" | "ledger"): readonly RecordingRule[] =>
  (compileSlo(of).find(({ name }) => name === groupName(kind, of.id))?.rules ?? []).filter(
    (rule): rule is RecordingRule => "record" in rule,
  );
const pairOf = (of: Slo) =>
  recorded(of, "ledger").filter(({ record }) =>
    [series.ledgerBad, series.ledgerTotal, series.memberBad].includes(record as typeof series.ledgerBad),
  );

const byRequests = composite(over("all", failures, latency));
const byTime = composite(over("all", failures, up));

describe("the rules of a composite", () => {
  it.each([byRequests, byTime, composite(over("weighted", failures, up))])(
    "are a pair and what members spent of it, from raw series alone, so that they can be backfilled",
    (of) => {
      expect(pairOf(of).map(({ record }) => record)).toEqual([
        series.ledgerTotal,
        series.ledgerBad,
        series.memberBad,
      ]);
      for (const { expr } of pairOf(of)) expect(expr).not.toContain("slo:");
    },
  );

  it("record no members of any, which bear alike", () => {
    expect(pairOf(composite(over("any", failures, up))).map(({ record }) => record)).not.toContain(
      series.memberBad,
    );
  });

  it("read short windows from raw series where requests are counted, else from the composite's intervals", () => {
    const fast = (of: Slo) => recorded(of, "sli").find(({ record }) => record.endsWith("rate5m"))?.expr ?? "";
    expect(fast(byRequests)).toContain("rate(request_seconds_bucket");
    expect(fast(byTime)).toContain(series.ledgerBad);
    expect(fast(byTime)).not.toContain("request_seconds");
  });

  it("never add the bad events of members", () => {
    const bad = pairOf(byRequests).find(({ record }) => record === series.ledgerBad)?.expr ?? "";
    expect(bad).toContain('code!~"5..", le="0.3"');
    expect(bad).not.toMatch(/code=~/);
  });

  it("stay within the twenty rules that Mimir takes of a group", () => {
    for (const { rules } of compileSlo(byTime)) expect(rules.length).toBeLessThanOrEqual(20);
  });
});
