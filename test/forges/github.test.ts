import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { until } from "../../kit/until.ts";
import { openGithub } from "../../src/forges/github.ts";
import type { ForgeClerk } from "../../src/runtime/forge-clerk.ts";
import { type FakeGithub, protectionRule, startGithub } from "./support/github.ts";
import { ninesFor, shop } from "./support/world.ts";

let github: FakeGithub;
let nines: ReturnType<typeof ninesFor>;
let clerk: ForgeClerk | undefined;
const clock = { now: () => 0 };

beforeEach(async () => {
  github = await startGithub("1001", () => clock.now());
  nines = ninesFor((now) => {
    clock.now = now;
    return openGithub({ api: github.url, appId: "1001", privateKey: async () => github.pem, now });
  }, github.url);
  await nines.desk.refresh();
});
afterEach(async () => {
  await clerk?.stop();
  clerk = undefined;
  await nines.close();
  await github.close();
});

const deliver = (changes: object = {}, headers: object = {}) =>
  nines.deliver("github", protectionRule(github.url, changes), headers);
const answered = () =>
  until(() => nines.requests().length > 0 && nines.requests().every((each) => each.answered), {
    what: "GitHub is answered",
    every: 3,
  });
const reviewed = (count: number) =>
  until(() => github.reviews.length >= count, { what: "GitHub is told", every: 3 });

describe("a deployment protection rule", () => {
  it.each([
    ["a budget that remains", 0.2, false, "approved", "**allowed**: feature of checkout to production"],
    ["a warning", 0.8, false, "approved", "**allowed, with a warning**"],
    ["a fast burn", 0.2, true, "rejected", "**denied**"],
  ])("is answered for %s", async (_, consumed, fastBurn, state, comment) => {
    nines.found.snapshot = shop(consumed, fastBurn);
    clerk = nines.start();
    expect(await deliver()).toMatchObject({ status: 202, body: { taken: true, repeated: false } });
    await answered();
    expect(github.reviews).toMatchObject([
      {
        path: "/repos/shop/checkout/actions/runs/77/deployment_protection_rule",
        environment_name: "prod",
        state,
        comment: expect.stringContaining(comment) as string,
      },
    ]);
    const [decision] = await nines.journal.read(1, 10, { kinds: ["gate-decision"] });
    expect(decision).toMatchObject({
      actor: "ci:github:shop/checkout",
      payload: { allowed: state === "approved" },
    });
  });

  it("says that an exception is needed, then which one waits, then lets pass what was approved", async () => {
    nines.found.snapshot = shop(1.1);
    clerk = nines.start();
    await deliver();
    await reviewed(1);
    expect(github.reviews[0]).not.toHaveProperty("state");
    expect(github.reviews[0]!.comment).toContain("nines exception request --service checkout --sha 4f2a91c");
    const { id } = await nines.ask("checkout", protectionRule("").sha);
    await reviewed(2);
    expect(github.reviews[1]).not.toHaveProperty("state");
    expect(github.reviews[1]!.comment).toContain(`https://nines.example/api/v1/exceptions/${id}`);
    await nines.approve(id);
    await answered();
    expect(github.reviews.slice(2)).toMatchObject([{ state: "approved" }]);
    expect(nines.desk.state().exceptions.get(id)!.uses).toHaveLength(1);
  });

  it("is rejected when nobody has granted an exception within a day", async () => {
    nines.found.snapshot = shop(1.1);
    clerk = nines.start();
    await deliver();
    await reviewed(1);
    nines.wait("25h");
    await answered();
    expect(github.reviews.at(-1)).toMatchObject({ state: "rejected" });
  });

  it("survives a restart between the delivery and the answer", async () => {
    await deliver();
    expect(github.reviews).toEqual([]);
    clerk = nines.start();
    await answered();
    expect(github.reviews).toHaveLength(1);
  });

  it("is asked once however often it is delivered", async () => {
    clerk = nines.start();
    await deliver();
    expect(await deliver()).toMatchObject({ status: 202, body: { repeated: true } });
    await answered();
    expect(github.reviews).toHaveLength(1);
    expect(nines.requests()).toHaveLength(1);
  });

  it("is tried again when GitHub is not well, and a revoked token is renewed", async () => {
    github.state.failures = [{ status: 502 }, { status: 429, headers: { "retry-after": "1" } }];
    clerk = nines.start();
    await deliver();
    await nines.passing(answered);
    expect(github.state.failures).toEqual([]);
    expect(github.reviews).toHaveLength(1);
    github.state.revokeTokens = true;
    const other = `${github.url}/repos/shop/checkout/actions/runs/78/deployment_protection_rule`;
    await deliver({ deployment_callback_url: other }, { "x-github-delivery": "d-2" });
    await answered();
    expect(github.reviews).toHaveLength(2);
    expect(github.tokens).toBe(2);
  });

  it("that somebody else has decided meanwhile is left alone", async () => {
    clerk = nines.start();
    await deliver();
    await answered();
    await deliver({}, { "x-github-delivery": "d-2" });
    await answered();
    expect(nines.requests()[1]).toMatchObject({
      answered: { answer: "gone", reason: "GitHub answered 422" },
    });
    expect(github.reviews).toHaveLength(1);
  });

  it.each([
    ["without a signature", { "x-hub-signature-256": "" }],
    ["with another one", { "x-hub-signature-256": `sha256=${"0".repeat(64)}` }],
  ])("is refused %s", async (_, headers) => {
    expect(await deliver({}, headers)).toMatchObject({ status: 401, body: { code: "bad-credentials" } });
    expect(nines.requests()).toEqual([]);
  });

  it.each([
    ["another host", "https://evil.example/repos/shop/checkout/actions/runs/77/deployment_protection_rule"],
    ["another repository", "/repos/shop/other/actions/runs/77/deployment_protection_rule"],
    ["another path", "/repos/shop/checkout/actions/runs/77/approvals"],
    ["a path that climbs", "/repos/shop/checkout/actions/runs/../runs/77/deployment_protection_rule"],
  ])("is refused when its answer would go to %s", async (_, callback) => {
    const url = callback.startsWith("https") ? callback : `${github.url}${callback}`;
    expect(await deliver({ deployment_callback_url: url })).toMatchObject({
      status: 400,
      body: { code: "bad-body" },
    });
    expect(nines.requests()).toEqual([]);
  });

  it("is not what other events are: they are taken and forgotten", async () => {
    expect(await deliver({}, { "x-github-event": "ping" })).toMatchObject({
      status: 202,
      body: { taken: false },
    });
  });
});
