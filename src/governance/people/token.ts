import type { Timestamp } from "../../model/units.ts";
import { type Identity, machineRoles, type Role } from "./identity.ts";

/** An API token as nines keeps it: without the token. */
export interface ApiToken {
  id: string;
  subject: string;
  roles: readonly Role[];
  groups: readonly string[];
  services: readonly string[];
  /** SHA-256 of the token, hex. */
  hash: string;
  createdBy: string;
  createdAt: Timestamp;
  expires?: Timestamp;
  revokedAt?: Timestamp;
}

/** Neither revoked nor expired. */
export const isValid = ({ revokedAt, expires }: ApiToken, now: Timestamp): boolean =>
  revokedAt === undefined && (expires === undefined || now < expires);

/** Whom a token speaks for. */
export const identityOf = ({ id, subject, roles, groups, services }: ApiToken): Identity => ({
  subject,
  kind: roles.some((role) => machineRoles.includes(role)) ? "machine" : "person",
  roles,
  groups,
  services,
  via: `token:${id}`,
});
