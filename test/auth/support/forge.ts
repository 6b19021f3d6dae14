import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { type Served, serving } from "./server.ts";

export interface Forge extends Served {
  /** A job's token as this forge signs it; `undefined` takes a claim away. */
  token: (changes?: Readonly<Record<string, unknown>>, signing?: Signing) => Promise<string>;
  /** From now on it signs with a new key and publishes that one alone. */
  rotate: () => Promise<void>;
  /** How often its keys were asked for. */
  asked: { keys: number };
  key: () => { id: string; privateKey: CryptoKey; publicPem: () => Promise<Record<string, unknown>> };
  state: { down: boolean; announces?: string };
}

export interface Signing {
  alg?: string;
  key?: CryptoKey | Uint8Array;
  header?: Readonly<Record<string, unknown>>;
}

/** Seconds since 1970. */
export type Clock = () => number;

/** The token endpoint's other half: configuration, keys, and tokens that are really signed. */
export async function startForge(now: Clock, claims: JWTPayload, alg = "RS256"): Promise<Forge> {
  const asked = { keys: 0 };
  const state: Forge["state"] = { down: false };
  let count = 0;
  const make = async () => ({ ...(await generateKeyPair(alg, { extractable: true })), id: `key-${++count}` });
  let current = await make();
  const published = async () => ({
    ...(await exportJWK(current.publicKey)),
    kid: current.id,
    alg,
    use: "sig",
  });

  const served = await serving((url) => async (request, response) => {
    if (state.down) {
      response.statusCode = 502;
      response.end();
      return;
    }
    response.setHeader("content-type", "application/json");
    if (request.url === "/keys") asked.keys += 1;
    const body =
      request.url === "/keys"
        ? { keys: [await published()] }
        : { issuer: state.announces ?? url, jwks_uri: `${url}/keys` };
    response.end(JSON.stringify(body));
  });

  const token: Forge["token"] = async (changes = {}, signing = {}) => {
    const iat = Math.floor(now());
    const own = { iss: served.url, iat, nbf: iat, exp: iat + 300, jti: "1" };
    const payload: Record<string, unknown> = { ...own, ...claims, ...changes };
    const present = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
    return new SignJWT(present)
      .setProtectedHeader({ alg: signing.alg ?? alg, kid: current.id, typ: "JWT", ...signing.header })
      .sign(signing.key ?? current.privateKey);
  };
  return {
    ...served,
    token,
    asked,
    state,
    rotate: async () => {
      current = await make();
    },
    key: () => ({ id: current.id, privateKey: current.privateKey, publicPem: published }),
  };
}

export const githubClaims: JWTPayload = {
  aud: "https://nines.example",
  sub: "repo:shop/checkout:environment:prod",
  repository: "shop/checkout",
  repository_owner: "shop",
  ref: "refs/heads/main",
  ref_type: "branch",
  environment: "prod",
  sha: "3f9c2e1",
  event_name: "push",
};

export const gitlabClaims: JWTPayload = {
  aud: "https://nines.example",
  sub: "project_path:shop/search:ref_type:branch:ref:main",
  project_path: "shop/search",
  namespace_path: "shop",
  ref: "main",
  ref_type: "branch",
  ref_path: "refs/heads/main",
  ref_protected: "true",
  pipeline_source: "push",
};
