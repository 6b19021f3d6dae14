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
import { type Generation, toolPath } from "./tools.ts";
import { until } from "./until.ts";

/** A prometheus.yml as data. `rule_files` is added from `ruleFiles`. */
export type PrometheusConfig = Readonly<Record<string, unknown>>;

export interface PrometheusOptions {
  readonly generation?: Generation;
  readonly config?: PrometheusConfig;
  /** Absolute paths or globs. */
  readonly ruleFiles?: readonly string[];
  /** Where Alertmanagers listen, as `127.0.0.1:9093`. */
  readonly alertmanagers?: readonly string[];
  /** A TSDB that stays when the server stops; without it a temporary one that goes. */
  readonly dataDir?: string;
  readonly port?: number;
  readonly flags?: readonly string[];
}

export interface PrometheusServer {
  readonly url: string;
  readonly port: number;
  readonly generation: Generation;
  readonly dataDir: string;
  readonly pid: () => number;
  /** Takes over another configuration or other rule files; what is not named stays. */
  readonly reload: (
    changes?: Pick<PrometheusOptions, "config" | "ruleFiles" | "alertmanagers">,
  ) => Promise<void>;
  /** Ends it gracefully; a temporary TSDB goes with it. */
  readonly stop: () => Promise<void>;
  /** `kill -9`; the TSDB stays, so that `start` can bring the server back. */
  readonly kill: () => Promise<void>;
  /** Starts it again on the same port and TSDB, after `kill` or `halt`. */
  readonly start: () => Promise<void>;
  /** Ends it gracefully and keeps the TSDB. */
  readonly halt: () => Promise<void>;
}

type Settings = Required<Pick<PrometheusOptions, "config" | "ruleFiles" | "alertmanagers">>;

const configText = ({ config, ruleFiles, alertmanagers }: Settings): string =>
  // JSON is YAML.
  JSON.stringify({
    ...config,
    rule_files: ruleFiles,
    ...(alertmanagers.length === 0
      ? {}
      : { alerting: { alertmanagers: [{ static_configs: [{ targets: alertmanagers }] }] } }),
  });

// Retention is above the longest window (90d): the default of 15d would silently shorten every 30d sum.
const flagsOf = (configFile: string, dataDir: string, port: number): string[] => [
  `--config.file=${configFile}`,
  `--storage.tsdb.path=${dataDir}`,
  "--storage.tsdb.retention.time=200d",
  `--web.listen-address=127.0.0.1:${port}`,
  "--web.enable-lifecycle",
  "--web.enable-admin-api",
  "--web.enable-remote-write-receiver",
];

// Prometheus refuses a flag given twice: what a caller gives replaces the default of the same name.
const withFlags = (defaults: readonly string[], own: readonly string[]): string[] => {
  const nameOf = (flag: string) => flag.split("=")[0];
  return [...defaults.filter((flag) => !own.some((other) => nameOf(other) === nameOf(flag))), ...own];
};

const isReady = async (url: string): Promise<boolean> => (await fetch(`${url}/-/ready`)).ok;

async function whenReady(url: string, service: Service): Promise<void> {
  let end: number | NodeJS.Signals | undefined;
  void service.gone.then((how) => (end = how));
  await until(async () => end !== undefined || (await isReady(url)), {
    what: `Prometheus answers on ${url}`,
  });
  if (end !== undefined) throw new Error(`Prometheus did not start (${end}):\n${service.lastWords()}`);
}

async function reloadOf(url: string): Promise<void> {
  const answer = await fetch(`${url}/-/reload`, { method: "POST" });
  if (!answer.ok) throw new Error(`Prometheus refused its configuration: ${await answer.text()}`);
}

/** Starts a real Prometheus on a free port of 127.0.0.1, with remote write and reload open. */
export async function startPrometheus(options: PrometheusOptions = {}): Promise<PrometheusServer> {
  const generation = options.generation ?? "3.5";
  const program = toolPath(`prometheus-${generation}`);
  const folder = temporaryFolder(`prometheus-${generation}`);
  const dataDir = options.dataDir ?? join(folder, "data");
  mkdirSync(dataDir, { recursive: true });
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const configFile = join(folder, "prometheus.yml");
  let settings: Settings = {
    config: options.config ?? {},
    ruleFiles: options.ruleFiles ?? [],
    alertmanagers: options.alertmanagers ?? [],
  };
  let service: Service;

  const start = async () => {
    writeFileSync(configFile, configText(settings));
    const flags = withFlags(flagsOf(configFile, dataDir, port), options.flags ?? []);
    service = startService(program, flags, join(folder, "prometheus.log"));
    await whenReady(url, service);
  };
  await start();

  return {
    url,
    port,
    generation,
    dataDir,
    pid: () => service.pid,
    start,
    halt: () => stopService(service),
    reload: async (changes = {}) => {
      settings = { ...settings, ...changes };
      writeFileSync(configFile, configText(settings));
      await reloadOf(url);
    },
    kill: async () => {
      service.signal("SIGKILL");
      await service.gone;
    },
    stop: async () => {
      await stopService(service);
      removeFolder(folder);
    },
  };
}
