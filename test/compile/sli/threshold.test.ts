import { describe, expect, it } from "vitest";
import { thresholdRules } from "../../../src/compile/sli/threshold.ts";
import { comparisons, oppositeOf, type Comparison, type Sli } from "../../../src/model/slo.ts";
import { loadDefinitions } from "../../../src/spec/load.ts";
import { counter, duration, slo } from "../../support/slos.ts";

const time = { interval: duration("2m30s"), delay: duration("30s") };
const rulesOf = (rest: Partial<Extract<Sli, { kind: "threshold" }>> = {}) => {
  const sli = { kind: "threshold", metric: counter("age"), operator: "<", value: 300, ...rest } as const;
  return thresholdRules(slo({ sli }), sli, time);
};
const onOneLine = (text: string) => text.replaceAll(/\s+/g, " ");

const written = (threshold: string) =>
  loadDefinitions([
    {
      path: "a.yaml",
      text: `apiVersion: nines/v1
kind: Service
metadata: { name: mails, owner: team-mail }
spec:
  slos:
    - name: age
      objective: 99%
      sli: { threshold: ${threshold} }
      alerting: { runbook: https://runbooks.example/mails }
`,
    },
  ]);

describe("a threshold", () => {
  it("has an opposite for every comparison that is true of exactly the other numbers", () => {
    const holds: Readonly<Record<Comparison, (value: number) => boolean>> = {
      "<": (value) => value < 0,
      "<=": (value) => value <= 0,
      ">": (value) => value > 0,
      ">=": (value) => value >= 0,
      "==": (value) => value === 0,
      "!=": (value) => value !== 0,
    };
    for (const comparison of comparisons) {
      expect(oppositeOf(oppositeOf(comparison))).toBe(comparison);
      for (const value of [-Infinity, -1, 0, 1, Infinity])
        expect(holds[oppositeOf(comparison)](value)).toBe(!holds[comparison](value));
    }
  });

  it("looks once a scrape interval, each look in exactly one interval of the ledger", () => {
    const bad = onOneLine(rulesOf().pair.bad);
    expect(bad).toContain("count_over_time((age >= 300)[5m:30s] offset 30s)");
    expect(bad).toContain("count_over_time((age >= 300)[2m30s:30s] offset 3m)");
  });

  it("counts what is no number neither as good nor as bad", () => {
    expect(onOneLine(rulesOf().pair.total)).toContain("(age >= -Inf)[5m:30s]");
    expect(
      rulesOf()
        .anomalies(duration("5m"))
        .map(({ name, expr }) => [name, onOneLine(expr)]),
    ).toEqual([["not_a_number", "sum(age != age)"]]);
  });

  it("compares what is made of all series, where it is told so", () => {
    expect(onOneLine(rulesOf({ across: "sum" }).ratio(duration("5m")))).toContain(
      "(sum(age) >= 300)[5m:30s]",
    );
  });
});

describe("a written threshold", () => {
  it.each([
    ['{ metric: age, operator: "<", value: 5m }', 300],
    ['{ metric: age, operator: "<=", value: 0.9 }', 0.9],
    ['{ metric: age, operator: "==", value: 0 }', 0],
    ['{ metric: age, operator: ">=", value: -3 }', -3],
  ])("%s is compared with %s", (threshold, value) => {
    const { definitions, diagnostics } = written(threshold);
    expect(diagnostics).toEqual([]);
    expect(definitions.slos[0]?.sli).toMatchObject({ kind: "threshold", value });
  });

  it.each([
    ["{ metric: age, operator: under, value: 300 }", "unknown-value"],
    ['{ metric: age, operator: "<", value: five }', "duration-shape"],
    ['{ metric: \"rate(x[5m])\", operator: "<", value: 5 }', "selector-expected"],
    ['{ metric: age, operator: "<" }', "missing-key"],
  ])("%s is refused: %s", (threshold, code) => {
    expect(written(threshold).diagnostics.map((each) => each.code)).toEqual([code]);
  });
});
