import type { Timestamp } from "../../model/units.ts";
import type { Role } from "./identity.ts";

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
