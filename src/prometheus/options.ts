import type { Seconds } from "../model/units.ts";

/** How a source knows nines. Files are read anew for every question, so that a rotated secret needs no restart. */
export type Credentials =
  | { kind: "none" }
  | { kind: "basic"; username: string; password: Secret }
  | { kind: "bearer"; token: Secret };

export type Secret = { kind: "value"; value: string } | { kind: "file"; path: string };

/** Paths of PEM files; they are read again when they change. */
export interface TlsOptions {
  ca?: string;
  cert?: string;
  key?: string;
  /** The name that the certificate must carry, when it is not the URL's host. */
  serverName?: string;
  insecureSkipVerify?: boolean;
}

/** One Prometheus (or Mimir, Thanos, VictoriaMetrics) that nines asks. */
export interface SourceOptions {
  name: string;
  /** With the path prefix when there is one; without user or password. */
  url: string;
  credentials: Credentials;
  /** Such as `X-Scope-OrgID`. */
  headers: Readonly<Record<string, string>>;
  tls?: TlsOptions;
  /** For one attempt of one query, from connecting to the last byte. */
  timeout: Seconds;
  /** Further attempts after one that broke; a time-out is not tried again. */
  retries: number;
  /** Attempts in a row that may fail before the circuit breaker opens, and how long it then stays open. */
  breaker: { failures: number; openFor: Seconds };
  /** Queries under way at once. */
  connections: number;
}
