import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { startNines, type NinesServer } from "../../kit/nines.ts";
import { removeFolder, temporaryFolder } from "../../kit/processes.ts";
import { startPrometheus, type PrometheusServer } from "../../kit/prometheus.ts";
import { writeHistory } from "../../kit/remote-write.ts";
import type { Bench, Report, Terms } from "../bench.ts";
import { perFile, writeDefinitions } from "../compile/definitions.ts";
import { cores, memoryOf, pin, yieldToOthers } from "./cores.ts";
import { census, watchCycles } from "./cycles.ts";
import { reportOf, type GateFigures, type Watched } from "./judge.ts";
import { putLoad } from "./offer.ts";
import { asHistory, recordedSeries, slosOf, type Recorded } from "./recorded.ts";

const sizes = ([100, 1_000, 10_000] as const);
const connections = 64;
const hour = 3_600;

const now = (): number => Math.floor(Date.now() / 1_000);

/** Recorded series must be young: five minutes after the last sample a ratio is gone. */
const freshen = async (prometheus: PrometheusServer, recorded: readonly Recorded[]): Promise<void> => {
  await writeHistory(prometheus.url, asHistory(recorded, now() - 1, now()));
};

async function watch(
  nines: NinesServer,
  prometheus: PrometheusServer,
  recorded: readonly Recorded[],
  slos: number,
  cycles: number,
): Promise<Watched> {
  await freshen(prometheus, recorded);
  const { unknown, slos: known } = await census(nines.url);
  if (known !== slos || unknown > 0) throw new Error(`of ${known} SLOs ${unknown} are unknown to nines`);
  const seen = await watchCycles(nines.url, cycles);
  const [first, last] = [seen[0]!, seen.at(-1)!];
  return {
    slos,
    cycles: seen.slice(1).map(({ took }) => took),
    queries: (last.queries - first.queries) / (seen.length - 1),
    memory: memoryOf(nines.pid),
  };
}

async function loadGate(nines: NinesServer, slos: number, { quick, say }: Terms): Promise<GateFigures> {
  const seconds = quick ? 5 : 20;
  const load = { port: nines.port, connections, seconds, services: slos / perFile };
  say(`the gate, saturated by ${connections} connections`);
  // The first seconds warm the machine code.
  await putLoad({ ...load, seconds: 3 });
  const saturated = await putLoad(load);
  say("the gate at 2,000 requests a second");
  const offered = await putLoad({ ...load, rate: 2_000 });
  say("the gate at 2,000 requests a second, /metrics scraped every second");
  const scraped = await putLoad({ ...load, rate: 2_000, scrape: 1_000 });
  return { saturated, offered, scraped };
}

interface Measured {
  watched: Watched;
  gate?: GateFigures;
}

async function measure(slos: number, terms: Terms): Promise<Measured> {
  const folder = temporaryFolder("serve");
  const definitions = join(folder, "slos");
  mkdirSync(definitions, { recursive: true });
  writeDefinitions(definitions, slos);
  const recorded = recordedSeries(await slosOf(definitions));
  terms.say(`${slos} SLOs: ${recorded.length} recorded series, an hour of each`);
  const prometheus = await startPrometheus({ generation: "3.5" });
  try {
    await pin(prometheus.pid(), cores.rest);
    yieldToOthers(prometheus.pid());
    await writeHistory(prometheus.url, asHistory(recorded, now() - hour, now()));
    const nines = await startNines([
      ...["--slos", definitions, "--prometheus", prometheus.url],
      ...["--data", join(folder, "data"), "--cycle", "5s"],
    ]);
    try {
      await pin(nines.pid, cores.server);
      await watchCycles(nines.url, 1);
      const watched = await watch(nines, prometheus, recorded, slos, terms.quick ? 2 : 5);
      const gate = slos === sizes.at(-1) ? await loadGate(nines, slos, terms) : undefined;
      const memory = memoryOf(nines.pid);
      return { watched: { ...watched, memory }, ...(gate === undefined ? {} : { gate }) };
    } finally {
      await nines.stop();
    }
  } finally {
    await prometheus.stop();
    removeFolder(folder);
  }
}

async function run(terms: Terms): Promise<Report> {
  const measured: Measured[] = [];
  for (const slos of sizes) measured.push(await measure(slos, terms));
  return reportOf(
    measured.map(({ watched }) => watched),
    measured.at(-1)!.gate!,
  );
}

export const serve: Bench = {
  name: "serve",
  summary:
    "cycle time and memory of nines serve at 100, 1,000 and 10,000 SLOs; the gate's throughput and latency",
  lasts: "3 minutes",
  run,
};
