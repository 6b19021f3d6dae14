import type { Timestamp } from "../../model/units.ts";
import type { Role } from "./identity.ts";

/** Events about API tokens; the subject is the token's id. */
export interface TokenEvents {
  "token-created": {
    /** Whom the token speaks for. */
    subject: string;
    roles: readonly Role[];
    groups: readonly string[];
    services: readonly string[];
    /** SHA-256 of the token, hex. The token itself is shown once and kept nowhere. */
    hash: string;
    expires?: Timestamp;
  };
  "token-revoked": { reason?: string };
}
