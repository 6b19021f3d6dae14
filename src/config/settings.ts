import type { Seconds } from "../model/units.ts";

export type SecretSetting = { kind: "value"; value: string } | { kind: "file"; path: string };

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

/** Everything `nines serve` can be told, resolved. */
export interface Settings {
  slos: string;
  sources: readonly SourceSettings[];
  listen: Address;
  metricsListen?: Address;
  /** A folder, or a connection string of PostgreSQL, password and all; undefined keeps the journal in memory. */
  data: string | undefined;
  journalKey?: string;
  cycle: Seconds;
  allowedHosts: readonly string[];
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
