import type { NinesServer } from "../../kit/nines.ts";
import type { Bench, Report, Terms } from "../bench.ts";
import { perFile } from "../compile/definitions.ts";
import { cores, memoryOf, pin } from "./cores.ts";
import { watchCycles } from "./cycles.ts";
import { reportOf, type GateFigures, type Watched } from "./judge.ts";
import { putLoad, type Load } from "./offer.ts";
import { onServer, type Scene, withScene } from "./scene.ts";

const sizes = [100, 1_000, 10_000] as const;
const connections = 64;
async function watch(nines: NinesServer, slos: number, cycles: number): Promise<Watched> {
  const seen = await watchCycles(nines.url, cycles);
  const [first, last] = [seen[0]!, seen.at(-1)!];
  return {
    slos,
    cycles: seen.slice(1).map(({ took }) => took),
    queries: (last.queries - first.queries) / (seen.length - 1),
    memory: memoryOf(nines.pid),
  };
}

const loadOf = (nines: NinesServer, slos: number, seconds: number): Load => ({
  port: nines.port,
  connections,
  seconds,
  services: slos / perFile,
});

/** The gate of a server with its usual cycle of 30 s; the longer loads see at least one whole cycle. */
async function loadGate(
  nines: NinesServer,
  slos: number,
  { quick, say }: Terms,
): Promise<Omit<GateFigures, "hurried">> {
  await pin(nines.pid, cores.server);
  // The first seconds warm the machine code.
  await putLoad(loadOf(nines, slos, 5));
  say(`the gate, saturated by ${connections} connections`);
  const saturated = await putLoad(loadOf(nines, slos, quick ? 5 : 20));
  await pin(nines.pid, cores.both);
  say("the gate at 2,000 requests a second");
  const offered = await putLoad({ ...loadOf(nines, slos, quick ? 10 : 35), rate: 2_000 });
  say("the gate at 2,000 requests a second, /metrics scraped every 5 s");
  const scraped = await putLoad({ ...loadOf(nines, slos, 35), rate: 2_000, scrape: 5_000 });
  return { saturated, offered, scraped };
}

interface Measured {
  watched: Watched;
  gate?: GateFigures;
}

async function measureOn(scene: Scene, terms: Terms): Promise<Measured> {
  const { slos } = scene;
  const isLargest = slos === sizes.at(-1);
  const [watched, hurried] = await onServer(scene, "5s", async (nines) => {
    const cycles = await watch(nines, slos, terms.quick ? 2 : 5);
    if (!isLargest) return [cycles, undefined] as const;
    terms.say("the gate at 2,000 requests a second, a cycle every 5 s, /metrics scraped every second");
    const load = await putLoad({ ...loadOf(nines, slos, 20), rate: 2_000, scrape: 1_000 });
    return [{ ...cycles, memory: memoryOf(nines.pid) }, load] as const;
  });
  if (hurried === undefined) return { watched };
  return onServer(scene, "30s", async (nines) => {
    const gate = { ...(await loadGate(nines, slos, terms)), hurried };
    const { peak } = memoryOf(nines.pid);
    const memory = { ...watched.memory, peak: Math.max(peak, watched.memory.peak) };
    return { watched: { ...watched, memory }, gate };
  });
}

const measure = (slos: number, terms: Terms): Promise<Measured> =>
  withScene(slos, terms.say, (scene) => measureOn(scene, terms));

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
  lasts: "5 minutes",
  run,
};
