import type { Environment, Service } from "../model/definitions.ts";
import type { Policy } from "../model/policy.ts";
import type { Seconds, Timestamp } from "../model/units.ts";
import type { JudgedSlo } from "../policy/judged.ts";

/** What the gate looks at: definitions by name, and what the last cycle found. A snapshot is one. */
export interface GateView {
  services: ReadonlyMap<string, Service>;
  /** By name and by alias. */
  environments: ReadonlyMap<string, Environment>;
  policies: ReadonlyMap<string, Policy>;
  /** SLOs of a service in an environment (canonical name), sorted by id; empty when there are none. */
  slosOf: (service: string, environment: string) => readonly JudgedSlo[];
  /** When the ages of data in it were true, in nines' own time. */
  finishedAt: Timestamp;
  /** Length of a cycle: a verdict holds for at most two. */
  interval: Seconds;
}
