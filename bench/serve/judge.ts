import { atLeast, atMost, type Figures, type Report } from "../bench.ts";
import { whole } from "../print.ts";
import { canPin } from "./cores.ts";
import type { LoadReport } from "./offer.ts";

/** Cycles of one server; seconds and bytes. */
export interface Watched {
  slos: number;
  cycles: readonly number[];
  /** A cycle. */
  queries: number;
  memory: { now: number; peak: number };
}

export interface GateFigures {
  saturated: LoadReport;
  offered: LoadReport;
  /** With /metrics scraped beside. */
  scraped: LoadReport;
  /** With a cycle every 5 s and a scrape every second: harder than anyone would ask for. */
  hurried: LoadReport;
}

const seconds = (value: number): string => `${value.toFixed(2)} s`;
const milliseconds = (value: number): string => `${value.toFixed(1)} ms`;
const megabytes = (value: number): string => `${Math.round(value / 1e6)} MB`;
const right = (title: string) => ({ title, align: "right" as const });

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const cycleFigures = (all: readonly Watched[]): Figures => ({
  title: "nines serve: a cycle, from the first question to Prometheus to the published snapshot",
  columns: [
    right("SLOs"),
    right("median"),
    right("slowest"),
    right("queries"),
    right("memory"),
    right("peak"),
  ],
  rows: all.map(({ slos, cycles, queries, memory }) => [
    whole(slos),
    seconds(median(cycles)),
    seconds(Math.max(...cycles)),
    String(queries),
    megabytes(memory.now),
    megabytes(memory.peak),
  ]),
});

const gateFigures = ({ saturated, offered, scraped, hurried }: GateFigures): Figures => ({
  title: "GET /api/v1/gate with 10,000 SLOs watched, 64 connections",
  columns: [
    { title: "load" },
    right("answered/s"),
    right("p50"),
    right("p90"),
    right("p99"),
    right("p99.9"),
    right("slowest"),
  ],
  rows: (
    [
      ["saturated, nines on one core", saturated],
      ["2,000/s, a cycle every 30 s", offered],
      ["2,000/s, a cycle every 30 s, /metrics every 5 s", scraped],
      ["2,000/s, a cycle every 5 s, /metrics every second", hurried],
    ] as const
  ).map(([name, load]) => [
    name,
    whole(load.perSecond),
    ...[load.p50, load.p90, load.p99, load.p999, load.slowest].map(milliseconds),
  ]),
  notes: [
    canPin
      ? "Load and Prometheus share one of two cores; nines has the other, and but for the first row may use both."
      : "Processes could not be bound to cores: everything shares them all.",
    "Offered: requests are due at fixed times, and latency counts from then, not from when they could be sent.",
  ],
});

export function reportOf(watched: readonly Watched[], gate: GateFigures): Report {
  const most = watched.at(-1)!;
  const { saturated, offered, scraped, hurried } = gate;
  return {
    figures: [cycleFigures(watched), gateFigures(gate)],
    bars: [
      atMost("queries a cycle, 10,000 SLOs", most.queries, 10, String),
      atMost("slowest cycle, 10,000 SLOs", Math.max(...most.cycles), 3, seconds),
      atMost("peak memory, 10,000 SLOs", most.memory.peak, 600e6, megabytes),
      atLeast("gate saturated, answers a second", saturated.perSecond, 5_000, whole),
      atMost("gate at 2,000/s, p99", offered.p99, 15, milliseconds),
      atMost("gate at 2,000/s with scrapes and cycles, p99", scraped.p99, 15, milliseconds),
      atMost(
        "answers other than 200",
        [saturated, offered, scraped, hurried].reduce((sum, { failed }) => sum + failed, 0),
        0,
        String,
      ),
    ],
  };
}
