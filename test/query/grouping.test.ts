import { describe, expect, it } from "vitest";
import { label, series } from "../../src/model/names.ts";
import type { Slo } from "../../src/model/slo.ts";
import { planQueries, type Part } from "../../src/query/plan.ts";
import type { Sample } from "../../src/query/port.ts";
import { foreignLabels, note, observationsOf, openNotes } from "../../src/query/reading.ts";
import { runThrough } from "../../src/query/slices.ts";
import { duration, slo } from "../support/slos.ts";
import { earlier, noon } from "../support/snapshots.ts";

type Answers = readonly (readonly [part: Part, samples: readonly Sample[]])[];

function read(of: Slo, answers: Answers) {
  const notes = openNotes(planQueries([of], duration("10m")));
  for (const [part, samples] of answers) runThrough(note(notes, part, samples));
  const { groups } = runThrough(observationsOf(notes, noon)).get(of.id)!;
  return {
    foreign: foreignLabels(notes),
    totals: groups.map(({ group, total }) => [group, total] as const),
  };
}

const info = (of: Slo, groupBy: string, age: string): Sample => ({
  labels: { [label.id]: of.id, [label.rulesHash]: groupBy, ...(groupBy !== "" && { group_by: groupBy }) },
  value: earlier(age),
});
const total = (of: Slo, value: number, group: Readonly<Record<string, string>> = {}): Sample => ({
  labels: { [label.id]: of.id, [label.metricName]: series.periodEventsTotal, ...group },
  value,
});

const whole = slo();
const byRegion = slo({ groupBy: ["region"] });
const byZone = slo({ groupBy: ["zone"] });
const eu = { region: "eu" };
const us = { region: "us" };

describe("an SLO whose grouping was edited", () => {
  it("is asked for by the labels that Prometheus still groups by", () => {
    const plan = planQueries([byZone], duration("10m"));
    const { foreign } = read(byZone, [["info", [info(byZone, "region", "1m")]]]);
    expect(foreign).toEqual(["region"]);
    expect(plan.keeping(foreign).period).toMatch(/^max by \(__name__, slo_id, region, zone\) /);
    expect(Object.keys(plan.queries)[0]).toBe("info");
  });

  it.each([
    ["by nothing", whole],
    ["by another label", byZone],
  ])("%s is judged by the groups that are recorded, until new rules are loaded", (_, of) => {
    const { totals } = read(of, [
      ["info", [info(of, "region", "1m")]],
      ["period", [total(of, 10, eu), total(of, 20, us)]],
    ]);
    expect(totals).toEqual([
      [eu, 10],
      [us, 20],
    ]);
  });

  it("by a first label stays one SLO until new rules are loaded", () => {
    const { totals } = read(byRegion, [
      ["info", [info(byRegion, "", "1m")]],
      ["period", [total(byRegion, 30)]],
    ]);
    expect(totals).toEqual([[{}, 30]]);
  });

  it.each([
    ["whole after groups", whole, "region", [total(whole, 10, eu), total(whole, 2)], [[{}, 2]]],
    ["groups after the whole", byRegion, "", [total(byRegion, 10), total(byRegion, 2, eu)], [[eu, 2]]],
    [
      "other groups",
      byZone,
      "region",
      [total(byZone, 10, eu), total(byZone, 2, { zone: "a" })],
      [[{ zone: "a" }, 2]],
    ],
    [
      "finer groups",
      slo({ groupBy: ["region", "zone"] }),
      "region",
      [total(whole, 10, eu), total(whole, 2, { region: "eu", zone: "a" })],
      [[{ region: "eu", zone: "a" }, 2]],
    ],
  ])("counts %s alone once new rules are loaded, though the former are still in sight", (...given) => {
    const [, of, former, period, expected] = given;
    const infos = [info(of, former, "20m"), info(of, of.groupBy.join(","), "1m")];
    for (const order of [infos, infos.toReversed()])
      expect(
        read(of, [
          ["info", order],
          ["period", period],
        ]).totals,
      ).toEqual(expected);
  });

  it("keeps a group without the label when nothing was edited", () => {
    const { totals } = read(byRegion, [
      ["info", [info(byRegion, "region", "1m")]],
      ["period", [total(byRegion, 1), total(byRegion, 2, eu)]],
    ]);
    expect(totals).toEqual([
      [{ region: "" }, 1],
      [eu, 2],
    ]);
  });
});
