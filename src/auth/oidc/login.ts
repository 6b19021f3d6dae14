import * as oidc from "openid-client";
import { z } from "zod";
import type { Identity } from "../../governance/people/identity.ts";
import { cookieName } from "../../model/names.ts";
import { seconds, type Timestamp } from "../../model/units.ts";
import { cookieNameFor, dropCookie, readCookie, writeCookie } from "../cookies.ts";
import { sealer } from "../sealed.ts";
import type { Sessions } from "../session.ts";
import { type ClaimMapping, personOf } from "./person.ts";
import { provider, type ProviderOptions } from "./provider.ts";

export interface LoginOptions extends ProviderOptions, ClaimMapping {
  scopes: readonly string[];
  /** nines' own address as browsers see it. */
  publicUrl: string;
  secret: Uint8Array;
  sessions: Sessions;
  now: () => Timestamp;
  warn: (message: string, facts: Readonly<Record<string, unknown>>) => void;
}

/** Where the browser goes next, and what it is to remember; or why nobody is logged in. */
export type LoginStep =
  { ok: true; location: string; cookies: readonly string[]; who?: Identity } | { ok: false; reason: string };

/** How long somebody may take to log in. */
const patience = seconds(600);
export const callbackPath = "/login/callback";

const pending = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), to: z.string() });
type Pending = z.output<typeof pending>;

/** Only a path of this server: anything else would make nines lend its name to send people elsewhere. */
export const localPath = (to: string | undefined): string =>
  to !== undefined && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(to) && to.length <= 1_000 ? to : "/";

/** Login of people by authorization code with PKCE; between the two steps nothing is kept but a sealed cookie. */
export function login(options: LoginOptions) {
  const { publicUrl, secret, sessions, now, warn } = options;
  const configuration = provider(options);
  const isSecure = publicUrl.startsWith("https:");
  const { seal, open } = sealer(secret, "login");
  const name = cookieNameFor(cookieName.login, isSecure);

  /** What the provider says in words may hold what it was sent; the code of an error never does. */
  const failed = (step: string, error: unknown): LoginStep => {
    const { code, error: answered } = error as { code?: string; error?: string };
    const reason = [code, answered].filter((text) => typeof text === "string").join(" ");
    warn("a login failed", { step, reason: reason === "" ? (error as Error).name : reason });
    return { ok: false, reason: `the identity provider could not be used for it (${step})` };
  };

  const begin = async (to: string | undefined): Promise<LoginStep> => {
    const waiting: Pending = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
      to: localPath(to),
    };
    try {
      const url = oidc.buildAuthorizationUrl(await configuration(), {
        redirect_uri: `${publicUrl}${callbackPath}`,
        scope: options.scopes.join(" "),
        state: waiting.state,
        nonce: waiting.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(waiting.verifier),
        code_challenge_method: "S256",
      });
      const sealed = await seal({ ...waiting }, now(), patience);
      return {
        ok: true,
        location: url.href,
        cookies: [writeCookie(cookieName.login, sealed, isSecure, patience)],
      };
    } catch (error) {
      return failed("discovery", error);
    }
  };

  const claimsFrom = async (query: string, { state, nonce, verifier }: Pending): Promise<Claims> => {
    const config = await configuration();
    const tokens = await oidc.authorizationCodeGrant(config, new URL(`${publicUrl}${callbackPath}${query}`), {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
    const claims: Claims = tokens.claims() ?? {};
    const wanted = [options.subjectClaim, options.groupsClaim];
    if (wanted.every((claim) => claim in claims) || config.serverMetadata().userinfo_endpoint === undefined)
      return claims;
    // Many providers put into the id token only what tells people apart.
    const more = await oidc.fetchUserInfo(config, tokens.access_token, String(claims.sub));
    return { ...more, ...claims };
  };

  const finish = async (query: string, cookies: string | undefined): Promise<LoginStep> => {
    const sealed = readCookie(cookies ?? "", name);
    const waiting = pending.safeParse(sealed === undefined ? undefined : await open(sealed, now()));
    if (!waiting.success)
      return {
        ok: false,
        reason: "no login was begun in this browser within the last ten minutes; begin anew",
      };
    let claims: Claims;
    try {
      claims = await claimsFrom(query, waiting.data);
    } catch (error) {
      return failed("code", error);
    }
    const person = personOf(claims, options);
    if (!person.ok) {
      warn("a login was refused", { reason: person.reason });
      return person;
    }
    const session = await sessions.begin(person.identity, now());
    if (session === undefined)
      return {
        ok: false,
        reason: "more groups than a session holds: name those that matter under oidc.groups",
      };
    return {
      ok: true,
      location: waiting.data.to,
      cookies: [session, dropCookie(cookieName.login, isSecure)],
      who: person.identity,
    };
  };

  return { begin, finish, end: (): readonly string[] => [sessions.end()] };
}

type Claims = Readonly<Record<string, unknown>>;
