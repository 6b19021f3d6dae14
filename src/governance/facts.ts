import type { Environment, Service } from "../model/definitions.ts";
import type { GradedState, Policy } from "../model/policy.ts";
import type { JudgedSlo } from "../policy/judged.ts";

/** What governance needs to know of the world besides its journal: definitions, and what the last cycle found. A snapshot is one. */
export interface Facts {
  services: ReadonlyMap<string, Service>;
  /** By name and by alias. */
  environments: ReadonlyMap<string, Environment>;
  policies: ReadonlyMap<string, Policy>;
  /** SLOs of a service in an environment (canonical name), sorted by id; empty when there are none. */
  slosOf: (service: string, environment: string) => readonly JudgedSlo[];
  /** Former standings of promises made easier that still count; absent where nobody has looked them up. */
  heldOf?: (
    service: string,
    environment: string,
  ) => readonly { slo: string; state: GradedState; policy: Policy }[];
}
