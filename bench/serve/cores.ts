import { existsSync, readdirSync, readFileSync } from "node:fs";
import { availableParallelism, setPriority } from "node:os";
import { runProgram } from "../../kit/processes.ts";

const taskset = ["/usr/bin/taskset", "/bin/taskset"].find((path) => existsSync(path));

/** The server has a core of its own where the machine has two and can bind processes to them. */
export const canPin = taskset !== undefined && availableParallelism() >= 2;

export const cores = { server: 0, rest: 1 } as const;

/** Binds a process with all of its threads to one core. */
export async function pin(pid: number, core: number): Promise<void> {
  if (!canPin) return;
  const outcome = await runProgram(taskset!, ["-apc", String(core), String(pid)]);
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
