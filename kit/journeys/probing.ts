import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import type { Journey } from "../../src/model/journey.ts";
import type { RunResult } from "../../src/journey/result.ts";
import { families } from "../../src/journey/families.ts";
import { count, createTally, type Tally } from "../../src/journey/tally.ts";
import { monotonicClock } from "../../src/probes/clock.ts";
import { renderTallies } from "../../src/probes/exposition.ts";
import { defaultLimits, type ProbeContext, type RunOptions } from "../../src/probes/run.ts";
import { runJourney } from "../../src/probes/runner.ts";
import { createSecrets } from "../../src/probes/secrets.ts";

/** A prober that may reach this machine's 127.0.0.1 and nothing else, under whatever name. */
export const context = (more: Partial<ProbeContext> = {}): ProbeContext => ({
  location: "eu-1",
  rules: { hosts: ["127.0.0.1", "shop.test", "*.shop.test"], networks: ["127.0.0.1/32"] },
  secrets: createSecrets({ environment: {}, grants: [] }),
  resolve: async () => ["127.0.0.1"],
  limits: defaultLimits,
  now: monotonicClock(),
  newId: () => "run-1",
  ...more,
});

export interface Outcome {
  run: RunResult;
  tally: Tally;
  /** What `/metrics` says of it. */
  metrics: string;
}

/** Runs a journey once and counts it, as a prober does. */
export async function probe(journey: Journey, on: ProbeContext, options: RunOptions = {}): Promise<Outcome> {
  const run = await runJourney(journey, on, options);
  const tally = createTally(journey, on.location);
  count(tally, run);
  return { run, tally, metrics: Buffer.concat(await renderTallies([tally])).toString() };
}

/** The counters of a family that are not zero: `{"login failed dns": 1}`, by their labels beside journey and location. */
export function counted(tally: Tally, family: string): Readonly<Record<string, number>> {
  const found = families.find(({ name }) => name === family)!;
  const values = found.values(tally);
  const named = found
    .series(tally)
    .map(
      ([, { journey: _journey, location: _location, ...labels }], index) =>
        [Object.values(labels).join(" "), values[index] ?? Number.NaN] as const,
    );
  return Object.fromEntries(named.filter(([, value]) => value !== 0));
}

/** Every address that anything in this process tries to connect to while `work` goes on. */
export async function connectionsDuring<T>(
  work: () => Promise<T>,
): Promise<{ value: T; addresses: readonly string[] }> {
  const addresses: string[] = [];
  const note = (message: unknown): void => {
    (message as { socket: Socket }).socket.on("connectionAttempt", (address) => addresses.push(address));
  };
  subscribe("net.client.socket", note);
  try {
    return { value: await work(), addresses };
  } finally {
    unsubscribe("net.client.socket", note);
  }
}
