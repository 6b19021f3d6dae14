import { startPrometheus } from "../../kit/prometheus.ts";
import { writeHistory } from "../../kit/remote-write.ts";
import { generations, type Generation } from "../../kit/tools.ts";
import { assess } from "../../src/budget/assess.ts";
import type { BudgetSum } from "../../src/budget/assessment.ts";
import { errorBudget, type Slo } from "../../src/model/slo.ts";
import { seconds, type Timestamp } from "../../src/model/units.ts";
import { windowText } from "../../src/model/window.ts";
import { openSource, type ClosableSource } from "../../src/prometheus/source.ts";
import { observePeriods, openPeriods, type KnownPeriods } from "../../src/runtime/calendar/periods.ts";
import { atMost, type Report, type Terms } from "../bench.ts";
import { percent, signedPercent } from "../print.ts";
import { roomyTsdb } from "../recorder.ts";
import { from, moments, services, trialsOf, type Service, type Sums, type Trial } from "./calendar-trials.ts";
import { worst } from "./judge.ts";
import type { Part } from "./part.ts";
import { recordLedger } from "./replay.ts";
import { asSeries } from "./scrapes.ts";
import { limits } from "./trials.ts";

/** The budgets at one moment, as a cycle comes to them: of what is known already, and what it asks for. */
async function budgetsAt(
  { ask }: ClosableSource,
  slos: ReadonlyMap<string, Slo>,
  at: Timestamp,
  known: KnownPeriods,
): Promise<ReadonlyMap<string, BudgetSum | undefined>> {
  const spoken = [...slos.values()].map((slo) => {
    const rules = { hash: slo.rulesHash, window: windowText(slo.window) };
    const groups = [{ group: {}, dataAt: at, ratios: [] }];
    return [slo.id, { slo: slo.id, at, rules, groups, firing: [] }] as const;
  });
  const world = { ask, pause: async () => undefined };
  const { observations } = await observePeriods(world, slos, new Map(spoken), at, known);
  const trust = { freshFor: seconds(600), rulesGrace: seconds(3_600) };
  return new Map(
    [...slos].map(([id, slo]) => [id, assess(slo, trust, observations.get(id)!).groups[0]?.raw]),
  );
}

/** Each trial's budget, read in the order of time, so that what was counted in one period is the former of the next. */
async function readAll(source: ClosableSource, trials: readonly Trial[]): Promise<ReadonlyMap<Trial, Sums>> {
  const slos = new Map(trials.map(({ slo }) => [slo.id, slo]));
  const known = openPeriods();
  const read = new Map<Trial, Sums>();
  for (const at of moments) {
    const budgets = await budgetsAt(source, slos, at, known);
    for (const trial of trials.filter(({ vector }) => vector.at === at)) {
      const raw = budgets.get(trial.slo.id);
      read.set(trial, { toDate: raw?.period?.toDate ?? NaN, projected: raw?.consumed ?? NaN });
    }
  }
  return read;
}

async function recorded(generation: Generation, all: readonly Service[], trials: readonly Trial[]) {
  const server = await startPrometheus({ generation, flags: roomyTsdb });
  const source = openSource({
    name: "main",
    url: server.url,
    credentials: { kind: "none" },
    headers: {},
    timeout: seconds(30),
    retries: 0,
    breaker: { failures: 5, openFor: seconds(10) },
    connections: 4,
  });
  try {
    await writeHistory(
      server.url,
      all.flatMap(({ name, scraped }) => asSeries(name, scraped)),
    );
    const slos = new Map(trials.map(({ slo }) => [slo.id, slo]));
    await recordLedger(server, [...slos.values()], moments.at(-1)!, from + 600);
    return await readAll(source, trials);
  } finally {
    await source.close();
    await server.stop();
  }
}

type Found = readonly (readonly [Generation, ReadonlyMap<Trial, Sums>])[];

const errorOf = (trial: Trial, found: ReadonlyMap<Trial, Sums>, sum: keyof Sums): number =>
  (found.get(trial)?.[sum] ?? NaN) / trial.truth[sum] - 1;

const sums = { toDate: "to date", projected: "projected" } as const;
const kinds = ["toDate", "projected"] as const;

const reportOf = (trials: readonly Trial[], byGeneration: Found): Report => ({
  figures: [
    {
      title: "Relative error of the consumed budget: calendar windows",
      columns: [
        { title: "period" },
        { title: "true error ratio", align: "right" },
        ...kinds.flatMap((sum) =>
          byGeneration.map(([generation]) => ({
            title: `${sums[sum]}, ${generation}`,
            align: "right" as const,
          })),
        ),
      ],
      rows: trials.map((trial) => [
        `${trial.vector.what} (${trial.vector.zone}), ${trial.service.what}`,
        percent(trial.truth.toDate * errorBudget(trial.slo)),
        ...kinds.flatMap((sum) => byGeneration.map(([, found]) => signedPercent(errorOf(trial, found, sum)))),
      ]),
      notes: ["Errors are against what the scrapes between the period's own edges show."],
    },
  ],
  bars: kinds.flatMap((sum) =>
    byGeneration.map(([generation, found]) => {
      const error = worst(trials.map((trial) => errorOf(trial, found, sum)));
      const what = `calendar windows, ${sums[sum]}, Prometheus ${generation}`;
      return atMost(what, Math.abs(error), limits.counters, (value) => percent(value));
    }),
  ),
});

async function run({ say, quick }: Terms): Promise<Report> {
  const all = services().slice(0, quick ? 1 : undefined);
  const trials = trialsOf(all);
  say(`calendar windows: ${new Set(trials.map(({ slo }) => slo.id)).size} SLOs`);
  const found = await Promise.all(
    generations.map(async (generation) => [generation, await recorded(generation, all, trials)] as const),
  );
  return reportOf(trials, found);
}

/** Budgets of weeks and months as nines adds them up, day by day, from the ledger. */
export const calendar: Part = { name: "calendar", run };
