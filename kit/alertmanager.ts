import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  freePort,
  removeFolder,
  type Service,
  startService,
  stopService,
  temporaryFolder,
} from "./processes.ts";
import { toolPath } from "./tools.ts";
import { until } from "./until.ts";

export interface AlertmanagerOptions {
  /** alertmanager.yml as text, or as data. Without one, everything goes to a receiver that tells nobody. */
  readonly config?: string | Readonly<Record<string, unknown>>;
  readonly port?: number;
  readonly flags?: readonly string[];
}

export interface AlertmanagerServer {
  readonly url: string;
  readonly port: number;
  /** `127.0.0.1:port`, as Prometheus wants it. */
  readonly address: string;
  readonly pid: number;
  readonly reload: (config: NonNullable<AlertmanagerOptions["config"]>) => Promise<void>;
  readonly alerts: () => Promise<readonly Alert[]>;
  readonly stop: () => Promise<void>;
  readonly kill: () => Promise<void>;
}

/** One alert as Alertmanager's API v2 gives it. */
export interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly receivers: readonly { readonly name: string }[];
  readonly status: {
    readonly state: "active" | "suppressed" | "unprocessed";
    readonly inhibitedBy: readonly string[];
    readonly silencedBy: readonly string[];
  };
}

const silent = { route: { receiver: "nobody" }, receivers: [{ name: "nobody" }] };

const textOf = (config: AlertmanagerOptions["config"] = silent): string =>
  typeof config === "string" ? config : JSON.stringify(config);

async function whenReady(url: string, service: Service): Promise<void> {
  let end: number | NodeJS.Signals | undefined;
  void service.gone.then((how) => (end = how));
  const look = async () => end !== undefined || (await fetch(`${url}/-/ready`)).ok;
  await until(look, { what: `Alertmanager answers on ${url}` });
  if (end !== undefined) throw new Error(`Alertmanager did not start (${end}):\n${service.lastWords()}`);
}

/** Starts a real Alertmanager, alone (no cluster), on a free port of 127.0.0.1. */
export async function startAlertmanager(options: AlertmanagerOptions = {}): Promise<AlertmanagerServer> {
  const folder = temporaryFolder("alertmanager");
  const port = options.port ?? (await freePort());
  const address = `127.0.0.1:${port}`;
  const url = `http://${address}`;
  const configFile = join(folder, "alertmanager.yml");
  writeFileSync(configFile, textOf(options.config));
  mkdirSync(join(folder, "data"));
  const flags = [
    `--config.file=${configFile}`,
    `--storage.path=${join(folder, "data")}`,
    `--web.listen-address=${address}`,
    "--cluster.listen-address=",
    ...(options.flags ?? []),
  ];
  const service = startService(toolPath("alertmanager"), flags, join(folder, "alertmanager.log"));
  await whenReady(url, service);

  return {
    url,
    port,
    address,
    pid: service.pid,
    reload: async (config) => {
      writeFileSync(configFile, textOf(config));
      const answer = await fetch(`${url}/-/reload`, { method: "POST" });
      if (!answer.ok) throw new Error(`Alertmanager refused its configuration: ${await answer.text()}`);
    },
    alerts: async () => (await (await fetch(`${url}/api/v2/alerts`)).json()) as readonly Alert[],
    stop: async () => {
      await stopService(service);
      removeFolder(folder);
    },
    kill: async () => {
      service.signal("SIGKILL");
      await service.gone;
    },
  };
}
