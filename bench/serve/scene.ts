import { join } from "node:path";
import { startNines, type NinesServer } from "../../kit/nines.ts";
import { removeFolder, temporaryFolder } from "../../kit/processes.ts";
import { startPrometheus, type PrometheusServer } from "../../kit/prometheus.ts";
import { writeHistory } from "../../kit/remote-write.ts";
import { writeDefinitions } from "../compile/definitions.ts";
import { cores, pin, yieldToOthers } from "./cores.ts";
import { census, watchCycles } from "./cycles.ts";
import { asHistory, recordedSeries, slosOf, type Recorded } from "./recorded.ts";

const hour = 3_600;

const now = (): number => Math.floor(Date.now() / 1_000);

/** A Prometheus that holds what the rules of these SLOs record, and the folder they are defined in. */
export interface Scene {
  slos: number;
  folder: string;
  prometheus: PrometheusServer;
  recorded: readonly Recorded[];
}

/** Sets it up, an hour of each series, and takes it down. */
export async function withScene<T>(
  slos: number,
  say: (progress: string) => void,
  use: (scene: Scene) => Promise<T>,
): Promise<T> {
  const folder = temporaryFolder("serve");
  writeDefinitions(join(folder, "slos"), slos);
  const recorded = recordedSeries(await slosOf(join(folder, "slos")));
  say(`${slos} SLOs: ${recorded.length} recorded series, an hour of each`);
  const prometheus = await startPrometheus({ generation: "3.5" });
  try {
    await pin(prometheus.pid(), cores.rest);
    yieldToOthers(prometheus.pid());
    await writeHistory(prometheus.url, asHistory(recorded, now() - hour, now()));
    return await use({ slos, folder, prometheus, recorded });
  } finally {
    await prometheus.stop();
    removeFolder(folder);
  }
}

/** Recorded series must be young: five minutes after the last sample a ratio is gone. */
const freshen = async ({ prometheus, recorded }: Scene): Promise<void> => {
  await writeHistory(prometheus.url, asHistory(recorded, now() - 1, now()));
};

/** A `nines serve` that knows all of the scene's SLOs. */
export async function onServer<T>(
  scene: Scene,
  cycle: string,
  use: (nines: NinesServer) => Promise<T>,
): Promise<T> {
  const { slos, folder, prometheus } = scene;
  await freshen(scene);
  const nines = await startNines([
    ...["--slos", join(folder, "slos"), "--prometheus", prometheus.url],
    ...["--data", join(folder, `data-${cycle}`), "--cycle", cycle],
  ]);
  try {
    await watchCycles(nines.url, 0);
    const known = await census(nines.url);
    if (known.slos !== slos || known.unknown > 0)
      throw new Error(`nines knows ${known.slos} SLOs, ${known.unknown} of them are unknown`);
    return await use(nines);
  } finally {
    await nines.stop();
  }
}
