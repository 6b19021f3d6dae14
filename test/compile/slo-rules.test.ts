import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AlertingRule, RecordingRule, Rule } from "../../src/compile/rule.ts";
import { compileSlo } from "../../src/compile/slo-rules.ts";
import { identityLabelNames } from "../../src/model/names.ts";
import type { Slo } from "../../src/model/slo.ts";
import { duration, objective, slo, tiersFor } from "../support/slos.ts";

const isRecording = (rule: Rule): rule is RecordingRule => "record" in rule;
const recorded = (subject: Slo): RecordingRule[] =>
  compileSlo(subject).flatMap(({ rules }) => rules.filter(isRecording));
const alerts = (subject: Slo): AlertingRule[] =>
  compileSlo(subject).flatMap(({ rules }) => rules.filter((rule) => "alert" in rule));
const exprOf = (subject: Slo, record: string) =>
  recorded(subject).find((rule) => rule.record === record)?.expr;
const namesIn = (subject: Slo, group: number) =>
  compileSlo(subject)[group]?.rules.map((rule) => (isRecording(rule) ? rule.record : rule.alert));

describe("the rules of an SLO", () => {
  it("stand in three groups: the fast one, the ledger, and what describes it", () => {
    expect(compileSlo(slo()).map(({ name, interval }) => [name, interval])).toEqual([
      ["nines-sli-checkout.availability.production", 30],
      ["nines-ledger-checkout.availability.production", 150],
      ["nines-meta-checkout.availability.production", 150],
    ]);
  });

  it("read raw series over short windows only, in the group of the burn alerts", () => {
    expect(namesIn(slo(), 0)).toEqual([
      "slo:sli_error:ratio_rate5m",
      "slo:sli_error:ratio_rate30m",
      "slo:sli_error:ratio_rate1h",
      "slo:sli_bad:events1h",
      "ErrorBudgetBurn",
      "ErrorBudgetBurn",
      "ErrorBudgetBurn",
      "ErrorBudgetBurn",
    ]);
  });

  it("write the ledger pair first, then all that is summed from it", () => {
    expect(namesIn(slo(), 1)).toEqual([
      "slo:ledger_total:events",
      "slo:ledger_bad:events",
      "slo:sli_error:ratio_rate2h",
      "slo:sli_error:ratio_rate6h",
      "slo:sli_error:ratio_rate1d",
      "slo:sli_error:ratio_rate3d",
      "slo:period_events_total:sum",
      "slo:period_events_bad:sum",
      "slo:period_coverage:ratio",
      "slo:sli_error:ratio_rate30d",
      "slo:period_burn_rate:ratio",
      "slo:period_error_budget_remaining:ratio",
      "slo:current_burn_rate:ratio",
    ]);
  });

  it("never exceed the 20 rules a group that Mimir takes", () => {
    for (const { rules } of compileSlo(slo({ groupBy: ["region"] })))
      expect(rules.length).toBeLessThanOrEqual(20);
  });

  it("carry no float noise", () => {
    const subject = slo({ objective: "99.97%" });
    expect(exprOf(subject, "slo:error_budget:ratio")).toBe("vector(0.0003)");
    expect(exprOf(subject, "slo:period_burn_rate:ratio")).toMatch(/ \/ 0\.0003$/);
  });

  it("expect a ledger sample every interval of the window, whose first moment belongs to the one before", () => {
    expect(exprOf(slo({ window: "7d" }), "slo:period_coverage:ratio")).toContain("[6d23h59m59s]) / 4032, 1)");
  });

  it("record a long window that equals the period once", () => {
    const rows = tiersFor(duration("3d")).filter(({ name }) => name === "long");
    const subject = slo({ window: "3d", alerting: { tiers: rows } });
    expect(recorded(subject).filter(({ record }) => record === "slo:sli_error:ratio_rate3d")).toHaveLength(1);
  });

  it("leave out a short window that would hold fewer than four scrapes, unless a tier uses it", () => {
    const subject = slo({ scrapeInterval: duration("2m"), alerting: { tiers: [] } });
    expect(recorded(subject).map(({ record }) => record)).not.toContain("slo:sli_error:ratio_rate5m");
    expect(exprOf(subject, "slo:current_burn_rate:ratio")).toContain("ratio_rate1h");
  });
});

describe("the labels of recorded series", () => {
  it("are the identity alone, so that editing any other label keeps 30 days of history", () => {
    const owners = fc.record({
      owner: fc.constantFrom("team-a", "team-b"),
      criticality: fc.constantFrom(1, 2, 3, 4),
      labels: fc.dictionary(fc.constantFrom("domain", "cost_center"), fc.string()),
    });
    const withoutInfo = (subject: Slo) => recorded(subject).filter(({ record }) => record !== "slo_info");
    fc.assert(
      fc.property(owners, (changes) => {
        expect(withoutInfo(slo(changes))).toEqual(withoutInfo(slo()));
      }),
      { numRuns: 20 },
    );
    for (const { labels } of withoutInfo(slo()))
      expect(Object.keys(labels).sort()).toEqual([...identityLabelNames].sort());
  });

  it("say everything else on slo_info", () => {
    const info = recorded(slo({ labels: { domain: "shop" } })).find(({ record }) => record === "slo_info");
    expect(info?.labels).toMatchObject({
      owner: "team-shop",
      criticality: "1",
      domain: "shop",
      objective: "99.9%",
      window: "30d",
      policy: "default",
      rules_hash: "3f9c2a10",
    });
  });
});

describe("slice budgets", () => {
  const sliced = (slice: string) =>
    slo({ budgeting: { kind: "timeslices", slice: duration(slice), objective: objective("95%") } });

  it("write one slice an interval and read every window from slices", () => {
    const subject = sliced("1m");
    expect(compileSlo(subject)[1]?.interval).toBe(60);
    expect(exprOf(subject, "slo:sli_error:ratio_rate5m")).toContain("sum_over_time(slo:ledger_bad:events");
    expect(exprOf(subject, "slo:period_coverage:ratio")).toContain("/ 43200");
  });

  it("read slices longer than 2m30s over two of them, where an instant query would see gaps", () => {
    expect(exprOf(sliced("5m"), "slo:period_burn_rate:ratio")).toContain(
      "last_over_time(slo:sli_error:ratio_rate30d",
    );
    expect(exprOf(sliced("1m"), "slo:period_burn_rate:ratio")).not.toContain("last_over_time");
    const noData = alerts(sliced("5m")).find(({ alert }) => alert === "SloNoData");
    expect(noData?.expr).toMatch(/^absent_over_time\(.*\[10m\]\)$/);
  });

  it("count slices that hold bad events, where a slice weighs only its share", () => {
    const subject = slo({ budgeting: { kind: "ratioTimeslices", slice: duration("1m") } });
    const [fast] = alerts(subject);
    expect(fast?.expr).toContain("count_over_time((slo:ledger_bad:events{");
    expect(fast?.expr).toContain("> 0)[1h:1m]) > 2 - 0.5");
  });
});
