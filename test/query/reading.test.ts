import { describe, expect, it } from "vitest";
import { label, series } from "../../src/model/names.ts";
import type { Slo } from "../../src/model/slo.ts";
import { planQueries, type Part } from "../../src/query/plan.ts";
import { sampleValue, type Sample } from "../../src/query/port.ts";
import { note, observationsOf, openNotes } from "../../src/query/reading.ts";
import { runThrough } from "../../src/query/slices.ts";
import { duration, slo } from "../support/slos.ts";
import { earlier, noon } from "../support/snapshots.ts";

const checkout = slo();
const byRegion = slo({ name: "latency", groupBy: ["region"] });

function read(answers: Partial<Record<Part, readonly Sample[]>>, ...slos: readonly Slo[]) {
  const notes = openNotes(planQueries(slos, duration("10m")));
  for (const [part, samples] of Object.entries(answers)) runThrough(note(notes, part as Part, samples));
  return runThrough(observationsOf(notes, noon));
}
const only = (answers: Partial<Record<Part, readonly Sample[]>>, of = checkout) =>
  read(answers, of).get(of.id)!;

const sample = (of: Slo, value: number, labels: Readonly<Record<string, string>> = {}): Sample => ({
  labels: { [label.id]: of.id, ...labels },
  value,
});
const named = (of: Slo, name: string, value: number, labels = {}): Sample =>
  sample(of, value, { [label.metricName]: name, ...labels });

describe("reading a cycle's answers", () => {
  it("brings together what belongs to an SLO", () => {
    const said = only({
      period: [
        named(checkout, series.periodEventsTotal, 1_000),
        named(checkout, series.periodEventsBad, 3),
        named(checkout, series.periodCoverage, 0.98),
      ],
      age: [sample(checkout, earlier("1m"))],
      rawBurn: [named(checkout, "slo:sli_error:ratio_rate5m", 0.02)],
      ledgerBurn: [named(checkout, "slo:sli_error:ratio_rate6h", 0.01)],
      info: [sample(checkout, noon, { rules_hash: "3f9c2a10", window: "30d" })],
    });
    expect(said).toEqual({
      slo: checkout.id,
      at: noon,
      rules: { hash: "3f9c2a10", window: "30d" },
      groups: [
        {
          group: {},
          bad: 3,
          total: 1_000,
          coverage: 0.98,
          dataAt: earlier("1m"),
          ratios: [
            { window: duration("5m"), errorRatio: 0.02 },
            { window: duration("6h"), errorRatio: 0.01 },
          ],
        },
      ],
      firing: [],
    });
  });

  it("passes over SLOs that git does not know", () => {
    const foreign = slo({ service: "foreign" });
    const found = read({ period: [named(foreign, series.periodEventsTotal, 5)] }, checkout);
    expect([...found.keys()]).toEqual([checkout.id]);
  });

  it("says that Prometheus knows nothing of an SLO", () => {
    expect(only({})).toEqual({ slo: checkout.id, at: noon, groups: [], firing: [] });
  });

  it("keeps the groups of an SLO apart", () => {
    const total = (region: string, value: number) =>
      named(byRegion, series.periodEventsTotal, value, { region });
    const { groups } = only({ period: [total("eu", 10), total("us", 20)] }, byRegion);
    expect(groups.map(({ group, total: events }) => [group["region"], events])).toEqual([
      ["eu", 10],
      ["us", 20],
    ]);
  });

  it("makes one of what two writers recorded for an ungrouped SLO", () => {
    const total = (region: string, value: number) =>
      named(checkout, series.periodEventsTotal, value, { region });
    const { groups } = only({ period: [total("eu", 10), total("us", 20)] });
    expect(groups).toMatchObject([{ group: {}, total: 20 }]);
  });

  it("does not take a burn alone for a group", () => {
    const burn = named(byRegion, "slo:sli_error:ratio_rate5m", 0.5, { region: "new" });
    expect(only({ rawBurn: [burn] }, byRegion).groups).toEqual([]);
  });

  it.each([NaN, Infinity, -Infinity])("lets no %s in: a budget of that is none", (value) => {
    const { groups } = only({
      period: [named(checkout, series.periodEventsTotal, 7), named(checkout, series.periodEventsBad, value)],
      rawBurn: [named(checkout, "slo:sli_error:ratio_rate5m", value)],
    });
    expect(groups).toEqual([{ group: {}, total: 7, ratios: [] }]);
  });

  it("believes the newest slo_info after a reload", () => {
    const info = (hash: string, at: number) => sample(checkout, at, { rules_hash: hash, window: "30d" });
    const old = info("00000000", earlier("5m"));
    const young = info("3f9c2a10", earlier("1m"));
    for (const order of [
      [old, young],
      [young, old],
    ])
      expect(only({ info: order }).rules?.hash).toBe("3f9c2a10");
  });

  it("tells since when an alert's condition has held, where the engine records it", () => {
    const alert = (tier: string, since: number) =>
      sample(byRegion, since, { alertname: "ErrorBudgetBurn", tier, severity: "page", region: "eu" });
    const { firing } = only({ alerts: [alert("fast", earlier("4m")), alert("medium", 0)] }, byRegion);
    expect(firing).toEqual([
      {
        alertname: "ErrorBudgetBurn",
        tier: "fast",
        severity: "page",
        since: earlier("4m"),
        group: { region: "eu" },
      },
      { alertname: "ErrorBudgetBurn", tier: "medium", severity: "page", group: { region: "eu" } },
    ]);
  });
});

describe("a value as Prometheus writes it", () => {
  it.each([
    ["1.5e-07", 1.5e-7],
    ["NaN", NaN],
    ["+Inf", Infinity],
    ["-Inf", -Infinity],
  ])("%s is read right", (text, value) => expect(sampleValue(text)).toBe(value));
});

describe("a long reading", () => {
  it("stops now and then, so that others are served", () => {
    const slos = Array.from({ length: 1_000 }, (_, index) => slo({ service: `service-${index}` }));
    const notes = openNotes(planQueries(slos, duration("10m")));
    const samples = slos.map((of) => named(of, series.periodEventsTotal, 1));
    for (const work of [note(notes, "period", samples), observationsOf(notes, noon)]) {
      let pauses = 0;
      while (work.next().done !== true) pauses++;
      expect(pauses).toBeGreaterThanOrEqual(5);
    }
  });
});
