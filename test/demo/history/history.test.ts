import { describe, expect, it } from "vitest";
import { writeTheHistory, type HistoricSlo } from "../../../demo/history/history.ts";
import { parseObjective } from "../../../src/model/decimals.ts";
import { measured } from "../../../src/model/composite.ts";
import { sloId } from "../../../src/model/slo.ts";
import { seconds } from "../../../src/model/units.ts";
import type { HistorySeries } from "../../../kit/remote-write.ts";

const now = Date.UTC(2026, 10, 18, 14) / 1_000;

const slo = (
  service: string,
  name: string,
  objective: string,
  more: Partial<HistoricSlo> = {},
): HistoricSlo => ({
  id: sloId(service, name, "production"),
  service,
  name,
  environment: "production",
  objective: parseObjective(objective)!,
  window: { kind: "rolling", length: seconds(30 * 86_400) },
  sli: { kind: "gauge", selector: { matchers: [] } },
  ledgerInterval: seconds(150),
  groupBy: [],
  ...more,
});
const requests: HistoricSlo["sli"] = {
  kind: "latency",
  histogram: { matchers: [] },
  threshold: 0.3,
};
const shop = [
  slo("checkout", "availability", "99.9%", { sli: requests }),
  slo("checkout", "latency", "99%", { sli: requests }),
  slo("payments", "availability", "99.95%", { sli: requests, groupBy: ["region"] }),
  slo("search", "up", "99%"),
];
const scene = (slos: readonly HistoricSlo[]) => ({
  slos,
  targetLabels: { env: "prod" },
  scrapeInterval: 15,
});
const { series, young } = writeTheHistory(scene(shop), now);
const find = (labels: Record<string, string>): HistorySeries => {
  const found = series.filter((one) =>
    Object.entries(labels).every(([name, value]) => one.labels[name] === value),
  );
  expect(found).toHaveLength(1);
  return found[0]!;
};
const ledger = (name: "bad" | "total", slo_id: string, more: Record<string, string> = {}): HistorySeries =>
  find({ __name__: `slo:ledger_${name}:events`, slo_id, ...more });
const at = ({ times, values }: HistorySeries, time: number): number => {
  const index = times.indexOf(time * 1_000);
  expect(index).toBeGreaterThanOrEqual(0);
  return values[index]!;
};
const newest = ({ times }: HistorySeries): number => times.at(-1)! / 1_000;

describe("the history as Prometheus would hold it", () => {
  it("records the pair under the SLO's identity and its group, up to now", () => {
    const pair = ledger("bad", "payments.availability.production", { region: "eu" });
    expect(pair.labels).toEqual({
      __name__: "slo:ledger_bad:events",
      slo_id: "payments.availability.production",
      slo_service: "payments",
      slo_name: "availability",
      slo_environment: "production",
      region: "eu",
    });
    expect(newest(pair)).toBe(now);
  });

  it("holds raw counters whose growth in each interval is that interval's entry in the ledger", () => {
    const bad = find({ __name__: "http_requests_total", job: "checkout", code: "500" });
    const [failed, all] = [
      ledger("bad", "checkout.availability.production"),
      ledger("total", "checkout.availability.production"),
    ];
    const count = find({ __name__: "http_request_duration_seconds_count", job: "checkout" });
    for (let written = now; written > now - 5 * 3_600; written -= 150) {
      const [from, to] = [written - 180, written - 30];
      expect(at(bad, to) - at(bad, from)).toBe(at(failed, written));
      expect(at(count, to) - at(count, from)).toBe(at(all, written));
    }
  });

  it("keeps every code's count and every bucket in step with the total, and never lets one fall", () => {
    const counters = series.filter(({ labels }) => /_total$|_bucket$|_count$/.test(labels.__name__!));
    for (const { values } of counters)
      expect(values.every((value, n) => Number.isInteger(value) && value >= (values[n - 1] ?? 0))).toBe(true);
    const of = (name: string) =>
      series.filter(({ labels }) => labels.__name__ === name && labels.region === "us");
    const answered = of("http_requests_total").reduce((sum, one) => sum + one.values[700]!, 0);
    expect(answered).toBe(of("http_request_duration_seconds_count")[0]!.values[700]);
    const buckets = of("http_request_duration_seconds_bucket").map(({ values }) => values[700]!);
    expect(buckets).toHaveLength(11);
    expect(buckets.every((value, n) => value >= (buckets[n - 1] ?? 0))).toBe(true);
    expect(buckets.at(-1)).toBe(answered);
  });

  it("spells buckets as Prometheus 3 does, so that the live scrape continues them", () => {
    expect(
      find({ __name__: "http_request_duration_seconds_bucket", job: "checkout", le: "1.0" }),
    ).toBeDefined();
    expect(
      find({ __name__: "http_request_duration_seconds_bucket", job: "checkout", le: "0.3" }),
    ).toBeDefined();
  });

  it("counts seconds for an SLO whose events are seconds", () => {
    const total = ledger("total", "search.up.production");
    expect(total.values.every((value) => value === 150)).toBe(true);
  });

  it("makes the past of a composite of its members', interval by interval, and says whose it was", () => {
    const members = [shop[0]!, shop[3]!].map((each) => ({
      slo: measured({ ...each, budgeting: { kind: "occurrences" }, scrapeInterval: seconds(15) }),
      weight: 1,
    }));
    const experience = slo("checkout", "experience", "98.5%", {
      sli: { kind: "all", members, missing: "noData" },
    });
    const written = writeTheHistory(scene([...shop, experience]), now);
    expect(written.young).toEqual([]);
    const of = (name: string, id: string, more: Record<string, string> = {}) =>
      written.series.find(({ labels }) =>
        Object.entries({ __name__: name, slo_id: id, ...more }).every(
          ([key, value]) => labels[key] === value,
        ),
      )!;
    const [bad, total] = ["bad", "total"].map((part) => of(`slo:ledger_${part}:events`, experience.id));
    const ratio = (id: string, n: number) =>
      of("slo:ledger_bad:events", id).values[n]! / of("slo:ledger_total:events", id).values[n]!;
    const spent = members.map((each) =>
      of("slo:member_bad:events", experience.id, { slo_member: each.slo.id }),
    );
    expect(total!.values.every((value) => value === 150)).toBe(true);
    for (const [n, value] of bad!.values.entries()) {
      expect(value).toBeCloseTo(150 * Math.max(...members.map((each) => ratio(each.slo.id, n))), 9);
      expect(spent.reduce((sum, { values }) => sum + values[n]!, 0)).toBeCloseTo(value, 9);
    }
    // One that looks every minute sees in each what its members saw in the interval around it.
    const [impatient] = writeTheHistory(
      scene([...shop, { ...experience, ledgerInterval: seconds(60) }]),
      now,
    ).series.filter(
      ({ labels }) => labels.slo_id === experience.id && labels.__name__ === "slo:ledger_bad:events",
    );
    const mean = (values: Float64Array, each: number) =>
      values.reduce((sum, value) => sum + value / each, 0) / values.length;
    expect(mean(impatient!.values, 60) / mean(bad!.values, 150)).toBeCloseTo(1, 2);
  });

  it("leaves SLOs it knows no story of to start young, and says which", () => {
    expect(young).toEqual([]);
    const stranger = slo("checkout", "freshness", "99%");
    const sliced = slo("search", "up", "99%", { ledgerInterval: seconds(60) });
    expect(writeTheHistory(scene([stranger, sliced]), now).young).toEqual([stranger.id, sliced.id]);
  });
});
