/** One setting of `nines serve`, under its three names: flag, environment variable, key of the file. */
export interface Option {
  key: string;
  /** As commander wants it: `--listen <address>`. */
  flag: string;
  env: string;
  kind: "text" | "list" | "switch";
  /** As it would be written; absent when there is none. */
  fallback?: string;
  help: string;
  /** Said to a prober, and to nines serve in vain. */
  isProbers: boolean;
}

const option = (
  key: string,
  flag: string,
  help: string,
  {
    fallback,
    kind = "text",
    isProbers = false,
  }: Partial<Pick<Option, "fallback" | "kind" | "isProbers">> = {},
) => ({
  key,
  flag,
  env: `NINES_${flag.slice(2).split(" ", 1).join().replaceAll("-", "_").toUpperCase()}`,
  kind,
  ...(fallback !== undefined && { fallback }),
  help,
  isProbers,
});

/** Every setting, in the order of `--help`. Only `config` itself has no key in the file. */
export const options: readonly Option[] = [
  option("slos", "--slos <folder>", "folder of SLO definitions", { fallback: "slos" }),
  option("prometheus", "--prometheus <[name=]url>", "a Prometheus to ask; may be repeated", {
    kind: "list",
    fallback: "default=http://127.0.0.1:9090",
  }),
  option(
    "alertmanager",
    "--alertmanager <[name=]url>",
    "an Alertmanager to keep silences in for windows; may be repeated",
    { kind: "list" },
  ),
  option("listen", "--listen <address>", "host:port of the API", { fallback: "127.0.0.1:8090" }),
  option("metricsListen", "--metrics-listen <address>", "host:port for /metrics alone, away from the API"),
  option("data", "--data <folder>", "folder of the journal, or postgres://…; `none` keeps it in memory", {
    fallback: ".nines",
  }),
  option("journalKey", "--journal-key <file>", "key of the journal's chain; needed with PostgreSQL"),
  option(
    "adminTokenFile",
    "--admin-token-file <file>",
    "where the first admin's token is written; `admin-token` in a data folder",
  ),
  option("publicUrl", "--public-url <url>", "address that browsers reach nines by, when it is another one"),
  option(
    "sourceUrl",
    "--source-url <template>",
    "where the page links lines of definitions to: https://git.example/shop/blob/main/slos/{path}#L{line}",
  ),
  option("grafanaUrl", "--grafana-url <url>", "Grafana that the page links to, with the boards of nines"),
  option(
    "publicBadges",
    "--public-badges",
    "let everybody who reaches it see badges of SLOs, /badge/<slo>.svg",
    { kind: "switch" },
  ),
  option("cycle", "--cycle <duration>", "how often Prometheus is asked", { fallback: "30s" }),
  option("decisionsFor", "--decisions-for <duration>", "how long the gate's verdicts are kept in full", {
    fallback: "400d",
  }),
  option("location", "--location <name>", "where journeys run from: a label of what they count", {
    fallback: "default",
  }),
  option("secretsDir", "--secrets-dir <folder>", "folder of the files that journeys take secrets from"),
  option("journeyTargets", "--journey-target <host>", "host that journeys may reach; may be repeated", {
    kind: "list",
  }),
  option(
    "journeyNetworks",
    "--journey-network <network>",
    "private network they may reach: 10.1.0.0/16, loopback, private; may be repeated",
    { kind: "list" },
  ),
  option(
    "allowBrowserScripts",
    "--allow-browser-scripts",
    "nines probe: run browser steps, too, which are scripts of the definitions",
    { kind: "switch", isProbers: true },
  ),
  option(
    "chromium",
    "--chromium <program>",
    "nines probe: Chromium for browser steps; the first on PATH without it",
    {
      isProbers: true,
    },
  ),
  option(
    "chromiumWithoutSandbox",
    "--chromium-without-sandbox",
    "nines probe: start Chromium without its own sandbox, where the machine forbids user namespaces",
    { kind: "switch", isProbers: true },
  ),
  option(
    "screenshots",
    "--screenshots <folder>",
    "nines probe: where pictures of pages that failed are kept; `screenshots` in the data folder without it",
    { isProbers: true },
  ),
  option(
    "report",
    "--report <url>",
    "nines probe: a nines that shows the runs made here; repeated for each replica",
    { kind: "list", isProbers: true },
  ),
  option(
    "reportInsecureHttp",
    "--report-insecure-http",
    "nines probe: report over http to another machine, in a network that you trust",
    { kind: "switch", isProbers: true },
  ),
  option(
    "tokenFile",
    "--token-file <path>",
    "nines probe: the token to report with, of the role prober; else the one in NINES_TOKEN",
    { isProbers: true },
  ),
  option("allowedHosts", "--allowed-host <name>", "host name that requests may ask for; may be repeated", {
    kind: "list",
  }),
  option("insecureNoAuth", "--insecure-no-auth", "let everybody who reaches it read, beyond loopback too", {
    kind: "switch",
  }),
  option("logLevel", "--log-level <level>", "debug, info, warn or error", { fallback: "info" }),
  option("logFormat", "--log-format <format>", "json, text, or auto: text on a terminal", {
    fallback: "auto",
  }),
  option("config", "--config <file>", "YAML file with these settings and the sources' credentials"),
];

/** What `--help` says of a setting: its meaning, its environment variable, its default. */
export const describeOption = ({ help, env, fallback }: Option): string =>
  `${help} [${env}]${fallback === undefined ? "" : ` (default: ${fallback})`}`;

/** The flag without its value: `--listen`. */
export const flagName = ({ flag }: Option): string => flag.split(" ", 1).join();
