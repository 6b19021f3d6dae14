import { describe, expect, it } from "vitest";
import type { AlertingRule } from "../../src/compile/rule.ts";
import { compileSlo } from "../../src/compile/slo-rules.ts";
import { anomalies } from "../../src/model/names.ts";
import { ratio } from "../../src/model/units.ts";
import type { Slo } from "../../src/model/slo.ts";
import { computes, counter, duration, rateOf, slo, tiersFor } from "../support/slos.ts";

const alerts = (...compiled: Parameters<typeof compileSlo>): AlertingRule[] =>
  compileSlo(...compiled).flatMap(({ rules }) => rules.filter((rule) => "alert" in rule));
const tier = (subject: Slo, name: string) => alerts(subject).find(({ labels }) => labels.tier === name);
const named = (subject: Slo, name: string) => alerts(subject).filter(({ alert }) => alert === name);
const maintenance = (matchers: string) =>
  `max_over_time(nines_maintenance_active{slo_id="checkout.availability.production"${matchers}}[5m]) == 1`;

describe("a burn alert", () => {
  it("rings while both windows and the count of bad events are exceeded, outside maintenance", () => {
    const id = '{slo_id="checkout.availability.production"}';
    expect(tier(slo(), "fast")).toMatchObject({
      alert: "ErrorBudgetBurn",
      expr: [
        `slo:sli_error:ratio_rate5m${id} > 14.4 * 0.001`,
        "and",
        `slo:sli_error:ratio_rate1h${id} > 14.4 * 0.001`,
        "and",
        `slo:sli_bad:events1h${id} > 2 - 0.5`,
        `unless on (slo_id) ${maintenance("")}`,
      ].join("\n"),
      for: 60,
      keepFiringFor: 300,
      labels: { tier: "fast", severity: "page", owner: "team-shop", criticality: "1" },
    });
  });

  it("counts bad events over longer windows from the ledger", () => {
    expect(tier(slo(), "medium")?.expr).toContain("sum_over_time(slo:ledger_bad:events");
    expect(tier(slo(), "medium")?.expr).toContain("[6h]) > 2 - 0.5");
  });

  it("has no guard where none is asked for", () => {
    expect(tier(slo(), "slow")?.expr).not.toContain("- 0.5");
  });

  it("stands in the fast group, page or ticket: in a slower one it would ring and clear late", () => {
    const [sli, ...others] = compileSlo(slo());
    const tiersIn = (group = sli) =>
      group?.rules.map(({ labels }) => labels.tier).filter((name) => name !== undefined);
    expect(tiersIn()).toEqual(["fast", "medium", "slow", "long"]);
    expect(others.flatMap(tiersIn)).toEqual([]);
  });

  it("is silenced for a whole SLO or for one group of it", () => {
    const expr = tier(slo({ groupBy: ["region"] }), "fast")?.expr;
    expect(expr).toContain(`unless on (slo_id) ${maintenance(', region=""')}`);
    expect(expr).toContain(`unless on (slo_id, region) ${maintenance(', region!=""')}`);
  });

  it("explains itself with the numbers it compares", () => {
    const { annotations } =
      tier(slo({ groupBy: ["region"], description: "Orders are {{accepted}}" }), "fast") ?? {};
    expect(annotations?.summary).toBe(
      "checkout availability (production, region {{ $labels.region }}) burns its error budget at more than 14.4×",
    );
    expect(annotations?.description).toContain("{{ $value | humanizePercentage }} of events were bad");
    expect(annotations?.description).toContain("more than 1.44 %, 14.4× the 0.1 % that the objective allows");
    expect(annotations?.description).toContain("the whole budget of 30d is gone in 2 d 2 h");
    expect(annotations?.description).toContain('(Orders are {{ "{{" }}accepted}})');
  });

  it("links to its runbook and dashboard, and lets a tier's own annotations win", () => {
    const [fast] = tiersFor(duration("30d"));
    const subject = slo({
      alerting: {
        runbook: "https://runbooks.example/a",
        dashboard: "https://boards.example/a",
        annotations: { summary: "mine", extra: "e" },
        tiers: [{ ...fast!, annotations: { summary: "the tier's" }, labels: { channel: "ops" } }],
      },
    });
    expect(tier(subject, "fast")).toMatchObject({
      annotations: {
        runbook_url: "https://runbooks.example/a",
        dashboard_url: "https://boards.example/a",
        summary: "the tier's",
        extra: "e",
      },
      labels: { channel: "ops" },
    });
  });

  it("takes the braces of labels and links for what they are: a template would make Prometheus refuse the file", () => {
    const [fast] = tiersFor(duration("30d"));
    const subject = slo({
      owner: "team {{a}}",
      labels: { domain: "{{b" },
      alerting: {
        labels: { shop: "{{c}}" },
        runbook: "https://runbooks.example/{{d}}",
        dashboard: "https://boards.example/{{e",
        tiers: [{ ...fast!, labels: { channel: "{{ .f }}" } }],
      },
    });
    expect(tier(subject, "fast")).toMatchObject({
      labels: {
        owner: 'team {{ "{{" }}a}}',
        domain: '{{ "{{" }}b',
        shop: '{{ "{{" }}c}}',
        channel: '{{ "{{" }} .f }}',
      },
      annotations: {
        runbook_url: 'https://runbooks.example/{{ "{{" }}d}}',
        dashboard_url: 'https://boards.example/{{ "{{" }}e',
      },
    });
  });

  it("never lets a free label overwrite the value that names a group", () => {
    const subject = slo({ groupBy: ["region"], labels: { region: "eu", domain: "shop" } });
    expect(tier(subject, "fast")?.labels).toMatchObject({ domain: "shop" });
    expect(tier(subject, "fast")?.labels).not.toHaveProperty("region");
  });
});

describe("the alerts on the budget", () => {
  it("are one a state, on consumed × coverage, news first and tickets later", () => {
    const found = named(slo(), "ErrorBudgetConsumed");
    expect(found.map(({ labels }) => [labels.state, labels.severity])).toEqual([
      ["watch", "info"],
      ["caution", "info"],
      ["restricted", "ticket"],
      ["frozen", "ticket"],
    ]);
    expect(found[0]?.expr).toBe(
      '(1 - slo:period_error_budget_remaining:ratio{slo_id="checkout.availability.production"}) * ' +
        'slo:period_coverage:ratio{slo_id="checkout.availability.production"} >= 0.5',
    );
  });

  it("take their thresholds from the policy", () => {
    const thresholds = {
      watch: ratio(0.4),
      caution: ratio(0.6),
      restricted: ratio(0.8),
      frozen: ratio(0.95),
    };
    const exprs = alerts(slo(), undefined, thresholds)
      .filter(({ alert }) => alert === "ErrorBudgetConsumed")
      .map(({ expr }) => expr.slice(expr.lastIndexOf(">=")));
    expect(exprs).toEqual([">= 0.4", ">= 0.6", ">= 0.8", ">= 0.95"]);
  });

  it("fall silent for a group that vanished a day ago", () => {
    const [watch] = named(slo({ groupBy: ["region"] }), "ErrorBudgetConsumed");
    expect(watch?.expr).toMatch(/\nand\ncount_over_time\(slo:ledger_total:events\{.*\}\[1d\]\) > 0$/);
  });
});

describe("what else an SLO says", () => {
  it("is that it has no data, after its own patience", () => {
    const [noData] = named(
      slo({ alerting: { noData: { enabled: true, for: duration("1h") } } }),
      "SloNoData",
    );
    expect(noData).toMatchObject({
      expr: 'absent(slo:ledger_total:events{slo_id="checkout.availability.production"})',
      for: 3600,
    });
  });

  it("is nothing of a kind that was turned off", () => {
    const off = { enabled: false };
    const subject = slo({
      alerting: { noData: { enabled: false, for: duration("15m") }, anomaly: off, consumed: off },
    });
    expect(new Set(alerts(subject).map(({ alert }) => alert))).toEqual(new Set(["ErrorBudgetBurn"]));
  });

  it("names anomalies of the closed list only, and explains each", () => {
    const total = computes("sum(", rateOf(counter("all")), ")");
    const subject = slo({ sli: { kind: "ratio", counts: "bad", part: total, total } });
    const [anomaly] = named(subject, "SloAnomaly");
    const found = [...(anomaly?.expr.matchAll(/"anomaly", "(\w+)"/g) ?? [])].map(([, name]) => name);
    expect(found).toEqual([
      "bad_above_total",
      "bad_without_total",
      "not_a_number",
      "negative",
      "ledger_written_twice",
    ]);
    for (const name of found) {
      expect(anomalies).toContain(name);
      expect(anomaly?.annotations.description).toContain(`eq $labels.anomaly "${name}"`);
    }
  });

  it("calls a burn constant when the budget is overspent and the last hour is as bad as ever", () => {
    const constant = named(slo(), "SloAnomaly").find(({ labels }) => labels.anomaly === "constant_burn");
    expect(constant?.expr).toContain("ratio_rate1h{");
    expect(constant?.expr).toContain("< 2 * slo:sli_error:ratio_rate30d{");
  });

  it("notices that two rulers write one ledger", () => {
    expect(named(slo(), "SloAnomaly")[0]?.expr).toContain("[2h]) > 54");
  });
});
