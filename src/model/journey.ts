import type { SourceRef } from "./slo.ts";
import type { Template } from "./template.ts";
import type { Seconds } from "./units.ts";

export const httpMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
export type HttpMethod = (typeof httpMethods)[number];

/** A JSON value of which every text is a template; a text that is one variable alone takes that variable's text. */
export type TemplatedJson =
  | { kind: "text"; text: Template }
  | { kind: "list"; items: readonly TemplatedJson[] }
  | { kind: "object"; fields: readonly { name: string; value: TemplatedJson }[] }
  /** A number, true, false or null, as it is. */
  | { kind: "value"; value: number | boolean | null };

export interface Field {
  name: string;
  value: Template;
}

export type StepBody =
  | { kind: "json"; value: TemplatedJson }
  | { kind: "form"; fields: readonly Field[] }
  | { kind: "text"; text: Template; contentType: string };

export interface StepTls {
  /** The name to ask for and to find in the certificate, when it is not the URL's host. */
  serverName?: string;
  /** Authorities to trust instead of the system's, as PEM text. */
  ca?: string;
  minVersion?: "TLSv1.2" | "TLSv1.3";
  /** Certificates are not looked at; secrets are then never sent. */
  insecureSkipVerify?: boolean;
}

/** Where a value is found in a response. */
export type Finder =
  /** RFC 9535; the first match, which must be a text, a number or a boolean. */
  | { kind: "jsonPath"; path: string }
  /** RE2 syntax, over the body; group 0 is the whole match. */
  | { kind: "regex"; pattern: string; group: number }
  | { kind: "header"; name: string }
  /** A cookie that this run holds for the URL. */
  | { kind: "cookie"; name: string }
  /** The first element's attribute, or its text when no attribute is named. */
  | { kind: "css"; selector: string; attribute?: string }
  | { kind: "status" };

export interface Extraction {
  /** The variable that takes the value. */
  variable: string;
  find: Finder;
  /** The value is treated as a secret in everything that nines writes. */
  sensitive: boolean;
}

export const comparators = ["equals", "not-equals", "contains", "matches", "below", "above"] as const;
export type Comparator = (typeof comparators)[number];

/** Texts are compared as texts, `below` and `above` as numbers; `matches` is a regular expression in RE2 syntax. */
export type Condition =
  | { kind: "exists" }
  | { kind: "absent" }
  | { kind: "equals" | "not-equals" | "contains"; text: Template }
  | { kind: "matches"; pattern: string }
  | { kind: "below" | "above"; bound: number };

export type Check =
  /** One of these, each a status or a class such as 2 for 200–299. */
  | { kind: "status"; oneOf: readonly number[] }
  | { kind: "header"; name: string; condition: Condition }
  /** On the whole body as text. */
  | { kind: "body"; condition: Condition }
  | { kind: "jsonPath"; path: string; condition: Condition }
  /** JSON Schema, draft 2020-12. */
  | { kind: "jsonSchema"; schema: unknown }
  /** The step, from its first byte out to its last byte in. */
  | { kind: "duration"; below: Seconds }
  | { kind: "tlsDaysLeft"; above: number };

export const assertionSeverities = ["fail", "degraded"] as const;
export type AssertionSeverity = (typeof assertionSeverities)[number];

export interface Assertion {
  check: Check;
  severity: AssertionSeverity;
}

interface AnyStep {
  name: string;
  /** For one attempt, redirects and all. */
  timeout: Seconds;
  /** Further attempts after one that failed; recorded when used. */
  retries: number;
  /** Clean-up: runs whatever failed before it, when it has its variables. Its own failure degrades the run. */
  always: boolean;
  source: SourceRef;
}

/** One request, redirects and all. */
export interface HttpStep extends AnyStep {
  kind: "http";
  method: HttpMethod;
  url: Template;
  headers: readonly Field[];
  query: readonly Field[];
  basicAuth?: { username: Template; password: Template };
  body?: StepBody;
  tls: StepTls;
  /** How many redirects are followed; 0 takes a redirect as the answer. */
  redirects: number;
  extract: readonly Extraction[];
  /** Without one on the status, 2xx is expected. */
  assertions: readonly Assertion[];
}

/** A part of what a person does in a browser; all of a run's share one page. */
export interface BrowserStep extends AnyStep {
  kind: "browser";
  /** The body of an async function of JavaScript that has Playwright's `page`. */
  script: string;
  /** Variables and secrets that the script is given, as `vars`; it knows no others. */
  use: readonly string[];
  /** Variables for later steps, by the names under which the script returns them. */
  returns: readonly string[];
}

export type JourneyStep = HttpStep | BrowserStep;

/** Where a secret's value is kept; the value itself never stands in a Journey. */
export type SecretRef =
  | { kind: "env"; /** `NINES_SECRET_…` */ variable: string }
  | { kind: "file"; /** Inside the secrets folder: no `..`, not absolute. */ path: string };

export const secretVariablePrefix = "NINES_SECRET_";

export interface JourneySchedule {
  every: Seconds;
  /** For a whole run without its clean-up. */
  timeout: Seconds;
  /** A run starts up to so many seconds after its time, differently each time; 0 starts on time. */
  jitter: Seconds;
}

/** Whether a journey needs a browser; only a prober that was told to runs it. */
export const needsBrowser = ({ steps }: Pick<Journey, "steps">): boolean =>
  steps.some(({ kind }) => kind === "browser");

/** A synthetic user's path: steps that a prober takes again and again, and counts. */
export interface Journey {
  name: string;
  description?: string;
  schedule: JourneySchedule;
  /** Where it runs; empty is everywhere. */
  locations: readonly string[];
  /** May use secrets and the variables before them. */
  variables: readonly Field[];
  secrets: readonly { name: string; from: SecretRef }[];
  steps: readonly JourneyStep[];
  /** Ascending seconds; every latency objective on this journey is one of them. */
  buckets: readonly number[];
  source: SourceRef;
}

/** Variables that every run has; no Journey may define one of these names. */
export const builtinVariables = ["journey", "location", "run_id", "started_at"] as const;
export type BuiltinVariable = (typeof builtinVariables)[number];

export const defaultJourneyBuckets: readonly number[] = [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 30, 60];

/** Why a step failed. `internal` is nines' own fault, or its configuration's, and leaves the denominator. */
export const failureReasons = [
  "dns",
  "connect",
  "tls",
  "timeout",
  "http_status",
  "assertion",
  "extract_missing",
  "body_too_large",
  "internal",
] as const;
export type FailureReason = (typeof failureReasons)[number];

/** How a run can end; all but `internal` are the denominator. */
export const runResults = ["passed", "degraded", "failed", "internal"] as const;
export type RunOutcome = (typeof runResults)[number];

export const stepResults = [...runResults, "skipped"] as const;
export type StepOutcome = (typeof stepResults)[number];

/** The parts of a request, in their order. */
export const phases = ["dns", "connect", "tls", "first_byte", "transfer"] as const;
export type Phase = (typeof phases)[number];

/** Why a run did not take place: the one before was still under way, nines was too busy, or nines was not there. */
export const skipCauses = ["overlap", "late", "down"] as const;
export type SkipCause = (typeof skipCauses)[number];
