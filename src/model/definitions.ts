import type { Dependency } from "./dependencies.ts";
import type { Matcher } from "./promql.ts";
import type { Policy } from "./policy.ts";
import type { Journey } from "./journey.ts";
import type { Slo, SourceRef } from "./slo.ts";

export interface Environment {
  name: string;
  aliases: readonly string[];
  /** Name of a Prometheus source in the server's configuration; `default` when a single one is enough. */
  prometheus: string;
  matchers: readonly Matcher[];
  /** Absent for the undeclared `production`. */
  source?: SourceRef;
}

/** Where deployments of a service come from, so that a CI job finds its service without naming it. */
export interface Delivery {
  kind: "github" | "gitlab";
  repository: string;
  /** The forge's environment name → ours. */
  environments: Readonly<Record<string, string>>;
}

export interface Service {
  name: string;
  owner?: string;
  criticality?: 1 | 2 | 3 | 4;
  labels: Readonly<Record<string, string>>;
  policy: string;
  dependsOn: readonly Dependency[];
  environments: readonly string[];
  delivery: readonly Delivery[];
  source: SourceRef;
}

/** Everything that the YAML in `slos/` says, resolved; what the compiler and the runtime both start from. */
export interface Definitions {
  services: readonly Service[];
  environments: readonly Environment[];
  policies: readonly Policy[];
  /** Sorted by id. */
  slos: readonly Slo[];
  /** Sorted by name. */
  journeys: readonly Journey[];
}

export const defaultEnvironmentName = "production";
export const defaultSourceName = "default";
