import { parser } from "@prometheus-io/lezer-promql";
import { describe, expect, it } from "vitest";
import type { RecordingRule } from "../../src/compile/rule.ts";
import { compileSlo } from "../../src/compile/slo-rules.ts";
import { series } from "../../src/model/names.ts";
import { hourlyQueries, ledgerQueries } from "../../src/query/explain.ts";
import { essentialParts, planQueries, type Part } from "../../src/query/plan.ts";
import { duration, slo } from "../support/slos.ts";

const plan = (...slos: Parameters<typeof planQueries>[0]) => planQueries(slos, duration("10m"));

const isPromql = (query: string): boolean => {
  let valid = true;
  parser.parse(query).iterate({
    enter: ({ type }) => {
      if (type.isError) valid = false;
    },
  });
  return valid;
};

describe("the questions of a cycle", () => {
  it("are as many for one SLO as for a thousand", () => {
    const many = Array.from({ length: 1_000 }, (_, index) => slo({ service: `service-${index}` }));
    const [one, thousand] = [plan(slo()), plan(...many)].map(({ queries }) => Object.keys(queries).length);
    expect(one).toBe(thousand);
    // … and time() before them.
    expect(one! + 1).toBeLessThanOrEqual(10);
  });

  it("are as long for one SLO as for a thousand", () => {
    const many = Array.from({ length: 1_000 }, (_, index) => slo({ service: `service-${index}` }));
    expect(plan(...many).queries).toEqual(plan(slo()).queries);
  });

  it("are PromQL, grouped or not, whatever the windows", () => {
    const slos = [
      slo(),
      slo({ name: "latency", groupBy: ["region", "tenant"] }),
      slo({ environment: "staging", window: "7d" }),
      slo({ name: "quiet", alerting: { tiers: [] } }),
    ];
    for (const of of [slos, [slos[3]!]])
      for (const query of Object.values(plan(...of).queries))
        expect([query, isPromql(query)]).toEqual([query, true]);
  });

  it("leave other environments of the same Prometheus unread", () => {
    for (const query of Object.values(plan(slo({ environment: "staging" })).queries))
      expect(query).toContain('slo_environment=~"staging"');
  });

  it("keep the labels that any SLO groups by, and no others", () => {
    const { queries } = plan(slo({ groupBy: ["region"] }), slo({ name: "latency", groupBy: ["tenant"] }));
    expect(queries.period).toMatch(/^max by \(__name__, slo_id, region, tenant\) /);
    expect(queries.age).toMatch(/^max by \(slo_id, region, tenant\) /);
  });

  it("look back as far as the most patient policy believes, and at least an hour", () => {
    expect(plan(slo()).queries.period).toContain("[1h]");
    expect(planQueries([slo()], duration("3h")).queries.age).toContain("[3h:2m]");
  });

  it("bridge one missed evaluation of the ledger, also of a long slice", () => {
    expect(plan(slo()).queries.ledgerBurn).toContain("[7m30s]");
    const slices = slo({ budgeting: { kind: "ratioTimeslices", slice: duration("5m") } });
    expect(plan(slices).queries.ledgerBurn).toContain("[10m]");
  });

  it("do without burn rates when they must, never without budgets, ages, alerts and rules", () => {
    const dispensable = (Object.keys(plan(slo()).queries) as Part[]).filter(
      (part) => !essentialParts.includes(part),
    );
    expect(dispensable).toEqual(["rawBurn", "ledgerBurn"]);
  });
});

describe("the queries that explain", () => {
  it("can be pasted: the group is in them", () => {
    const { bad, consumed } = ledgerQueries(slo({ groupBy: ["region"] }), { region: "eu" });
    expect(bad).toBe(
      'sum_over_time(slo:ledger_bad:events{slo_id="checkout.availability.production", region="eu"}[29d23h59m59s])',
    );
    expect(consumed).toMatch(/ \/ 0\.001$/);
  });

  it("sum the range that the rules sum, so that both come to the same number", () => {
    const judged = slo();
    const rules = compileSlo(judged).flatMap((group) => group.rules as RecordingRule[]);
    const recorded = (record: string) => rules.find((rule) => rule.record === record)?.expr;
    const { bad, total, samples } = ledgerQueries(judged);
    expect([bad, total]).toEqual([recorded(series.periodEventsBad), recorded(series.periodEventsTotal)]);
    expect(recorded(series.periodCoverage)).toContain(samples);
  });

  it("are PromQL", () => {
    const all = Object.values<string>({
      ...ledgerQueries(slo()),
      badHourly: hourlyQueries(slo()).bad,
      totalHourly: hourlyQueries(slo()).total,
    });
    for (const query of all) expect([query, isPromql(query)]).toEqual([query, true]);
  });
});
