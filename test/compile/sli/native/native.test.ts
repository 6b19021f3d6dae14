import { describe, expect, it } from "vitest";
import { sliRules } from "../../../../src/compile/sli/sli.ts";
import type { HistogramType } from "../../../../src/model/slo.ts";
import { counter, duration, slo } from "../../../support/slos.ts";

const histogram = counter("request_seconds", { job: "a" });
const rulesFor = (type: HistogramType, threshold = 0.25, groupBy: readonly string[] = []) =>
  sliRules(slo({ sli: { kind: "latency", histogram, threshold, type }, groupBy }), {
    interval: duration("2m30s"),
    delay: duration("30s"),
  });
const both = (threshold?: number) => rulesFor("both", threshold);

describe("a latency SLI over native histograms", () => {
  it("reads samples by subqueries at every scrape, since no function of a range reads them on Prometheus 2", () => {
    const { total } = rulesFor("native").pair;
    expect(total).toContain(
      'last_over_time(histogram_count(request_seconds{job="a"})[2m30s:30s] offset 30s)',
    );
    expect(total).not.toMatch(/over_time\(request_seconds/);
  });

  it("tells a restart by the count, which is whole, and never by a product, which carries noise", () => {
    expect(rulesFor("native").pair.bad).toMatch(/and\n.*histogram_count[^*]* >= 0\)/s);
  });

  it("has observed nothing, rather than no number, before the first observation", () => {
    expect(rulesFor("native").pair.bad).toMatch(
      /\* histogram_count\(request_seconds\{job="a"\}\) >= 0\)\s+or\s+0 \* histogram_count\(request_seconds/,
    );
  });

  it("writes a threshold in all its digits", () => {
    expect(rulesFor("native", 0.297301778751).ratio(duration("5m"))).toContain("(-Inf, 0.297301778751, ");
  });

  it("keeps the labels that the SLO is grouped by", () => {
    const { pair, ratio } = rulesFor("native", 0.25, ["region"]);
    for (const text of [pair.bad, pair.total, ratio(duration("5m"))])
      expect(text).toContain("sum by (region) (");
  });

  it("reads no classic counter, but tells when there is nothing else", () => {
    const rules = rulesFor("native");
    expect(rules.pair.bad + rules.pair.total + rules.ratio(duration("5m"))).not.toMatch(/_bucket|_count\{/);
    expect(rules.anomalies(duration("5m")).map(({ name }) => name)).toEqual(["histogram_is_classic"]);
  });
});

describe("a latency SLI over both types of histogram", () => {
  it("takes a series' native samples before its classic counters", () => {
    expect(both().pair.total).toMatch(
      /histogram_count\(request_seconds\{job="a"\}\)\s+or\s+max without \(le\) \(request_seconds_count/,
    );
    expect(both().ratio(duration("5m"))).toMatch(
      /histogram_count\(rate.*\n?.*or.*\n?.*request_seconds_count/,
    );
  });

  it("matches every spelling of the classic bucket", () => {
    expect(both(1).pair.bad).toContain('request_seconds_bucket{job="a", le=~"1|1\\\\.0"}');
  });

  it("differences good observations only where both readings come from one source", () => {
    expect(both().pair.bad).toMatch(
      /1 \+ 0 \* histogram_count[^]*== last_over_time\([^]*1 \+ 0 \* histogram_count/,
    );
    expect(rulesFor("native").pair.bad).not.toContain("1 + 0 *");
  });

  it("tells of a missing bucket where a series is classic alone", () => {
    const [anomaly] = both(0.3).anomalies(duration("5m"));
    expect(anomaly?.name).toBe("threshold_is_no_bucket");
    expect(anomaly?.expr).toMatch(/unless\n(.|\n)*le="0\.3"(.|\n)*unless\n(.|\n)*histogram_count/);
  });
});
