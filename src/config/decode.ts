import { type ConfigFile, decodeFile, noFile } from "./file.ts";
import { type Option, flagName, options } from "./options.ts";
import { forgeSettings } from "./forges.ts";
import { grafanaSettings } from "./grafana.ts";
import { noticeSettings } from "./notices.ts";
import { peopleSettings } from "./people.ts";
import {
  type Problem,
  type Settings,
  type SourceSettings,
  isPostgres,
  logFormats,
  logLevels,
} from "./settings.ts";
import { incidentRules } from "./incidents.ts";
import {
  browserSettings,
  journeySettings,
  locationName,
  reportTarget,
  targetHost,
  targetNetwork,
} from "./journeys.ts";
import { mergeSources, namedUrl, repeatedName, type NamedUrl } from "./sources.ts";
import {
  type Decoded,
  address,
  anyText,
  cycle,
  decisionsFor,
  hasPassword,
  hostName,
  journalPlace,
  lineTemplate,
  onOff,
  oneOf,
  webAddress,
  webOrigin,
} from "./values.ts";

/** What was said on the command line, by key; a switch that stands there is `true`. */
export type Flags = Readonly<Record<string, string | readonly string[] | boolean | undefined>>;
export type Environment = Readonly<Record<string, string | undefined>>;

export interface Said {
  flags: Flags;
  environment: Environment;
  /** The config file that flag or environment named, as it was read. */
  file?: { path: string; text: string };
}

export type DecodedSettings = { ok: true; settings: Settings } | { ok: false; problems: readonly Problem[] };

/** The config file that a flag or, failing that, the environment names. */
export const configPath = ({ flags, environment }: Said): string | undefined =>
  typeof flags.config === "string" ? flags.config : nonEmpty(environment.NINES_CONFIG);

/**
 * Resolves every setting: a flag is stronger than the environment, the environment stronger than the file, the
 * file stronger than the default. Pure: who calls has read the file.
 */
export function decodeSettings(said: Said): DecodedSettings {
  const decoded = said.file === undefined ? undefined : decodeFile(said.file.path, said.file.text);
  const file = decoded?.ok === true ? decoded.file : noFile;
  const problems: Problem[] = decoded?.ok === false ? [...decoded.problems] : [];
  const one = <T>(key: string, decode: (text: string) => Decoded<T>): T | undefined =>
    resolveAll(textsOf(key, said, file), decode, problems)?.[0];
  const all = <T>(key: string, decode: (text: string) => Decoded<T>): T[] | undefined =>
    resolveAll(textsOf(key, said, file), decode, problems);

  const data = one("data", journalPlace);
  if (typeof said.flags.data === "string" && hasPassword(said.flags.data))
    problems.push({
      place: "--data",
      message: "holds a password, which process lists show: put it into NINES_DATA or the config file",
    });
  const journalKey = one("journalKey", anyText);
  if (data !== undefined && isPostgres(data) && journalKey === undefined)
    problems.push({
      place: "--journal-key",
      message: "is missing: a journal in PostgreSQL needs the same key file on every replica",
    });
  const adminTokenFile = one("adminTokenFile", anyText);
  const publicUrl = one("publicUrl", webOrigin);
  const definitionLink = one("sourceUrl", lineTemplate);
  const grafanaUrl = one("grafanaUrl", webAddress);
  const people = peopleSettings(file.values);
  if (data === "none" && (people.oidc !== undefined || people.workloads.length > 0))
    problems.push({
      place: file.place(),
      message: "oidc and workloads need a journal: say data other than none",
    });
  const notices = noticeSettings(file.values);
  if (notices.pictures !== undefined && (publicUrl === undefined || data === "none"))
    problems.push({
      place: file.place(),
      message: "notices.pictures needs publicUrl, where links lead, and a journal, whose key signs them",
    });
  const metricsListen = one("metricsListen", address);
  const settings: Partial<Settings> = {
    slos: one("slos", anyText),
    sources: sourcesOf("prometheus", file.sources, said, file, problems),
    alertmanagers: sourcesOf("alertmanager", file.alertmanagers, said, file, problems) ?? [],
    listen: one("listen", address),
    ...(metricsListen !== undefined && { metricsListen }),
    data: data === "none" ? undefined : data,
    ...(journalKey !== undefined && { journalKey }),
    ...(adminTokenFile !== undefined && { adminTokenFile }),
    ...(publicUrl !== undefined && { publicUrl }),
    ...(definitionLink !== undefined && { sourceUrl: definitionLink }),
    ...(grafanaUrl !== undefined && { grafanaUrl }),
    ...people,
    ...(file.values.demoPeople !== undefined && { demoPeople: file.values.demoPeople }),
    incidents: incidentRules(file.values.incidents),
    notices,
    forges: forgeSettings(file.values),
    ...grafanaSettings(file.values),
    journeys: journeySettings(
      {
        location: one("location", locationName),
        secretsDir: one("secretsDir", anyText),
        targets: all("journeyTargets", targetHost),
        networks: all("journeyNetworks", targetNetwork),
        report: all("report", reportTarget(one("reportInsecureHttp", onOff) ?? false)),
        tokenFile: one("tokenFile", anyText),
        browser: browserSettings({
          isAllowed: one("allowBrowserScripts", onOff) ?? false,
          chromium: one("chromium", anyText),
          withoutSandbox: one("chromiumWithoutSandbox", onOff) ?? false,
          screenshots: one("screenshots", anyText),
          data,
        }),
      },
      file.values,
    ),
    cycle: one("cycle", cycle),
    decisionsFor: one("decisionsFor", decisionsFor),
    allowedHosts: all("allowedHosts", hostName) ?? [],
    publicBadges: one("publicBadges", onOff) ?? false,
    insecureNoAuth: one("insecureNoAuth", onOff) ?? false,
    logLevel: one("logLevel", oneOf(logLevels)),
    logFormat: one("logFormat", oneOf(logFormats)),
  } as Partial<Settings>;
  // Every setting without a default is optional, and every other one is there unless a problem says why not.
  return problems.length > 0 ? { ok: false, problems } : { ok: true, settings: settings as Settings };
}

interface Text {
  text: string;
  place: string;
}

/** The words for a setting from the strongest place that has any. */
function textsOf(key: string, { flags, environment }: Said, file: ConfigFile): readonly Text[] {
  const option = optionOf(key);
  const flag = flags[key];
  if (flag !== undefined)
    return (Array.isArray(flag) ? flag : [flag]).map((text) => ({
      text: String(text),
      place: flagName(option),
    }));
  const variable = nonEmpty(environment[option.env]);
  if (variable !== undefined) return split(option, variable).map((text) => ({ text, place: option.env }));
  const value = (file.values as Record<string, unknown>)[key];
  if (option.kind === "list" && Array.isArray(value))
    return value.map((text, index) => ({ text: String(text), place: file.place(key, index) }));
  if (typeof value === "string") return [{ text: value, place: file.place(key) }];
  return option.fallback === undefined ? [] : [{ text: option.fallback, place: "default" }];
}

/** An empty variable is how shells and manifests unset one. */
const nonEmpty = (text: string | undefined): string | undefined => (text === "" ? undefined : text);

const split = ({ kind }: Option, variable: string): string[] =>
  kind === "list" ? variable.split(/[\s,]+/).filter((text) => text !== "") : [variable];

function optionOf(key: string): Option {
  const option = options.find((each) => each.key === key);
  if (option === undefined) throw new Error(`no setting is called ${key}`);
  return option;
}

/** Undefined when nothing was said, or when something said is wrong. */
function resolveAll<T>(
  texts: readonly Text[],
  decode: (text: string) => Decoded<T>,
  problems: Problem[],
): T[] | undefined {
  const values: T[] = [];
  for (const { text, place } of texts) {
    const decoded = decode(text);
    if (decoded.ok) values.push(decoded.value);
    else problems.push({ place, message: decoded.message });
  }
  return values.length === 0 ? undefined : values;
}

const what = { prometheus: "source", alertmanager: "Alertmanager" } as const;

/** What is asked over HTTP: Prometheus sources and Alertmanagers, each by name, URL and how to be let in. */
function sourcesOf(
  key: "prometheus" | "alertmanager",
  filed: readonly SourceSettings[] | undefined,
  said: Said,
  file: ConfigFile,
  problems: Problem[],
): readonly SourceSettings[] | undefined {
  // The file's own list is decoded already, credentials and all.
  const listed: ConfigFile = { ...file, values: {} };
  const texts = textsOf(key, said, listed).filter(({ place }) => filed === undefined || place !== "default");
  const named = resolveAll<NamedUrl>(texts, namedUrl, problems);
  const sources = mergeSources(named, filed);
  const repeated = sources === undefined ? undefined : repeatedName(sources);
  if (repeated !== undefined) {
    const place = texts[0]?.place ?? file.place(key);
    problems.push({
      place,
      message: `names the ${what[key]} "${repeated}" twice: give each a name of its own`,
    });
  }
  return sources;
}
