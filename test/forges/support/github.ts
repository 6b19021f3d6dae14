import { generateKeyPairSync } from "node:crypto";
import { jwtVerify } from "jose";
import { type Served, serving } from "../../auth/support/server.ts";

export interface Review {
  path: string;
  environment_name: string;
  state?: string;
  comment: string;
}

/** A GitHub that checks what the real one checks: the App's proof, the token, and that something still waits. */
export interface FakeGithub extends Served {
  pem: string;
  reviews: Review[];
  tokens: number;
  state: {
    /** Answers in the place of its own, one for each request, oldest first. */
    failures: { status: number; headers?: Record<string, string> }[];
    /** Tokens given out before are good no more. */
    revokeTokens: boolean;
  };
}

const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
/** As GitHub hands it out: PKCS#1. */
const pem = keys.privateKey.export({ type: "pkcs1", format: "pem" }).toString();

export async function startGithub(appId: string, now: () => number): Promise<FakeGithub> {
  const reviews: Review[] = [];
  const state: FakeGithub["state"] = { failures: [], revokeTokens: false };
  const counts = { tokens: 0 };
  const valid = new Set<string>();
  const decided = new Set<string>();
  const isApp = async (authorization: string | undefined): Promise<boolean> => {
    try {
      const { payload } = await jwtVerify(authorization?.replace("Bearer ", "") ?? "", keys.publicKey, {
        algorithms: ["RS256"],
        issuer: appId,
        currentDate: new Date(now() * 1_000),
      });
      return (payload.exp ?? Infinity) - now() <= 600 && (payload.iat ?? Infinity) <= now();
    } catch {
      return false;
    }
  };
  const answer = async (
    path: string,
    authorization: string | undefined,
    body: Review,
  ): Promise<[number, object?]> => {
    if (/^\/app\/installations\/42\/access_tokens$/.test(path)) {
      if (!(await isApp(authorization))) return [401, { message: "A JSON web token could not be decoded" }];
      const token = `ghs_${++counts.tokens}`;
      valid.add(token);
      return [201, { token, expires_at: new Date((now() + 3_600) * 1_000).toISOString() }];
    }
    const run = /^\/repos\/shop\/checkout\/actions\/runs\/(\d+)\/deployment_protection_rule$/.exec(path)?.[1];
    if (run === undefined) return [404, { message: "Not Found" }];
    if (state.revokeTokens) valid.clear();
    state.revokeTokens = false;
    if (!valid.has(authorization?.replace("Bearer ", "") ?? "")) return [401, { message: "Bad credentials" }];
    const key = `${run} ${body.environment_name}`;
    if (decided.has(key) || body.comment.length > 1_024) return [422, { message: "Validation Failed" }];
    reviews.push({ ...body, path });
    if (body.state !== undefined) decided.add(key);
    return [204];
  };
  const served = await serving(() => (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      void (async () => {
        const failure = state.failures.shift();
        const body = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Review;
        const [status, json] =
          failure === undefined
            ? await answer(request.url ?? "", request.headers.authorization, body)
            : ([failure.status] as const);
        response.writeHead(status, { "content-type": "application/json", ...failure?.headers });
        response.end(json === undefined ? "" : JSON.stringify(json));
      })();
    });
  });
  return {
    ...served,
    pem,
    reviews,
    state,
    get tokens() {
      return counts.tokens;
    },
  };
}

/** A delivery as GitHub sends it, cut down to what is about the question and some of what is not. */
export const protectionRule = (api: string, changes: object = {}) => ({
  action: "requested",
  environment: "prod",
  event: "push",
  sha: "4f2a91c0d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6",
  ref: "refs/heads/main",
  deployment_callback_url: `${api}/repos/shop/checkout/actions/runs/77/deployment_protection_rule`,
  deployment: { id: 1, task: "deploy", sha: "4f2a91c0d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6", environment: "prod" },
  pull_requests: [],
  repository: { id: 9, name: "checkout", full_name: "shop/checkout", private: true },
  installation: { id: 42 },
  sender: { login: "alice" },
  ...changes,
});
