import type { Authenticate, Authentication } from "../governance/people/authentication.ts";
import type { Identity } from "../governance/people/identity.ts";
import type { ApiToken } from "../governance/people/token.ts";
import type { Timestamp } from "../model/units.ts";
import { identityByToken } from "./tokens.ts";

/** What a proof is held against; each answers undefined for everything that is wrong with it. */
export interface Proofs {
  tokens: () => ReadonlyMap<string, ApiToken>;
  now: () => Timestamp;
  /** By a CI job's signed token. */
  workload?: (jwt: string) => Promise<Identity | undefined | "unverifiable">;
  /** By what a browser sends along; undefined at once when no session is among it. */
  session?: (cookies: string) => Promise<Identity | undefined> | undefined;
}

const anonymous: Authentication = { kind: "anonymous" };
const refused: Authentication = { kind: "refused" };
const unverifiable: Authentication = { kind: "unverifiable" };

function known(found: Identity | undefined | "unverifiable"): Authentication {
  if (found === "unverifiable") return unverifiable;
  return found === undefined ? refused : { kind: "known", identity: found, byCookie: false };
}

/** Longer ones are not even looked at. */
const longest = 8_192;
const bearer = /^bearer +([A-Za-z0-9._~+/-]+=*) *$/i;
const looksSigned = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

/**
 * Who asks. A token speaks before a cookie, which browsers send along unasked; a wrong token is not made up for by
 * a right cookie. A session that has ended counts as none.
 */
export function authenticator({ tokens, now, workload, session }: Proofs): Authenticate {
  const byHeader = (header: string): Authentication | Promise<Authentication> => {
    const text = header.length > longest ? undefined : bearer.exec(header)?.[1];
    if (text === undefined) return refused;
    if (workload !== undefined && looksSigned.test(text)) return workload(text).then(known);
    return known(identityByToken(text, tokens(), now()));
  };
  const byCookies = (cookies: string): Authentication | Promise<Authentication> => {
    const found = session?.(cookies);
    if (found === undefined) return anonymous;
    return found.then((identity) =>
      identity === undefined ? anonymous : { kind: "known", identity, byCookie: true },
    );
  };
  return ({ authorization, cookie }) => {
    if (authorization !== undefined) return byHeader(authorization);
    return cookie === undefined ? anonymous : byCookies(cookie);
  };
}
