import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { timestamp } from "../../src/model/units.ts";
import { Browser } from "./support/browser.ts";
import { codeOf, logIn } from "./support/log-in.ts";
import { type Nines, startNines } from "./support/nines.ts";
import { client, startProvider } from "./support/provider.ts";
import type { Served } from "./support/server.ts";

const accounts = {
  alice: { email: "Alice@Example.org", email_verified: true, groups: ["dev", "/sre"] },
  bob: { email: "bob@example.org", email_verified: false, groups: ["sre"] },
  kelvin: { email: "\u212Aelvin@example.org", email_verified: true, groups: [] },
  nines: { email: "nines", email_verified: true, groups: [] },
  crowd: {
    email: "crowd@example.org",
    email_verified: true,
    groups: Array.from({ length: 400 }, (_, index) => `a-group-of-this-company-${index}`),
  },
};

const clock = { now: timestamp(Date.now() / 1_000) };
let provider: Served;
let nines: Nines;

beforeAll(async () => {
  nines = await startNines({
    issuer: () => provider.url,
    clock,
    mapping: { roles: { requester: ["dev"], approver: ["/sre"] } },
  });
  provider = await startProvider({ accounts, redirectTo: nines.url });
});
afterAll(() => Promise.all([provider.close(), nines.close()]));

const me = (browser: Browser) => browser.request(`${nines.url}/api/v1/me`);

describe("a login", () => {
  it("makes somebody known by verified address, in lower case, with groups and roles", async () => {
    const { page } = await logIn(nines, "alice");
    expect(page.status).toBe(200);
    expect(JSON.parse(page.text)).toMatchObject({
      identity: {
        subject: "alice@example.org",
        kind: "person",
        roles: ["viewer", "requester", "approver"],
        groups: ["dev", "sre"],
        via: `oidc:${provider.url}`,
      },
    });
  });

  it("comes back to where it began", async () => {
    const { page } = await logIn(nines, "alice");
    expect(page.url).toBe(`${nines.url}/api/v1/me`);
  });

  it("leaves one cookie that no script can read and no other site can use", async () => {
    const { browser } = await logIn(nines, "alice");
    const session = browser.setCookies.filter((line) => /session=[^;]/.test(line) && line.includes("nines"));
    expect(session).toHaveLength(1);
    expect(session[0]).toMatch(/; Path=\/; Max-Age=3600; HttpOnly; SameSite=Lax$/);
    expect(browser.cookies(nines.url)).toMatch(/^[a-z_]+=[A-Za-z0-9_.-]+$/);
  });

  it("is the same with a provider that tells groups only when asked", async () => {
    const at = await startNines({ issuer: () => quiet.url });
    const quiet: Served = await startProvider({
      accounts,
      redirectTo: at.url,
      inIdToken: false,
      authMethod: "client_secret_post",
    });
    const { page } = await logIn(at, "alice");
    expect(JSON.parse(page.text)).toMatchObject({
      identity: { subject: "alice@example.org", groups: ["dev", "sre"] },
    });
    await Promise.all([at.close(), quiet.close()]);
  });

  it.each([
    ["bob", /not say that the e-mail address is verified/],
    ["kelvin", /is no subject/],
    ["nines", /nobody may log in as nines/],
    ["crowd", /more groups than a session holds/],
  ])("of %s is refused, with the reason", async (who, reason) => {
    const { browser, page } = await logIn(nines, who);
    expect([page.status, codeOf(page)]).toEqual([403, "login-failed"]);
    expect(page.text).toMatch(reason);
    expect((await me(browser)).status).toBe(401);
  });

  it("that the provider refuses is refused", async () => {
    const browser = new Browser();
    await browser.visit(`${nines.url}/login`);
    const page = await browser.visit(`${nines.url}/login/callback?error=access_denied&state=x`);
    expect([page.status, codeOf(page)]).toEqual([403, "login-failed"]);
  });

  it.each([
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "/ok\r\nset-cookie: a=b",
    "javascript:1",
  ])("sends nobody to %s", async (to) => {
    const browser = new Browser();
    const form = await browser.visit(`${nines.url}/login?to=${encodeURIComponent(to)}`);
    const consent = await browser.submit(form, { login: "alice", password: "any" });
    await browser.submit(consent, {});
    expect(browser.visited.at(-1)).toBe(`${nines.url}/`);
  });
});

describe("a callback", () => {
  const callbackOf = (browser: Browser) => browser.visited.find((url) => url.includes("/login/callback?"))!;

  it("in a browser that has begun no login is refused: nobody can be logged in as somebody else", async () => {
    const { browser } = await logIn(nines, "alice");
    const page = await new Browser().visit(callbackOf(browser));
    expect([page.status, codeOf(page)]).toEqual([403, "login-failed"]);
  });

  it("with the state of another login is refused", async () => {
    const { browser: alice } = await logIn(nines, "alice");
    const mallory = new Browser();
    await mallory.visit(`${nines.url}/login`);
    const page = await mallory.visit(callbackOf(alice));
    expect(codeOf(page)).toBe("login-failed");
    expect((await me(mallory)).status).toBe(401);
  });

  it("works once", async () => {
    const { browser } = await logIn(nines, "alice");
    const page = await browser.visit(callbackOf(browser));
    expect(codeOf(page)).toBe("login-failed");
  });

  it("after ten minutes is too late", async () => {
    const browser = new Browser();
    const form = await browser.visit(`${nines.url}/login`);
    const before = clock.now;
    clock.now = timestamp(before + 601);
    const consent = await browser.submit(form, { login: "alice", password: "any" });
    const page = await browser.submit(consent, {});
    clock.now = before;
    expect(codeOf(page)).toBe("login-failed");
  });
});

describe("what is said of logins", () => {
  it("holds no cookie, code, secret, state or verifier", async () => {
    const { browser } = await logIn(nines, "alice");
    await logIn(nines, "bob");
    const said = nines.log.join("");
    expect(said).toMatch(/a login was refused/);
    const secrets = [
      client.secret,
      ...[...browser.jars.values()].flatMap((jar) => [...jar.values()]),
      ...browser.visited.flatMap((url) =>
        [...new URL(url).searchParams.entries()].flatMap(([name, value]) =>
          ["code", "state", "nonce"].includes(name) ? [value] : [],
        ),
      ),
    ];
    expect(secrets.length).toBeGreaterThan(5);
    for (const secret of secrets) expect(said).not.toContain(secret);
  });
});
