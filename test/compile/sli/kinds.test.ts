import { describe, expect, it } from "vitest";
import { sliRules } from "../../../src/compile/sli/sli.ts";
import type { Slo } from "../../../src/model/slo.ts";
import {
  computes,
  counter,
  duration,
  expression,
  increaseOf,
  rateOf,
  selects,
  slo,
} from "../../support/slos.ts";

const rulesOf = (subject: Slo) =>
  sliRules(subject, { interval: subject.ledgerInterval, delay: duration("30s") });
const onOneLine = (text: string) => text.replaceAll(/\s+/g, " ").replaceAll("( ", "(").replaceAll(" )", ")");
const all = counter("all");
const errors = counter("errors");
const anomaliesOf = (subject: Slo) =>
  rulesOf(subject)
    .anomalies(duration("5m"))
    .map(({ name }) => name);

describe("a ratio of counters", () => {
  it("divides rates, fills a missing bad counter with zero from the ledger, and yields nothing without traffic", () => {
    expect(onOneLine(rulesOf(slo()).ratio(duration("5m")))).toBe(
      'clamp((sum(rate(http_requests_total{job="checkout", code=~"5.."}[5m])) or ' +
        '0 * sum(slo:ledger_total:events{slo_id="checkout.availability.production"})) / ' +
        '(sum(rate(http_requests_total{job="checkout"}[5m])) > 0 < +Inf) > -Inf < +Inf, 0, 1)',
    );
  });

  it("writes a pair that reads no recorded series, so that it can be backfilled", () => {
    for (const text of Object.values(rulesOf(slo({ groupBy: ["region"] })).pair))
      expect(text).not.toContain("slo:");
  });

  it("sums by the labels an SLO is grouped by", () => {
    const { pair } = rulesOf(slo({ groupBy: ["region", "zone"] }));
    expect(pair.total).toMatch(/^sum by \(region, zone\) \(/);
    expect(pair.bad.match(/sum by \(region, zone\) \(/g)).toHaveLength(2);
  });

  it("counts as bad what is not good", () => {
    const good = slo({ sli: { kind: "ratio", counts: "good", part: selects(errors), total: selects(all) } });
    expect(rulesOf(good).pair.bad).toMatch(/^clamp_min\(/);
    expect(rulesOf(good).ratio(duration("5m"))).toContain("1 - ");
    expect(anomaliesOf(good)).toEqual(["good_above_total", "good_without_total"]);
  });

  it("looks for bad events above and without a total", () => {
    expect(anomaliesOf(slo())).toEqual(["bad_above_total", "bad_without_total"]);
  });
});

describe("presence", () => {
  it("makes an absent total zero where the presence series is 1, in its own groups only", () => {
    const { total } = rulesOf(
      slo({ presence: counter("up", { job: "checkout" }), groupBy: ["region"] }),
    ).pair;
    expect(total).toContain('0 * max by (region) (up{job="checkout", region!=""} offset 30s == 1)');
  });

  it("does not hide a missing bucket", () => {
    const sli = { kind: "latency", histogram: counter("h"), threshold: 0.3 } as const;
    const { total } = rulesOf(slo({ sli, presence: counter("up") })).pair;
    expect(onOneLine(total)).toContain("0 * max(up offset 30s == 1) unless sum((last_over_time(h_count");
  });
});

describe("a person's PromQL", () => {
  const subject = (counts: "bad" | "good", part = computes("sum(", rateOf(errors), ")")) =>
    slo({ sli: { kind: "ratio", counts, part, total: computes("sum(", rateOf(all), ")") } });

  it("is summed as the SLO is grouped, whatever it says itself", () => {
    expect(rulesOf({ ...subject("bad"), groupBy: ["region"] }).pair.total).toContain(
      "150 * sum by (region) (",
    );
  });

  it("may end in a comment without swallowing a bracket", () => {
    const commented = subject("bad", computes("sum(", rateOf(errors), ") # of all kinds"));
    expect(rulesOf(commented).ratio(duration("5m"))).toContain("# of all kinds\n");
  });

  it("counts events when it is made of increases", () => {
    const counted = subject("bad", computes("sum(", increaseOf(errors), ")"));
    expect(rulesOf(counted).pair.bad).not.toMatch(/150 \* sum\(\s+sum\(\s+\(last_over_time\(errors/);
    expect(rulesOf(counted).ratio(duration("5m"))).toContain("sum(sum(increase(errors[5m]))) / 300");
  });

  it("is watched for what is no number of events", () => {
    expect(anomaliesOf(subject("good"))).toEqual([
      "good_above_total",
      "good_without_total",
      "not_a_number",
      "negative",
    ]);
  });
});

describe("a gauge", () => {
  const gauge = slo({ sli: { kind: "gauge", selector: counter("up") }, scrapeInterval: duration("15s") });

  it("counts a scrape interval for each sample, in a half-open interval on every engine", () => {
    expect(onOneLine(rulesOf(gauge).pair.total)).toContain(
      "15 * sum(count_over_time(up[5m] offset 30s) - (count_over_time(up[2m30s] offset 3m) or 0 * " +
        "count_over_time(up[5m] offset 30s)) > 0",
    );
  });

  it("leaves out series that are no number", () => {
    for (const text of Object.values(rulesOf(gauge).pair))
      expect(onOneLine(text)).toContain("unless sum_over_time(up[5m] offset 30s) * 0 != 0");
  });

  it("counts bad seconds in a raw window", () => {
    expect(rulesOf(gauge).badEvents(duration("1h"))).toBe(
      "15 * clamp_min(sum(count_over_time(up[1h])) - sum(sum_over_time(up[1h])), 0)",
    );
  });
});

describe("an error ratio", () => {
  const subject = slo({
    sli: { kind: "errorRatio", expression: expression("my_ratio") },
    groupBy: ["region"],
  });

  it("is the worst of its group, between 0 and 1", () => {
    expect(rulesOf(subject).ratio(duration("5m"))).toBe(
      "clamp(max by (region) (my_ratio) > -Inf < +Inf, 0, 1)",
    );
  });

  it("counts a second as idle when it is no number", () => {
    expect(rulesOf(subject).pair.total).toBe(
      "150 * (max by (region) (my_ratio) > bool -Inf) * (max by (region) (my_ratio) < bool +Inf)",
    );
  });
});
