import { createPrivateKey } from "node:crypto";
import { SignJWT } from "jose";
import type { ForgeRequest } from "../governance/forge/request.ts";
import type { ForgePeer, Said, Saying } from "../runtime/forge-clerk.ts";
import { openExchange, reasonOf, type Answered, type Exchanger } from "./exchange.ts";

export interface GithubOptions {
  /** `https://api.github.com`, or that of an enterprise server, without a slash at the end. */
  api: string;
  appId: string;
  /** The App's private key as PEM, read anew each time. */
  privateKey: () => Promise<string>;
  /** Seconds since 1970. */
  now: () => number;
}

/** What an App proves itself by lasts ten minutes at most; a clock may be behind. */
const proof = { before: 60, after: 540 };
/** A token that is nearly over is not used any more. */
const spare = 300;

type Token = { value: string; expires: number };

/** Answers deployment protection rules as the GitHub App that GitHub asked. */
export function openGithub({
  api,
  appId,
  privateKey,
  now,
}: GithubOptions): ForgePeer & { close: () => Promise<void> } {
  const exchanger = openExchange();
  const tokens = new Map<number, Token>();
  const authorization = async (): Promise<string> => {
    const at = Math.floor(now());
    const jwt = await new SignJWT({})
      .setProtectedHeader({ alg: "RS256" })
      .setIssuer(appId)
      .setIssuedAt(at - proof.before)
      .setExpirationTime(at + proof.after)
      .sign(createPrivateKey(await privateKey()));
    return `Bearer ${jwt}`;
  };
  const tokenFor = async (installation: number): Promise<string | Refused> => {
    const known = tokens.get(installation);
    if (known !== undefined && known.expires - now() > spare) return known.value;
    const url = `${api}/app/installations/${installation}/access_tokens`;
    const answered = await exchanger.send({
      method: "POST",
      url,
      headers: headersWith(await authorization()),
      json: { permissions: { deployments: "write", actions: "read" } },
    });
    const { token, expires_at: expires } = (answered.body ?? {}) as { token?: unknown; expires_at?: unknown };
    if (answered.status !== 201 || typeof token !== "string") return { refused: answered };
    tokens.set(installation, { value: token, expires: Date.parse(String(expires)) / 1_000 });
    return token;
  };
  return {
    kind: "github",
    say: async (request, saying) => {
      if (request.address.kind !== "github") return { kind: "gone", reason: "it is no request of GitHub" };
      const { installation } = request.address;
      try {
        for (const isLast of [false, true]) {
          const token = await tokenFor(installation);
          if (typeof token !== "string") return judgeToken(token.refused);
          const answered = await answer(exchanger, api, request, saying, token);
          // Revoked before its time, by a changed permission for example: one more, with a new one.
          if (answered.status !== 401 || isLast) return judge(answered);
          tokens.delete(installation);
        }
      } catch (error) {
        return { kind: "failed", reason: reasonOf(error) };
      }
      return { kind: "failed", reason: "GitHub answered 401" };
    },
    close: exchanger.close,
  };
}

interface Refused {
  refused: Answered;
}

const headersWith = (authorization: string): Readonly<Record<string, string>> => ({
  authorization,
  accept: "application/vnd.github+json",
  "x-github-api-version": "2022-11-28",
});

/** The address is made of what the question was checked for, never taken from what GitHub was told to have sent. */
function answer(
  exchanger: Exchanger,
  api: string,
  { repository, environment, address }: ForgeRequest,
  { state, comment }: Saying,
  token: string,
): Promise<Answered> {
  const run = address.kind === "github" ? address.run : 0;
  return exchanger.send({
    method: "POST",
    url: `${api}/repos/${repository}/actions/runs/${run}/deployment_protection_rule`,
    headers: headersWith(`Bearer ${token}`),
    json: { environment_name: environment, ...(state !== "waiting" && { state }), comment },
  });
}

/** 422: decided already, or nothing waits; 404: the run is gone. */
function judge({ status, after }: Answered): Said {
  if (status >= 200 && status < 300) return { kind: "said" };
  const reason = `GitHub answered ${status}`;
  if (status === 404 || status === 422) return { kind: "gone", reason };
  return { kind: "failed", reason, ...(after !== undefined && { after }) };
}

const judgeToken = ({ status, after }: Answered): Said =>
  status === 404
    ? { kind: "gone", reason: "the App is not installed there any more" }
    : {
        kind: "failed",
        reason: `GitHub answered ${status} to the App: look at its id and key`,
        ...(after !== undefined && { after }),
      };
