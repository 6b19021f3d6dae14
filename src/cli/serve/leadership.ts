import { setTimeout as wait } from "node:timers/promises";
import { Gauge, type Registry } from "prom-client";
import { formatAddress, isPostgres, type Settings } from "../../config/settings.ts";
import { metric } from "../../model/names.ts";
import { soleLeader, type Leadership } from "../../runtime/leadership.ts";
import type { Log } from "../../runtime/ports.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { hostname } from "node:os";

/** How long a start waits to hear who leads, so that its first cycle knows whether to journal. */
const patience = 3_000;

/** Stands for leader where several replicas can share the journal; elsewhere this process is alone. */
export async function openLeadership({ data, listen }: Settings, log: Log): Promise<Leadership> {
  if (data === undefined || !isPostgres(data)) return soleLeader;
  const { standForLeader } = await import("../../store/postgres-leader.ts");
  const name = `${formatAddress(listen)} on ${hostname()}, pid ${process.pid}`;
  const leadership = standForLeader({ url: data, name, log });
  const begin = performance.now();
  while (leadership.latest() === undefined && performance.now() - begin < patience) await wait(20);
  return leadership;
}

export function exportLeadership(registry: Registry, leadership: Leadership): void {
  new Gauge({
    name: metric.leader,
    help: "1 on the replica that leads, 0 on the others",
    registers: [registry],
    collect() {
      this.set(leadership.epoch() === undefined ? 0 : 1);
    },
  });
  new Gauge({
    name: metric.leaderEpoch,
    help: "Epoch of the newest leader that this replica has heard of",
    registers: [registry],
    collect() {
      this.set(leadership.latest() ?? 0);
    },
  });
}

/** A new leader looks at once, rather than with its next cycle: moves and due events wait for nobody else. */
export function cycleOnGain(leadership: Leadership, runtime: Runtime, log: Log): () => void {
  return leadership.onChange((epoch) => {
    if (epoch === undefined) return;
    // The cycle under way may have begun before.
    runtime
      .cycle()
      .then(() => runtime.cycle())
      .catch((error: unknown) => log.error("the new leader's cycle failed", { error: String(error) }));
  });
}
