import type { Authentication } from "../governance/people/authentication.ts";
import {
  holds,
  type Identity,
  type Role,
  roles as everyRole,
  rolesApart,
  standsApart,
} from "../governance/people/identity.ts";
import { Problem } from "./problem.ts";

/** Who may use a route. What somebody may do to one service or one request is the command's to decide. */
export interface Access {
  /** `where-open`: on loopback or with `--insecure-no-auth`, where reading needs nobody. */
  anonymous: "always" | "where-open" | "never";
  /** One of these is enough; every role when left out. */
  roles?: readonly Role[];
}

/** Probes and the login itself. */
export const everybody: Access = { anonymous: "always" };
/** Every role reads. */
export const reading: Access = { anonymous: "where-open" };
/** Nobody without an identity, and only these roles. */
export const only = (...roles: readonly Role[]): Access => ({ anonymous: "never", roles });
/** Whoever is known, whatever the role. */
export const identified: Access = { anonymous: "never" };

/** What a browser or a client is told to bring. */
const challenge = { "www-authenticate": 'Bearer realm="nines"' };
const refusedChallenge = { "www-authenticate": 'Bearer realm="nines", error="invalid_token"' };

const refusedCredentials = (): Problem =>
  new Problem(
    "bad-credentials",
    "the token or session is not valid: it may be wrong, expired or revoked; bring another one",
    {},
    refusedChallenge,
  );

const unverifiable = (): Problem =>
  new Problem(
    "issuer-unreachable",
    "the issuer of this token cannot be asked for its keys now; ask again in a moment",
    {},
    { "retry-after": "10" },
  );

/**
 * Lets a request in, or says what it lacks.
 * @throws Problem `bad-credentials`, `issuer-unreachable`, `authentication-required`, `identity-required`, `forbidden`
 */
export function admit(
  { anonymous, roles }: Access,
  asker: Authentication,
  readsAreOpen: boolean,
): Identity | undefined {
  if (anonymous === "always") return asker.kind === "known" ? asker.identity : undefined;
  if (asker.kind === "refused") throw refusedCredentials();
  if (asker.kind === "unverifiable") throw unverifiable();
  if (asker.kind === "known") {
    const { identity } = asker;
    if (roles === undefined ? standsApart(identity) : !holds(identity, ...roles))
      throw forbidden(identity, roles ?? otherRoles);
    return identity;
  }
  if (!readsAreOpen)
    throw new Problem(
      "authentication-required",
      "bring a token: authorization: Bearer nines_…",
      {},
      challenge,
    );
  if (anonymous === "never") throw identityRequired();
  return undefined;
}

const otherRoles = everyRole.filter((role) => !(rolesApart as readonly Role[]).includes(role));

const identityRequired = (): Problem =>
  new Problem(
    "identity-required",
    "who asks must be known here, even where reading is open: authorization: Bearer nines_…",
  );

const forbidden = ({ subject, roles: held }: Identity, roles: readonly Role[]): Problem =>
  new Problem(
    "forbidden",
    `this needs the role ${roles.join(" or ")}; ${subject} has ${held.length === 0 ? "none" : held.join(", ")}`,
  );

/**
 * Who asks, where somebody must.
 * @throws Problem `identity-required`
 */
export function requireIdentity({ identity }: { identity?: Identity | undefined }): Identity {
  if (identity === undefined) throw identityRequired();
  return identity;
}
