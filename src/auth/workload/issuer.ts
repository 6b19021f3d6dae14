import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from "jose";
import { z } from "zod";
import { mayBePlain } from "../plain.ts";

/** Milliseconds for one answer of an issuer. */
const patience = 5_000;
/** Milliseconds: how long keys are kept, and how soon an unknown key makes nines look again. */
const keysFor = 600_000;
const cooldown = 30_000;

const configuration = z.object({ issuer: z.string(), jwks_uri: z.string() });

/** An issuer that does not answer, or not as one: tokens of it can be neither taken nor refused. */
export class IssuerUnreachable extends Error {}

/**
 * The keys of an issuer, found through its own configuration document at the first token and cached; a key that is
 * not among them makes nines ask anew, at most every 30 s.
 */
export function keysOf(issuer: string, fetching: typeof fetch = fetch): JWTVerifyGetKey {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  const find = async (): Promise<JWTVerifyGetKey> => {
    const found = configuration.parse(await readJson(`${issuer}/.well-known/openid-configuration`, fetching));
    if (found.issuer !== issuer) throw new IssuerUnreachable("its configuration names another issuer");
    if (!found.jwks_uri.startsWith("https:") && !mayBePlain(found.jwks_uri))
      throw new IssuerUnreachable("its keys are not behind TLS");
    return createRemoteJWKSet(new URL(found.jwks_uri), {
      timeoutDuration: patience,
      cacheMaxAge: keysFor,
      cooldownDuration: cooldown,
      [customFetch]: fetching,
    });
  };
  return async (header, token) => {
    keys ??= find();
    let known: JWTVerifyGetKey;
    try {
      known = await keys;
    } catch (error) {
      keys = undefined;
      throw error instanceof IssuerUnreachable ? error : new IssuerUnreachable((error as Error).message);
    }
    return known(header, token);
  };
}

async function readJson(url: string, fetching: typeof fetch): Promise<unknown> {
  const response = await fetching(url, { redirect: "error", signal: AbortSignal.timeout(patience) });
  if (!response.ok) throw new IssuerUnreachable(`it answers ${response.status}`);
  return response.json();
}
