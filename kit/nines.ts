import { join } from "node:path";
import { freePort, type Outcome, removeFolder, runProgram, type RunOptions } from "./processes.ts";
import { type Service, startService, stopService, temporaryFolder } from "./processes.ts";
import { repository } from "./tools.ts";
import { until } from "./until.ts";

const launcher = join(repository, "bin", "nines");

/** Runs `nines` as a person would, from the shell's side: arguments in, exit code and text out. */
export const runNines = (args: readonly string[], options: RunOptions = {}): Promise<Outcome> =>
  runProgram(launcher, args, { timeout: 120_000, ...options, env: { ...process.env, ...options.env } });

export interface NinesServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly log: () => string;
  readonly gone: Service["gone"];
  readonly signal: Service["signal"];
  readonly stop: () => Promise<void>;
}

/** Starts `nines serve` on a free port; `args` are added to `serve --listen 127.0.0.1:PORT`. */
export const startNines = (args: readonly string[], port?: number, cwd?: string): Promise<NinesServer> =>
  startCommand("serve", args, port, cwd);

/** Starts `nines probe` in the same way. */
export const startProbe = (args: readonly string[], port?: number): Promise<NinesServer> =>
  startCommand("probe", args, port);

async function startCommand(
  command: "serve" | "probe",
  args: readonly string[],
  port: number | undefined,
  cwd?: string,
): Promise<NinesServer> {
  const at = port ?? (await freePort());
  const url = `http://127.0.0.1:${at}`;
  const folder = temporaryFolder("nines");
  const service = startService(
    launcher,
    [command, "--listen", `127.0.0.1:${at}`, ...args],
    join(folder, "nines.log"),
    { cwd },
  );
  let end: number | NodeJS.Signals | undefined;
  void service.gone.then((how) => (end = how));
  await until(async () => end !== undefined || (await fetch(`${url}/healthz`)).ok, {
    what: `nines answers on ${url}`,
  }).catch(async (error: unknown) => {
    // Nobody who is told that it did not start could end it.
    service.signal("SIGKILL");
    await service.gone;
    throw error;
  });
  if (end !== undefined) throw new Error(`nines did not start (${end}):\n${service.lastWords()}`);
  return {
    url,
    port: at,
    pid: service.pid,
    log: service.lastWords,
    gone: service.gone,
    signal: service.signal,
    stop: async () => {
      await stopService(service, 15_000);
      removeFolder(folder);
    },
  };
}
