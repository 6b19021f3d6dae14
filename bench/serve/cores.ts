import { existsSync, readdirSync, readFileSync } from "node:fs";
import { availableParallelism, setPriority } from "node:os";
import { runProgram } from "../../kit/processes.ts";

const taskset = ["/usr/bin/taskset", "/bin/taskset"].find((path) => existsSync(path));

/** Where the machine has two cores and can bind processes to them, the load never runs on the server's. */
export const canPin = taskset !== undefined && availableParallelism() >= 2;

/** As taskset writes them. */
export const cores = { server: "0", rest: "1", both: "0,1" } as const;
type Cores = (typeof cores)[keyof typeof cores];

/** Binds a process with all of its threads. */
export async function pin(pid: number, to: Cores): Promise<void> {
  if (!canPin) return;
  const outcome = await runProgram(taskset!, ["-apc", to, String(pid)]);
  if (!outcome.ok) throw new Error(`taskset: ${outcome.output}`);
}

/** Lets whoever measures go first: a Prometheus on the same core must not delay the clock of the load. */
export function yieldToOthers(pid: number): void {
  // Each thread has a niceness of its own; later ones inherit it.
  for (const thread of readdirSync(`/proc/${pid}/task`)) setPriority(Number(thread), 10);
}

/** Bytes of resident memory, now and at the peak. */
export function memoryOf(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const kilobytes = (field: string) => Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1] ?? NaN);
  return { now: kilobytes("VmRSS") * 1_024, peak: kilobytes("VmHWM") * 1_024 };
}
