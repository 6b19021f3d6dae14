import { startPrometheus } from "../../kit/prometheus.ts";
import { writeHistory, type HistogramSeries, type HistorySeries } from "../../kit/remote-write.ts";
import { generations, type Generation } from "../../kit/tools.ts";
import type { Slo } from "../../src/model/slo.ts";
import { atMost, type Report, type Terms } from "../bench.ts";
import { percent, signedPercent } from "../print.ts";
import { roomyTsdb } from "../recorder.ts";
import { worst } from "./judge.ts";
import { ratiosById, recordLedger } from "./replay.ts";

/** One SLO, the raw series it reads, and the error ratio of its period that is known by construction. */
export interface Trial {
  /** A row of the table: "native histogram, restarts every hour". */
  what: string;
  slo: Slo;
  raw: readonly (HistorySeries | HistogramSeries)[];
  truth: number;
  /** How far from the truth the consumed budget may be, as a share of it. */
  limit: number;
}

/** 0.02 % of the truth where the SLI is made of counters, 0.1 % elsewhere. */
export const limits = { counters: 0.0002, others: 0.001 } as const;

type Ratios = ReadonlyMap<string, number>;

async function recorded(generation: Generation, trials: readonly Trial[], at: number): Promise<Ratios> {
  const flags = [...roomyTsdb, "--enable-feature=native-histograms"];
  const server = await startPrometheus({ generation, flags });
  try {
    const slos = trials.map(({ slo }) => slo);
    await writeHistory(
      server.url,
      trials.flatMap(({ raw }) => raw),
    );
    await recordLedger(server, slos, at);
    return await ratiosById(server, slos, at);
  } finally {
    await server.stop();
  }
}

/** Lets the compiled rules of all trials record on both generations of Prometheus, and compares with the truth. */
export async function judgeTrials(
  title: string,
  trials: readonly Trial[],
  at: number,
  { say }: Terms,
): Promise<Report> {
  say(`${title}: ${trials.length} SLOs`);
  const byGeneration = await Promise.all(
    generations.map(async (generation) => [generation, await recorded(generation, trials, at)] as const),
  );
  const errorOf = ({ slo, truth }: Trial, ratios: Ratios): number => (ratios.get(slo.id) ?? NaN) / truth - 1;
  return {
    figures: [
      {
        title: `Relative error of the consumed budget: ${title}`,
        columns: [
          { title: "SLI" },
          { title: "true error ratio", align: "right" },
          ...byGeneration.map(([generation]) => ({ title: `nines, ${generation}`, align: "right" as const })),
        ],
        rows: trials.map((trial) => [
          trial.what,
          percent(trial.truth),
          ...byGeneration.map(([, ratios]) => signedPercent(errorOf(trial, ratios))),
        ]),
      },
    ],
    bars: [...new Set(trials.map(({ limit }) => limit))].flatMap((limit) =>
      byGeneration.map(([generation, ratios]) => {
        const errors = trials.filter((trial) => trial.limit === limit).map((trial) => errorOf(trial, ratios));
        return atMost(`${title}, Prometheus ${generation}`, Math.abs(worst(errors)), limit, (value) =>
          percent(value),
        );
      }),
    ),
  };
}
