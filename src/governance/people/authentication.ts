import type { Identity } from "./identity.ts";

/** What a request brought to show who asks, as it stands in its headers. */
export interface Credentials {
  authorization?: string;
  cookie?: string;
}

/**
 * Who asks. `refused` is one answer to everything that is wrong with what was brought (unknown, expired, revoked,
 * forged), so that nobody learns by asking which tokens exist.
 */
export type Authentication =
  | { kind: "anonymous" }
  | {
      kind: "known";
      identity: Identity;
      /** A browser sends cookies by itself: an unsafe method then needs a sign that the page meant it. */
      byCookie: boolean;
    }
  | { kind: "refused" }
  /** It may be right, but whoever signed it cannot be asked for their keys now. */
  | { kind: "unverifiable" };

/** At once where it can be: the gate is asked thousands of times a second. */
export type Authenticate = (credentials: Credentials) => Authentication | Promise<Authentication>;
