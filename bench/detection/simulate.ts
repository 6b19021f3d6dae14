import { range } from "../../kit/ask.ts";
import { writeHistory, type HistorySeries } from "../../kit/remote-write.ts";
import { intervals } from "../../src/model/intervals.ts";
import type { Slo } from "../../src/model/slo.ts";
import { asSeries, scrape, type Clock } from "../accuracy/scrapes.ts";
import { recordOver, type Grid } from "../recorder.ts";
import { firings, type Firing } from "./alert-states.ts";
import { faulty, type Fault } from "./faults.ts";
import { compiled, rawTiers, type Tiered } from "./rules.ts";

const hour = 3_600;
/** Long enough before the fault for the longest window, and after it for the last alert to end. */
const before = 74 * hour;
const after = 9 * hour;

/** One fault of one service, and how evaluations lie against each other, in seconds. */
export interface Situation {
  slo: Slo;
  fault: Fault;
  /** When the fault begins; seconds since 1970. */
  began: number;
  clock: Clock;
  /** Of the fast group, which Prometheus staggers against the ledger's. */
  offset: number;
}

/** The first firing of each tier that rang after the fault began. */
export type Rung = ReadonlyMap<string, Firing>;

export interface Outcome {
  situation: Situation;
  raw: Rung;
  nines: Rung;
}

export const rawHistory = ({ slo, fault, began, clock }: Situation): HistorySeries[] => {
  const span = [began - before, began + fault.lasts + after] as const;
  return asSeries(slo.service, scrape(faulty(fault, span[0], began), {}, clock, span));
};

const onGrid = (step: number, offset: number, from: number, to: number): Grid => ({
  start: Math.ceil((from - offset) / step) * step + offset,
  end: to,
  step,
});

// Prometheus answers at most 11,000 points a series.
const points = 10_000;

/** Whether the expression gave a sample, at every evaluation of the grid. */
async function holding(url: string, expr: string, { start, end, step }: Grid): Promise<Set<number>> {
  const held = new Set<number>();
  for (let from = start; from <= end; from += points * step) {
    const chunk = { start: from, end: Math.min(end, from + (points - 1) * step), step };
    for (const { values } of await range(url, expr, chunk)) for (const [at] of values) held.add(at);
  }
  return held;
}

async function ring(url: string, tiers: readonly Tiered[], grid: Grid): Promise<[string, Firing][]> {
  const evaluations: number[] = [];
  for (let at = grid.start; at <= grid.end; at += grid.step) evaluations.push(at);
  const rung: [string, Firing][] = [];
  for (const tier of tiers) {
    const held = await holding(url, tier.expr, grid);
    const all = firings(evaluations, (at) => held.has(at), tier);
    if (all.length > 1) throw new Error(`${tier.tier} rang ${all.length} times for one fault`);
    rung.push(...all.map((firing): [string, Firing] => [tier.tier, firing]));
  }
  return rung;
}

/** Writes what the compiled rules record for situations whose raw history stands in the server. */
export async function record(url: string, situations: readonly Situation[]): Promise<void> {
  const write = async (step: number, part: "pair" | "sums" | "sli", lead: number) => {
    const recorded: HistorySeries[] = [];
    for (const situation of situations) {
      const offset = part === "sli" ? situation.offset : 0;
      const grid = onGrid(step, offset, situation.began - lead, endOf(situation));
      for (const rule of compiled(situation.slo)[part]) recorded.push(...(await recordOver(url, rule, grid)));
    }
    await writeHistory(url, recorded);
  };
  await write(intervals.ledger, "pair", 73 * hour);
  await write(intervals.ledger, "sums", hour);
  await write(intervals.sli, "sli", hour);
}

const endOf = ({ began, fault }: Situation): number => began + fault.lasts + after - 60;

/** Lets the alerts of both layouts live through a situation whose recorded series stand in the server. */
export async function watch(url: string, situation: Situation): Promise<Outcome> {
  const { slo, began, offset } = situation;
  const grid = onGrid(intervals.sli, offset, began - hour / 2, endOf(situation));
  return {
    situation,
    raw: new Map(await ring(url, rawTiers(slo), grid)),
    nines: new Map(await ring(url, compiled(slo).alerts, grid)),
  };
}

/** The fast tier alone, on raw history that stands in the server, evaluated on the history's own grid. */
export async function ringFast(url: string, slo: Slo, grid: Grid): Promise<Firing> {
  const { sli, alerts } = compiled(slo);
  const recorded: HistorySeries[] = [];
  for (const rule of sli) recorded.push(...(await recordOver(url, rule, grid)));
  await writeHistory(url, recorded);
  const [fast] = await ring(
    url,
    alerts.filter(({ tier }) => tier === "fast"),
    grid,
  );
  if (fast === undefined) throw new Error("the fast tier did not ring");
  return fast[1];
}
