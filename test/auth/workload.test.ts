import { generateKeyPair } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { authenticator } from "../../src/auth/authenticate.ts";
import { workloads } from "../../src/auth/workload/verify.ts";
import type { Authentication } from "../../src/governance/people/authentication.ts";
import type { Service } from "../../src/model/definitions.ts";
import { timestamp } from "../../src/model/units.ts";
import { serviceOf } from "../support/snapshots.ts";
import { type Forge, githubClaims, gitlabClaims, startForge } from "./support/forge.ts";

const clock = { now: Date.UTC(2026, 10, 22, 12) / 1_000 };
const services: Service[] = [
  serviceOf("checkout", {
    delivery: [{ kind: "github", repository: "shop/checkout", environments: { prod: "production" } }],
  }),
  serviceOf("cart", { delivery: [{ kind: "github", repository: "Shop/Checkout", environments: {} }] }),
  serviceOf("search", { delivery: [{ kind: "gitlab", repository: "shop/search", environments: {} }] }),
  serviceOf("payments"),
];

let github: Forge;
let gitlab: Forge;
let elsewhere: Forge;
const warnings: string[] = [];
let authenticate: (token: string) => Promise<Authentication>;

const trusting = (refs = ["refs/heads/*", "refs/tags/*"]) => {
  const workload = workloads({
    forges: [
      { forge: "github", issuer: github.url, audience: "https://nines.example", refs },
      { forge: "gitlab", issuer: gitlab.url, audience: "https://nines.example", refs },
    ],
    services: () => services,
    now: () => timestamp(clock.now),
    warn: (message, facts) => void warnings.push(JSON.stringify({ message, ...facts })),
  });
  const ask = authenticator({ tokens: () => new Map(), now: () => timestamp(clock.now), workload });
  return async (token: string) => ask({ authorization: `Bearer ${token}` });
};

beforeAll(async () => {
  github = await startForge(() => clock.now, githubClaims);
  gitlab = await startForge(() => clock.now, gitlabClaims, "ES256");
  elsewhere = await startForge(() => clock.now, githubClaims);
});
beforeEach(() => {
  warnings.length = 0;
  authenticate = trusting();
});
afterAll(() => Promise.all([github, gitlab, elsewhere].map((each) => each.close())));

const refused = { kind: "refused" };

describe("a CI job", () => {
  it("of GitHub is the machine of its repository, and acts for what that delivers", async () => {
    expect(await authenticate(await github.token())).toEqual({
      kind: "known",
      byCookie: false,
      identity: {
        subject: "ci:github:shop/checkout",
        kind: "machine",
        roles: ["machine"],
        groups: [],
        services: ["checkout", "cart"],
        via: "workload:github",
        workload: {
          forge: "github",
          repository: "shop/checkout",
          ref: "refs/heads/main",
          environment: "prod",
        },
      },
    });
  });

  it("of GitLab as well, with its own claims", async () => {
    expect(await authenticate(await gitlab.token())).toMatchObject({
      identity: {
        subject: "ci:gitlab:shop/search",
        services: ["search"],
        workload: { forge: "gitlab", repository: "shop/search", ref: "refs/heads/main" },
      },
    });
  });

  it.each([
    [{ ref_path: undefined }, "refs/heads/main"],
    [{ ref_path: undefined, ref: "v1", ref_type: "tag" }, "refs/tags/v1"],
  ])("of an older GitLab has its whole ref put together: %o", async (claims, ref) => {
    expect(await authenticate(await gitlab.token(claims))).toMatchObject({ identity: { workload: { ref } } });
  });

  it("is one machine however its forge spells the repository", async () => {
    const found = await authenticate(await github.token({ repository: "Shop/Checkout" }));
    expect(found).toMatchObject({ identity: { subject: "ci:github:shop/checkout" } });
  });

  it("of a repository that delivers nothing acts for nothing", async () => {
    const found = await authenticate(await github.token({ repository: "shop/other" }));
    expect(found).toMatchObject({ kind: "known", identity: { services: [] } });
  });

  it("of one forge is not the repository of the same name on another", async () => {
    const found = await authenticate(await github.token({ repository: "shop/search" }));
    expect(found).toMatchObject({ identity: { subject: "ci:github:shop/search", services: [] } });
  });
});

describe("a token of a job is refused", () => {
  const attacks: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    "for another audience": { aud: "https://other.example" },
    "without an audience": { aud: undefined },
    "of another issuer": { iss: "https://token.actions.githubusercontent.com" },
    "without an issuer": { iss: undefined },
    "that is over": { iat: clock.now - 400, nbf: clock.now - 400, exp: clock.now - 31 },
    "that never ends": { exp: undefined },
    "without its beginning": { iat: undefined },
    "longer than an hour": { exp: clock.now + 3_601 },
    "from the future": { iat: clock.now + 60, nbf: clock.now + 60, exp: clock.now + 600 },
    "not valid yet": { nbf: clock.now + 31 },
    "without a repository": { repository: undefined },
    "of a repository that is none": { repository: "shop/checkout\n" },
    "of a list of repositories": { repository: ["shop/checkout"] },
    "without a ref": { ref: undefined },
    "of a pull request": { ref: "refs/pull/7/merge" },
    "without a subject": { sub: undefined },
  };
  it.each(Object.entries(attacks))("%s", async (_what, claims) => {
    expect(await authenticate(await github.token(claims))).toEqual(refused);
    expect(warnings).toHaveLength(1);
  });

  it("of a merge request of GitLab", async () => {
    const claims = { ref_path: undefined, ref: "patch", pipeline_source: "merge_request_event" };
    expect(await authenticate(await gitlab.token(claims))).toEqual(refused);
  });

  it("signed by somebody who is not its issuer", async () => {
    const { privateKey } = await generateKeyPair("RS256");
    expect(await authenticate(await github.token({}, { key: privateKey }))).toEqual(refused);
  });

  it("signed by another issuer in this one's name", async () => {
    expect(await authenticate(await elsewhere.token({ iss: github.url }))).toEqual(refused);
  });

  it("of an issuer that nobody configured, without asking it for keys", async () => {
    expect(await authenticate(await elsewhere.token())).toEqual(refused);
    expect(elsewhere.asked.keys).toBe(0);
  });

  it("without a signature", async () => {
    const [, payload] = (await github.token()).split(".");
    for (const alg of ["none", "None", "NONE"]) {
      const header = Buffer.from(JSON.stringify({ alg, typ: "JWT" })).toString("base64url");
      for (const signature of ["", "AA"])
        expect(await authenticate(`${header}.${payload}.${signature}`)).toEqual(refused);
    }
  });

  it("signed with the issuer's public key as if it were a shared secret", async () => {
    const jwk = await github.key().publicPem();
    for (const secret of [JSON.stringify(jwk), String(jwk.n)]) {
      const token = await github.token({}, { alg: "HS256", key: new TextEncoder().encode(secret) });
      expect(await authenticate(token)).toEqual(refused);
    }
  });

  it("that brings its own key, or says where to fetch one", async () => {
    const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
    const { exportJWK } = await import("jose");
    const jwk = await exportJWK(publicKey);
    for (const header of [{ jwk }, { jku: `${elsewhere.url}/keys` }, { kid: "../../keys" }])
      expect(await authenticate(await github.token({}, { key: privateKey, header }))).toEqual(refused);
    expect(elsewhere.asked.keys).toBe(0);
  });

  it("whose words were changed after it was signed", async () => {
    const [header, , signature] = (await github.token()).split(".");
    const [, payload] = (await github.token({ repository: "shop/payments" })).split(".");
    expect(await authenticate(`${header}.${payload}.${signature}`)).toEqual(refused);
  });

  it("of a ref that is not on the list; * is any text and nothing else is special", async () => {
    authenticate = trusting(["refs/heads/main", "refs/tags/v1.*"]);
    const kindOf = async (ref: string) => (await authenticate(await github.token({ ref }))).kind;
    expect(await kindOf("refs/heads/main")).toBe("known");
    expect(await kindOf("refs/tags/v1.2")).toBe("known");
    for (const ref of ["refs/heads/main2", "x/refs/heads/main", "refs/tags/v12", "refs/heads/mainé"])
      expect(await kindOf(ref)).toBe("refused");
  });
});

describe("the keys of an issuer", () => {
  it("are asked for once", async () => {
    const before = github.asked.keys;
    for (let job = 0; job < 5; job++) await authenticate(await github.token());
    expect(github.asked.keys).toBe(before + 1);
  });

  it("that were rotated are found by the first token signed with the new one", async () => {
    await authenticate(await github.token());
    const old = await github.token();
    await github.rotate();
    // A nines that has not seen the issuer for half a minute looks again; a fresh one stands for it.
    authenticate = trusting();
    expect((await authenticate(await github.token())).kind).toBe("known");
    expect(await authenticate(old)).toEqual(refused);
  });

  it("that cannot be asked for make a token neither right nor wrong", async () => {
    github.state.down = true;
    expect(await authenticate(await github.token())).toEqual({ kind: "unverifiable" });
    github.state.down = false;
    expect((await authenticate(await github.token())).kind).toBe("known");
  });

  it("of somebody who goes by another name are not taken", async () => {
    github.state.announces = "https://other.example";
    expect(await authenticate(await github.token())).toEqual({ kind: "unverifiable" });
    delete github.state.announces;
  });
});

describe("what is said of a refused token", () => {
  it("is the reason, and nothing of the token", async () => {
    const token = await github.token({ aud: "https://other.example" });
    await authenticate(token);
    expect(warnings.join("")).toMatch(/ERR_JWT_CLAIM_VALIDATION_FAILED/);
    for (const part of token.split(".")) expect(warnings.join("")).not.toContain(part);
  });
});
