import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type NinesServer, startProbe } from "../../kit/nines.ts";
import { office } from "../history/probes.ts";
import type { Plan } from "./stack.ts";
import { withPassword } from "./password.ts";

interface Office {
  /** Port. */
  port: number;
  /** Where its runs are reported. */
  nines: string;
  token: string;
  /** What journeys may reach and send; the same as for nines itself. */
  config: string;
  folder: string;
}

/**
 * A second place from which the bookshop's journey is walked: a prober of its own that Prometheus scrapes like the first,
 * and that reports its runs. Nobody waits for it: the demo stands without.
 */
export function openOffice(
  { options, cleanup, pids, announce }: Pick<Plan, "options" | "cleanup" | "pids" | "announce">,
  { port, nines, token, config, folder }: Office,
): void {
  const tokenFile = join(folder, "prober-token");
  writeFileSync(tokenFile, token, { mode: 0o600 });
  const args = ["--slos", options.slos, "--data", join(folder, "office"), "--config", config];
  const report = ["--location", office.location, "--report", nines, "--token-file", tokenFile];
  const starting: Promise<NinesServer | undefined> = withPassword(() =>
    startProbe([...args, ...report], port),
  ).catch((error: unknown) => {
    announce(`the prober at the ${office.location} did not start: ${String(error)}`);
    return undefined;
  });
  void starting.then((prober) => prober && pids.add(prober.pid));
  cleanup.add(async () => (await starting)?.stop());
}
