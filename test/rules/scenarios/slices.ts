import { series } from "../../../src/model/names.ts";
import { counter, duration, objective, selects, slo } from "../../support/slos.ts";
import type { Budgeting, Sli } from "../../../src/model/slo.ts";
import { says, type Scenario } from "../scenario.ts";

/** The check vector: events of ten slices. */
const goodEvents = [2, 10, 12, 13, 13, 12, 13, 13, 12, 11];
const totalEvents = [4, 10, 12, 13, 14, 15, 14, 13, 12, 11];
const firstSlice = 6;

const sli: Sli = {
  kind: "ratio",
  counts: "good",
  part: selects(counter("served_total")),
  total: selects(counter("asked_total")),
};

const scrape = 15;
const slice = 60;
const delay = 30;

/** Which slice of the vector a scrape at `time` falls into: slice k is read at k minutes, with the evaluation delay. */
const sliceAt = (time: number): number => Math.ceil((time + delay) / slice) - firstSlice;

/** A counter's readings: the events of each slice come at its first scrape or at its last. */
function readings(events: readonly number[], when: "early" | "late"): string {
  let value = 1000;
  const count = (20 * slice) / scrape;
  return Array.from({ length: count }, (_, index) => {
    const time = index * scrape;
    const isEdge = sliceAt(time + (when === "early" ? -scrape : scrape)) !== sliceAt(time);
    if (isEdge) value += events[sliceAt(time)] ?? 0;
    return value;
  }).join(" ");
}

// The ledger of occurrences cuts slices in two, so there good and total come together.
const input = (good: "early" | "late") => ({
  served_total: readings(goodEvents, good),
  asked_total: readings(totalEvents, "early"),
});

const story = (title: string, budgeting: Budgeting, burn: number): Scenario => ({
  title,
  slo: slo({ objective: "95%", sli, budgeting }),
  every: budgeting.kind === "occurrences" ? "2m30s" : "1m",
  scrape: "15s",
  input: input(budgeting.kind === "occurrences" ? "early" : "late"),
  expect: [says("20m", series.periodBurnRate, burn)],
});

const minute = duration("1m");
const each = objective("95%");

export const sliceScenarios: readonly Scenario[] = [
  story("occurrences weigh events: the check vector consumes 118.644 %", { kind: "occurrences" }, 1.186441),
  story(
    "timeslices weigh slices good or bad: 800 %",
    { kind: "timeslices", slice: minute, objective: each },
    8,
  ),
  story(
    "ratio timeslices weigh each slice's own ratio: 168.571 %",
    { kind: "ratioTimeslices", slice: minute },
    1.685714,
  ),
  {
    title: "a slice lying exactly on its objective is good",
    slo: slo({ objective: "95%", sli, budgeting: { kind: "timeslices", slice: minute, objective: each } }),
    every: "1m",
    scrape: "15s",
    input: { served_total: "1000+19x120", asked_total: "1000+20x120" },
    expect: [
      says("25m", `sum_over_time(${series.ledgerBad}[20m])`, 0),
      says("25m", `min_over_time(${series.ledgerTotal}[20m])`, 1),
    ],
  },
  {
    title: "an idle slice is 0 of 0",
    slo: slo({ objective: "95%", sli, budgeting: { kind: "ratioTimeslices", slice: minute } }),
    every: "1m",
    scrape: "15s",
    input: { served_total: "1000x120", asked_total: "1000x120" },
    expect: [says("20m", series.ledgerBad, 0), says("20m", series.ledgerTotal, 0)],
  },
];
