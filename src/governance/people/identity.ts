import type { Delivery } from "../../model/definitions.ts";

/** What somebody may do. A subject may hold several; those of `rolesApart` stand alone. */
export const roles = [
  "viewer",
  "requester",
  "approver",
  "admin",
  "auditor",
  "machine",
  "alertmanager",
  "prober",
] as const;
export type Role = (typeof roles)[number];

/**
 * Roles that tell of one thing, alerts or runs of journeys, and may do and read nothing else: their tokens lie beside
 * other programs, on machines elsewhere.
 */
export const rolesApart = ["alertmanager", "prober"] as const satisfies readonly Role[];

/** Roles of machines. */
export const machineRoles: readonly Role[] = ["machine", ...rolesApart];

const apart: ReadonlySet<Role> = new Set(rolesApart);
export const standsApart = ({ roles }: Pick<Identity, "roles">): boolean =>
  roles.some((role) => apart.has(role));

/** Stands in `services` for every service. */
export const everyService = "*";

/** What a CI job's token says of the job, besides whose it is. */
export interface Workload {
  forge: Delivery["kind"];
  /** As the forge spells it; forges tell names apart by letters alone, not by case. */
  repository: string;
  /** `refs/heads/main` */
  ref: string;
  /** The forge's own name of the environment that the job deploys to. */
  environment?: string;
}

/**
 * Who asks, as authentication found out. Two requests are of the same person exactly when their subjects are equal,
 * whatever token or login they came by; subjects are lower-case.
 */
export interface Identity {
  /** A person's address (`alice@example.org`) or a machine's name (`ci:github:shop/checkout`). */
  subject: string;
  kind: "person" | "machine";
  roles: readonly Role[];
  /** Seats in quorums: `sre`, `director`, or a team that owns services. */
  groups: readonly string[];
  /** Services that it may act for; `*` is every one. */
  services: readonly string[];
  /** How it proved who it is, for the journal: `token:tk-1a2b3c`, `oidc:https://login.example`, `workload:github`. */
  via: string;
  /** Only of a CI job that came by its forge's token. */
  workload?: Workload;
}

export const actsFor = ({ services }: Identity, service: string): boolean =>
  services.includes(everyService) || services.includes(service);

export const holds = ({ roles }: Identity, ...wanted: readonly Role[]): boolean =>
  wanted.some((role) => roles.includes(role));
