import { generations, type Generation } from "../../kit/tools.ts";
import type { Bar, Report, Terms } from "../bench.ts";
import { availability } from "../slo.ts";
import { barsOf, byClock, byShape } from "./judge.ts";
import type { Part } from "./part.ts";
import { methods, replay, type Ratios } from "./replay.ts";
import { compareWithRuler } from "./ruler.ts";
import { asSeries, scrape, type Clock } from "./scrapes.ts";
import { shapes, type Shape } from "./shapes.ts";
import { errorRatioOf, happened, shown, type Events } from "./truth.ts";

/** One service under one scrape clock, with what each method made of it. */
export interface Case {
  shape: Shape;
  clock: Clock;
  job: string;
  /** What scrapes could show, and what happened. */
  shown: Events;
  happened: Events;
  /** (ratio − shown ratio) ÷ shown ratio, by generation and method. */
  errors: Readonly<Record<Generation, Readonly<Record<(typeof methods)[number], number>>>>;
}

/**
 * The budget is read at the instant that is hardest to get right: the ledger sample just outside the far end of the
 * window holds one of the hourly bursts, and so does the one at its near end.
 */
const at = Date.UTC(2026, 5, 30, 12, 7, 30) / 1_000;
const day = 86_400;
const period = 30 * day;
const from = at - period;

const fullHour = (time: number): number => time - (time % 3_600);

// Evaluations fall on whole multiples of 2m30s, so phase 0 is "aligned".
const clocks = (quick: boolean): readonly Clock[] => {
  const clock = (interval: number, phases: readonly number[]) => phases.map((phase) => ({ interval, phase }));
  return quick
    ? clock(30, [0, 7.349])
    : [...clock(15, [0, 4.217, 11.603]), ...clock(30, [0, 7.349, 22.918]), ...clock(60, [0, 13.731, 44.206])];
};

async function underClock(clock: Clock, { say }: Terms): Promise<Case[]> {
  const span = [fullHour(from) - 3_600, at] as const;
  const members = shapes(span).flatMap((shape) =>
    shape.members.map((member) => ({
      shape,
      ...member,
      scraped: scrape(member.traffic, member.fate, clock, span),
    })),
  );
  const raw = members.flatMap(({ job, scraped }) => asSeries(job, scraped));
  const slos = members.map(({ job }) => availability(job, { scrapeInterval: clock.interval }));
  const samples = raw.reduce((sum, { times }) => sum + times.length, 0);
  say(`scrapes every ${clock.interval}s, ${clock.phase}s off: ${(samples / 1e6).toFixed(1)} million samples`);
  const [older, newer] = await Promise.all(
    generations.map((generation) => replay(generation, raw, slos, at)),
  );
  return members.map(({ shape, job, traffic, fate, scraped }) => {
    const seen = shown(scraped, from, at);
    const truth = errorRatioOf(seen);
    const errors = (ratios: Ratios) =>
      Object.fromEntries(
        methods.map((method) => [method, (ratios[method].get(job) ?? NaN) / truth - 1]),
      ) as Case["errors"]["2.42"];
    return {
      shape,
      clock,
      job,
      shown: seen,
      happened: happened(traffic, Math.max(from, fate.born ?? from), at),
      errors: { "2.42": errors(older!), "3.5": errors(newer!) },
    };
  });
}

const rulerBars = async ({ say }: Terms): Promise<Bar[]> => {
  const bars = [];
  for (const generation of generations) {
    say(`a running ruler of ${generation} beside the range query`);
    const { compared, differing } = await compareWithRuler(generation);
    bars.push({
      what: `a running ruler records what the range query says, Prometheus ${generation}`,
      measured: `${differing} of ${compared} samples differ`,
      wanted: "0 differ",
      held: differing === 0 && compared > 0,
    });
  }
  return bars;
};

async function run(terms: Terms): Promise<Report> {
  const cases: Case[] = [];
  for (const clock of clocks(terms.quick)) cases.push(...(await underClock(clock, terms)));
  return {
    figures: [byShape(cases), byClock(cases)],
    bars: [...barsOf(cases), ...(await rulerBars(terms))],
  };
}

/** Request counters over 30 days: every shape of traffic under every scrape clock. */
export const counters: Part = { name: "counters", run };
