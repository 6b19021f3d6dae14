import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { removeFolder, runProgram, temporaryFolder } from "../../kit/processes.ts";
import { repository } from "../../kit/tools.ts";
import { atMost, type Bench, type Report, type Terms } from "../bench.ts";
import { whole } from "../print.ts";
import { perFile, writeDefinitions } from "./definitions.ts";

interface Usage {
  /** Seconds from the shell's side. */
  wall: number;
  /** Seconds of processor time. */
  cpu: number;
  /** Bytes of resident memory at the peak. */
  peak: number;
}

interface Size {
  slos: number;
  runs: number;
}

const sizes = (quick: boolean): readonly Size[] => [
  { slos: 3, runs: 7 },
  { slos: 10, runs: 5 },
  { slos: 1_000, runs: 3 },
  { slos: 10_000, runs: quick ? 1 : 3 },
];

const reporter = join(import.meta.dirname, "report-usage.mjs");

/** One `nines compile`, into a folder that holds nothing yet. */
async function compileOnce(folder: string, run: number): Promise<Usage> {
  const usageFile = join(folder, `usage-${run}.json`);
  const begin = performance.now();
  const outcome = await runProgram(
    join(repository, "bin", "nines"),
    ["compile", "slos", "--out", `generated-${run}`],
    {
      cwd: folder,
      env: { ...process.env, NODE_OPTIONS: `--import ${reporter}`, NINES_BENCH_USAGE: usageFile },
      timeout: 120_000,
    },
  );
  const wall = (performance.now() - begin) / 1_000;
  if (!outcome.ok) throw new Error(`nines compile failed: ${outcome.output.slice(0, 2_000)}`);
  return { wall, ...(JSON.parse(readFileSync(usageFile, "utf8")) as Omit<Usage, "wall">) };
}

const medianRun = (runs: readonly Usage[]): Usage =>
  [...runs].sort((a, b) => a.wall - b.wall)[Math.floor(runs.length / 2)]!;

async function measure({ slos, runs }: Size): Promise<Usage[]> {
  const folder = temporaryFolder("compile");
  try {
    mkdirSync(folder, { recursive: true });
    writeDefinitions(join(folder, "slos"), slos);
    const usages: Usage[] = [];
    for (let run = 0; run < runs; run += 1) usages.push(await compileOnce(folder, run));
    return usages;
  } finally {
    removeFolder(folder);
  }
}

const seconds = (value: number): string => `${value.toFixed(2)} s`;
const megabytes = (value: number): string => `${Math.round(value / 1e6)} MB`;
const right = (title: string) => ({ title, align: "right" as const });

async function run({ quick, say }: Terms): Promise<Report> {
  const measured: { slos: number; median: Usage; slowest: number; peak: number }[] = [];
  for (const size of sizes(quick)) {
    say(`${size.slos} SLOs, ${size.runs} times`);
    const usages = await measure(size);
    measured.push({
      slos: size.slos,
      median: medianRun(usages),
      slowest: Math.max(...usages.map(({ wall }) => wall)),
      peak: Math.max(...usages.map(({ peak }) => peak)),
    });
  }
  const [three] = measured;
  const most = measured.at(-1)!;
  return {
    figures: [
      {
        title: `nines compile from the shell, ${perFile} SLOs a file, into an empty folder`,
        columns: [right("SLOs"), right("median"), right("slowest"), right("processor"), right("peak memory")],
        rows: measured.map(({ slos, median, slowest, peak }) => [
          whole(slos),
          seconds(median.wall),
          seconds(slowest),
          seconds(median.cpu),
          megabytes(peak),
        ]),
      },
    ],
    bars: [
      atMost("3 SLOs, median", three!.median.wall, 0.7, seconds),
      atMost("10,000 SLOs, median", most.median.wall, 8, seconds),
      atMost("10,000 SLOs, peak memory", most.peak, 800e6, megabytes),
    ],
  };
}

export const compile: Bench = {
  name: "compile",
  summary: "seconds and peak memory of nines compile at 10, 1,000 and 10,000 SLOs",
  lasts: "1 minute",
  run,
};
