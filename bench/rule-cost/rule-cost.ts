import { samplesRead } from "../../kit/ask.ts";
import { startPrometheus, type PrometheusServer } from "../../kit/prometheus.ts";
import { writeHistory } from "../../kit/remote-write.ts";
import { atLeast, atMost, type Bench, type Report, type Terms } from "../bench.ts";
import { times, whole } from "../print.ts";
import { recordAt, roomyTsdb } from "../recorder.ts";
import { availability } from "../slo.ts";
import { commonLayout, increaseLayout, ninesLayout, ninesRecordings, type Evaluated } from "./layouts.ts";
import { ledgerSeries, ratioSeries, rawSeries } from "./shop.ts";

const day = 86_400;
const at = Date.UTC(2026, 5, 30, 12) / 1_000;
const windows = [7, 30, 90] as const;
const job = "shop";

/** Samples a minute. */
interface Cost {
  series: number;
  nines: Readonly<Record<(typeof windows)[number], number>>;
  common: number;
  /** The period alone; undefined where raw history does not reach back. */
  increase?: number;
}

async function perMinute(url: string, layout: readonly Evaluated[]): Promise<number> {
  let sum = 0;
  for (const { expr, every } of layout) sum += ((await samplesRead(url, expr, at)) * 60) / every;
  return sum;
}

/** Long raw windows read three days; only `increase(raw[30d])` needs more, which a thousand series would make dear. */
const rawSpan = (series: number): number => (series <= 100 ? 30 * day + 3_600 : 3 * day + 3_600);

async function fill(server: PrometheusServer, series: number): Promise<void> {
  const ledgers = windows.flatMap((window) => ledgerSeries(sloOf(window), at - 150, window * day));
  await writeHistory(server.url, [
    ...ledgers,
    ratioSeries(job, at, 30 * day),
    ...rawSeries(job, series, at, rawSpan(series)),
  ]);
  for (const window of windows) await recordAt(server, ninesRecordings(sloOf(window)), at);
}

const sloOf = (window: number) => availability(`${job}-${window}d`, { job, window });

async function measure(series: number): Promise<Cost> {
  const server = await startPrometheus({ generation: "3.5", flags: roomyTsdb });
  try {
    await fill(server, series);
    const nines = async (window: number) => perMinute(server.url, ninesLayout(sloOf(window)));
    return {
      series,
      nines: { 7: await nines(7), 30: await nines(30), 90: await nines(90) },
      common: await perMinute(server.url, commonLayout(job, "30d")),
      ...(series <= 100 ? { increase: await perMinute(server.url, increaseLayout(job, "30d")) } : {}),
    };
  } finally {
    await server.stop();
  }
}

const right = (title: string) => ({ title, align: "right" as const });

function report(costs: readonly Cost[]): Report {
  const few = costs[0]!;
  const many = costs.at(-1)!;
  const increase = (cost: Cost) =>
    cost.increase === undefined
      ? `${whole((costs.find((one) => one.increase !== undefined)!.increase! * cost.series) / few.series)} *`
      : whole(cost.increase);
  return {
    figures: [
      {
        title: "Samples read per minute by all rules of one SLO over 30d, Prometheus 3.5, scrapes every 30s",
        columns: [
          right("raw series"),
          right("nines"),
          right("common layout"),
          right("common ÷ nines"),
          right("increase(raw[30d]) alone"),
        ],
        rows: costs.map((cost) => [
          whole(cost.series),
          whole(cost.nines[30]),
          whole(cost.common),
          times(cost.common / cost.nines[30]),
          increase(cost),
        ]),
        notes: [
          "Common layout: seven windows from raw data every 30s, the period as the mean of the 5m ratios.",
          "increase(raw[30d]): only the period's quotient, every 2m30s. * in proportion to the rows above.",
        ],
      },
      {
        title: "nines by window, samples read per minute",
        columns: [right("raw series"), ...windows.map((window) => right(`${window}d`)), right("90d ÷ 7d")],
        rows: costs.map(({ series, nines }) => [
          whole(series),
          ...windows.map((window) => whole(nines[window])),
          times(nines[90] / nines[7]),
        ]),
      },
    ],
    bars: [
      atLeast(`common layout ÷ nines at ${many.series} series`, many.common / many.nines[30], 40, times),
      atLeast(`common layout ÷ nines at ${few.series} series`, few.common / few.nines[30], 18, times),
      atMost(`90d ÷ 7d at ${many.series} series`, many.nines[90] / many.nines[7], 1.25, times),
    ],
  };
}

async function run({ say }: Terms): Promise<Report> {
  const costs: Cost[] = [];
  for (const series of [10, 100, 1_000]) {
    say(`${series} raw series`);
    costs.push(await measure(series));
  }
  return report(costs);
}

export const ruleCost: Bench = {
  name: "rule-cost",
  summary:
    "samples read per minute by all rules of one SLO, against the common layout and increase(raw[30d])",
  lasts: "1 minute",
  run,
};
