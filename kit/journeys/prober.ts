import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Service, startService, stopService } from "../processes.ts";
import { until } from "../until.ts";

export interface ProberProcess {
  pid: number;
  url: string;
  /** Lets it end in peace. */
  stop: () => Promise<void>;
  /** As a crash would. */
  kill: () => Promise<void>;
}

export interface ProberTerms {
  journeys: number;
  /** Seconds. */
  every: number;
  /** The port of the shop. */
  port: number;
  /** Keeps slots and runs. */
  folder: string;
}

let started = 0;

/** Starts a prober in a process of its own; see `prober-process.ts`. */
export async function startProber({ journeys, every, port, folder }: ProberTerms): Promise<ProberProcess> {
  const log = join(folder, `prober-${process.pid}-${started++}.log`);
  const script = join(import.meta.dirname, "prober-process.ts");
  const service: Service = startService(
    process.execPath,
    // As the guide tells those to do who run hundreds of journeys: young garbage is collected while it is little.
    [
      "--max-semi-space-size=4",
      script,
      String(journeys),
      String(every),
      String(port),
      folder,
      runsFile(folder),
    ],
    log,
  );
  const said = await until(
    () => /metrics on (\d+)/.exec(existsSync(log) ? readFileSync(log, "utf8") : "")?.[1],
    {
      what: `the prober serves its metrics${service.lastWords()}`,
    },
  );
  return {
    pid: service.pid,
    url: `http://127.0.0.1:${said}/metrics`,
    stop: () => stopService(service),
    kill: async () => {
      service.signal("SIGKILL");
      await service.gone;
    },
  };
}

const runsFile = (folder: string) => join(folder, "runs.txt");

export interface LoggedRun {
  journey: string;
  slot: number;
  late: number;
  result: string;
}

/** The runs that probers of this folder finished. */
export const runsIn = (folder: string): readonly LoggedRun[] =>
  (existsSync(runsFile(folder)) ? readFileSync(runsFile(folder), "utf8") : "")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split(" "))
    .map(([journey, slot, late, result]) => ({
      journey: journey!,
      slot: Number(slot),
      late: Number(late),
      result: result!,
    }));

/** The sum of a metric's samples of which the line holds all of `having`. */
export const sumOf = (metrics: string, name: string, ...having: readonly string[]): number =>
  metrics
    .split("\n")
    .filter((line) => line.startsWith(`${name}{`) && having.every((text) => line.includes(text)))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" "))), 0);
