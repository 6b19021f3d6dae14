import type { Log } from "../../runtime/ports.ts";

/** What is to be done on the way out; each step is given the milliseconds it may take. */
export interface Step {
  name: string;
  patience: number;
  run: () => Promise<unknown>;
}

/** Runs the steps in order; one that fails or takes too long is said and does not hold up the next. */
export async function shutDown(steps: readonly Step[], log: Log): Promise<void> {
  for (const { name, patience, run } of steps) {
    const outcome = await Promise.race([
      run().then(
        () => "done" as const,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      ),
      after(patience),
    ]);
    if (outcome !== "done") log.warn(`shutting down: ${name} did not end`, { reason: outcome });
  }
}

const after = (milliseconds: number): Promise<string> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(`not within ${milliseconds / 1000} s`), milliseconds).unref();
  });

const signals = ["SIGTERM", "SIGINT"] as const;
type Ending = (typeof signals)[number];

/** Resolves at the first signal to end; a second one ends the process there and then. */
export function untilSignal(log: Log): Promise<Ending> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of signals)
      process.on(signal, () => {
        if (asked) {
          log.warn("ending at once: a second signal came", { signal });
          process.exit(signal === "SIGINT" ? 130 : 143);
        }
        asked = true;
        resolve(signal);
      });
  });
}
