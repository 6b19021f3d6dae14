import { join } from "node:path";
import { runProgram } from "../../kit/processes.ts";
import { canPin, cores } from "./cores.ts";

/** Latencies in milliseconds. */
export interface LoadReport {
  answered: number;
  /** Answers other than 200. */
  failed: number;
  perSecond: number;
  p50: number;
  p90: number;
  p99: number;
  p999: number;
  slowest: number;
  scrapes: number;
  slowestScrape: number;
}

export interface Load {
  port: number;
  connections: number;
  seconds: number;
  /** Services that are asked about. */
  services: number;
  /** Requests a second, whatever the server does; saturation without it. */
  rate?: number;
  /** Milliseconds between two scrapes of /metrics; none without it. */
  scrape?: number;
}

/** Runs the load in a process of its own, on the core that the server does not have. */
export async function putLoad(load: Load): Promise<LoadReport> {
  const words = [
    join(import.meta.dirname, "load.ts"),
    ...Object.entries(load).map(([name, value]) => `--${name}=${String(value)}`),
  ];
  const command = [process.execPath, ...words];
  const [program, ...args] = canPin ? ["taskset", "-c", cores.rest, ...command] : command;
  const outcome = await runProgram(program!, args, { timeout: (load.seconds + 60) * 1_000 });
  if (!outcome.ok) throw new Error(`the load failed: ${outcome.output.slice(-2_000)}`);
  return JSON.parse(outcome.stdout) as LoadReport;
}
