import { randomBytes } from "node:crypto";
import type { Identity } from "../governance/people/identity.ts";
import { fits, parseToken } from "../governance/people/secret.ts";
import { type ApiToken, identityOf, isValid } from "../governance/people/token.ts";
import type { Timestamp } from "../model/units.ts";

export const newSecret = (): string => randomBytes(32).toString("base64url");

/** Built once for each token: the gate is asked thousands of times a second. */
const identities = new WeakMap<ApiToken, Identity>();

function identityFor(token: ApiToken): Identity {
  const known = identities.get(token);
  if (known !== undefined) return known;
  const identity = identityOf(token);
  identities.set(token, identity);
  return identity;
}

/**
 * Whom an API token speaks for; undefined when it is wrong in any way. Unknown, wrong, revoked and expired tokens
 * are hashed and compared all the same: neither answer nor time tells which it was.
 */
export function identityByToken(
  text: string,
  tokens: ReadonlyMap<string, ApiToken>,
  now: Timestamp,
): Identity | undefined {
  const parsed = parseToken(text);
  if (parsed === undefined) return undefined;
  const token = tokens.get(parsed.id);
  const isRight = fits(parsed.secret, token?.hash);
  return isRight && token !== undefined && isValid(token, now) ? identityFor(token) : undefined;
}
