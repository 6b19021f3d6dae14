import type { IncidentRules } from "../governance/incidents/rules.ts";
import type { NoticeRoute } from "../governance/notices/notice.ts";
import type { Role } from "../governance/people/identity.ts";
import type { SecretGrant } from "../journey/grants.ts";
import type { TargetRules } from "../journey/targets.ts";
import type { Seconds } from "../model/units.ts";

export type SecretSetting = { kind: "value"; value: string } | { kind: "file"; path: string };

/** A secret that stands in no settings: in a file or in the environment. */
export type SecretPlace = { kind: "file"; path: string } | { kind: "environment"; variable: string };

export type CredentialSettings =
  | { kind: "none" }
  | { kind: "basic"; username: string; password: SecretSetting }
  | { kind: "bearer"; token: SecretSetting };

export interface TlsSettings {
  ca?: string;
  cert?: string;
  key?: string;
  serverName?: string;
  insecureSkipVerify?: boolean;
}

export interface SourceSettings {
  name: string;
  url: string;
  /** As browsers reach it, where that is another address. */
  link?: string;
  credentials: CredentialSettings;
  headers: Readonly<Record<string, string>>;
  tls?: TlsSettings;
  timeout: Seconds;
  retries: number;
  breaker: { failures: number; openFor: Seconds };
  connections: number;
}

export interface Address {
  /** Without brackets; empty for every address of the machine. */
  host: string;
  port: number;
}

export const logLevels = ["debug", "info", "warn", "error"] as const;
export const logFormats = ["auto", "json", "text"] as const;

/** Login of people by OpenID Connect. */
export interface OidcSettings {
  issuer: string;
  clientId: string;
  clientSecret: SecretSetting;
  scopes: readonly string[];
  /** The claim that tells people apart; `email` counts only when the issuer says that it is verified. */
  subjectClaim: string;
  groupsClaim: string;
  /** Issuer's group → ours; absent when they are taken as they are. */
  groups?: Readonly<Record<string, string>>;
  /** The issuer's groups whose people have a role. */
  roles: Readonly<Partial<Record<Role, readonly string[]>>>;
}

/** A forge whose CI jobs say who they are by its signed token. */
export interface WorkloadSettings {
  forge: "github" | "gitlab";
  issuer: string;
  /** Must stand in the token: a token for somebody else is none for us. */
  audience: string;
  /** Patterns of full refs, `*` for any part of one. */
  refs: readonly string[];
}

/** Requests a minute of one identity, or of one address where nobody is known. */
export interface LimitSettings {
  reads: number;
  writes: number;
  gate: number;
}

/** One way to whoever is told what happens. */
export type ChannelSettings =
  | { name: string; kind: "slack"; url: SecretPlace; insecureHttp: boolean }
  | { name: string; kind: "webhook"; url: string; secret: SecretPlace }
  | { name: string; kind: "mail"; to: readonly string[]; server: MailSettings };

/** Forges whose webhooks are answered. */
export interface ForgeSettings {
  github?: { api: string; appId: string; privateKey: SecretPlace; webhookSecret: SecretPlace };
  gitlab?: { url: string; token: SecretPlace; webhookSecret: SecretPlace };
}

/** The Grafana whose store of annotations is kept in step with the journal. */
export interface GrafanaSettings {
  url: string;
  token: SecretPlace;
}

export interface MailSettings {
  host: string;
  port: number;
  security: "tls" | "starttls" | "none";
  from: string;
  ca?: SecretPlace;
  login?: { username: string; password: SecretPlace };
}

export interface NoticeSettings {
  channels: readonly ChannelSettings[];
  /** The first that takes a notice says where it goes. */
  routes: readonly NoticeRoute[];
  /** How long the picture that a notice links to can be seen by whoever has the link; absent: no links. */
  pictures?: Seconds;
}

/** Where journeys run from, and what they may reach: never part of a Journey. */
export interface JourneySettings {
  location: string;
  secretsDir?: string;
  rules: TargetRules;
  grants: readonly SecretGrant[];
  /** Stand in for variables of the same name in every Journey. */
  variables: Readonly<Record<string, string>>;
  /** Files with authorities trusted beside the system's. */
  authorities: readonly string[];
  /** Absent where browser steps are not allowed. */
  browser?: BrowserSettings;
  /** Where a prober tells of its runs; absent where it tells nobody. */
  report?: ReportSettings;
}

export interface ReportSettings {
  /** Without a slash at the end. */
  servers: readonly string[];
  tokenFile?: string;
}

export interface BrowserSettings {
  /** A program or its name; the first one known on PATH when nobody says. */
  chromium?: string;
  /** Chromium's own. */
  sandbox: boolean;
  /** Absent where there is no folder for pictures. */
  screenshots?: string;
}

/** Everything `nines serve` can be told, resolved. */
export interface Settings {
  slos: string;
  sources: readonly SourceSettings[];
  /** Where silences are kept for windows; none without any. `breaker` is a source's alone. */
  alertmanagers: readonly SourceSettings[];
  listen: Address;
  metricsListen?: Address;
  /** A folder, or a connection string of PostgreSQL, password and all; undefined keeps the journal in memory. */
  data: string | undefined;
  journalKey?: string;
  /** Where the first token of an admin is written; `admin-token` in the data folder when left out. */
  adminTokenFile?: string;
  /** In a demo: the file of people that whoever looks at the page may be. Loopback only. */
  demoPeople?: string;
  /** nines' address as browsers see it, without a slash at the end. */
  publicUrl?: string;
  /** What the page links lines of definitions to, with `{path}` and `{line}` in it. */
  sourceUrl?: string;
  /** Grafana as browsers reach it, without a slash at the end. */
  grafanaUrl?: string;
  oidc?: OidcSettings;
  workloads: readonly WorkloadSettings[];
  session: { keyFile?: string; length: Seconds };
  limits: LimitSettings;
  journeys: JourneySettings;
  incidents: IncidentRules;
  notices: NoticeSettings;
  forges: ForgeSettings;
  grafana?: GrafanaSettings;
  cycle: Seconds;
  /** The gate's verdicts older than this are dropped; that and what was decided stays in the journal for ever. */
  decisionsFor: Seconds;
  allowedHosts: readonly string[];
  /** Everybody who reaches this address may see badges, whoever may read. */
  publicBadges: boolean;
  insecureNoAuth: boolean;
  logLevel: (typeof logLevels)[number];
  logFormat: (typeof logFormats)[number];
}

/** A bad value: where it was said, what is wrong with it, and what would be right. Never holds a secret. */
export interface Problem {
  /** `--cycle`, `NINES_CYCLE`, or `nines.yaml:4:8 (cycle)`. */
  place: string;
  message: string;
}

export const isPostgres = (data: string): boolean => /^postgres(ql)?:\/\//.test(data);

export const formatAddress = ({ host, port }: Address): string =>
  `${host.includes(":") ? `[${host}]` : host}:${port}`;

/** Only this machine can reach it. */
export const isLoopback = ({ host }: Address): boolean =>
  host === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);
