import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { timestamp } from "../../src/model/units.ts";
import { held } from "../support/people.ts";
import { Browser, type Page } from "./support/browser.ts";
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
const token = held({ subject: "bot@example.org" });
let provider: Served;
let nines: Nines;

beforeAll(async () => {
  nines = await startNines({
    issuer: () => provider.url,
    tokens: [token],
    clock,
    mapping: { roles: { requester: ["dev"], approver: ["/sre"] } },
  });
  provider = await startProvider({ accounts, redirectTo: nines.url });
});
afterAll(() => Promise.all([provider.close(), nines.close()]));

/** The whole way: nines, the provider's login page, its consent page, and back. */
async function logIn(
  who: string,
  browser = new Browser(),
  at = nines,
): Promise<{ browser: Browser; page: Page }> {
  const form = await browser.visit(`${at.url}/login?to=/api/v1/me`);
  const consent = await browser.submit(form, { login: who, password: "any" });
  return { browser, page: await browser.submit(consent, {}) };
}

const me = (browser: Browser, at = nines) => browser.request(`${at.url}/api/v1/me`);
const codeOf = (page: Page) => (JSON.parse(page.text) as { code: string }).code;

describe("a login", () => {
  it("makes somebody known by verified address, in lower case, with groups and roles", async () => {
    const { page } = await logIn("alice");
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
    const { page } = await logIn("alice");
    expect(page.url).toBe(`${nines.url}/api/v1/me`);
  });

  it("leaves one cookie that no script can read and no other site can use", async () => {
    const { browser } = await logIn("alice");
    const session = browser.setCookies.filter((line) => /session=[^;]/.test(line) && line.includes("nines"));
    expect(session).toHaveLength(1);
    expect(session[0]).toMatch(/; Path=\/; Max-Age=3600; HttpOnly; SameSite=Lax$/);
    expect(browser.cookies(nines.url)).toMatch(/^[a-z_]+=[A-Za-z0-9_.-]+$/);
  });

  it("is the same with a provider that tells groups only when asked", async () => {
    let quiet: Served | undefined;
    const at = await startNines({ issuer: () => quiet!.url });
    quiet = await startProvider({
      accounts,
      redirectTo: at.url,
      inIdToken: false,
      authMethod: "client_secret_post",
    });
    const { page } = await logIn("alice", new Browser(), at);
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
    const { browser, page } = await logIn(who);
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
    const { browser } = await logIn("alice");
    const page = await new Browser().visit(callbackOf(browser));
    expect([page.status, codeOf(page)]).toEqual([403, "login-failed"]);
  });

  it("with the state of another login is refused", async () => {
    const { browser: alice } = await logIn("alice");
    const mallory = new Browser();
    await mallory.visit(`${nines.url}/login`);
    const page = await mallory.visit(callbackOf(alice));
    expect(codeOf(page)).toBe("login-failed");
    expect((await me(mallory)).status).toBe(401);
  });

  it("works once", async () => {
    const { browser } = await logIn("alice");
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

describe("a session", () => {
  const logout = (browser: Browser, headers: Readonly<Record<string, string>> = {}) =>
    browser.request(`${nines.url}/logout`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: "{}",
    });
  const write = (browser: Browser, headers: Readonly<Record<string, string>>) =>
    browser.request(`${nines.url}/api/v1/tokens/tk-none/revoke`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: "{}",
    });

  it("ends by the clock", async () => {
    const { browser } = await logIn("alice");
    const before = clock.now;
    clock.now = timestamp(before + 3_601);
    expect((await me(browser)).status).toBe(401);
    clock.now = before;
  });

  it("ends with a logout", async () => {
    const { browser } = await logIn("alice");
    const meant = { origin: nines.url, "x-nines-request": "1" };
    expect((await logout(browser, meant)).status).toBe(200);
    expect(browser.cookies(nines.url)).toBe("");
    expect((await me(browser)).status).toBe(401);
  });

  it("holds on another replica with the same secret, and not with another", async () => {
    const { browser } = await logIn("alice");
    const cookie = browser.cookies(nines.url);
    const [same, other] = await Promise.all([
      startNines({ issuer: () => provider.url, clock }),
      startNines({ issuer: () => provider.url, clock, secret: "another-secret" }),
    ]);
    expect((await fetch(`${same.url}/api/v1/me`, { headers: { cookie } })).status).toBe(200);
    expect((await fetch(`${other.url}/api/v1/me`, { headers: { cookie } })).status).toBe(401);
    await Promise.all([same.close(), other.close()]);
  });

  it("that was altered, or given twice, is none", async () => {
    const { browser } = await logIn("alice");
    const cookie = browser.cookies(nines.url);
    const [name = ""] = cookie.split("=");
    const altered = `${cookie.slice(0, -9)}${cookie.at(-9) === "A" ? "B" : "A"}${cookie.slice(-8)}`;
    for (const wrong of [altered, `${cookie}; ${cookie}`, `${name}=`, `${name}=x.y`])
      expect((await fetch(`${nines.url}/api/v1/me`, { headers: { cookie: wrong } })).status).toBe(401);
  });

  it("is not what a begun login left: each is sealed for its own purpose", async () => {
    const browser = new Browser();
    await browser.visit(`${nines.url}/login`);
    const begun = browser.cookies(nines.url).replace(/login=/, "session=");
    expect((await fetch(`${nines.url}/api/v1/me`, { headers: { cookie: begun } })).status).toBe(401);
  });

  it.each([
    ["without a sign that the page meant it", {}],
    ["with the header alone", { "x-nines-request": "1" }],
    ["with the origin alone", { origin: "self" }],
    ["from another site", { origin: "http://evil.example", "x-nines-request": "1" }],
  ])("writes nothing %s", async (_how, headers: Record<string, string>) => {
    const { browser } = await logIn("alice");
    const sent = headers.origin === "self" ? { ...headers, origin: nines.url } : headers;
    const page = await write(browser, sent);
    expect([page.status, codeOf(page)]).toEqual([403, "foreign-origin"]);
  });

  it("writes with both", async () => {
    const { browser } = await logIn("alice");
    const page = await write(browser, { origin: nines.url, "x-nines-request": "1" });
    expect([page.status, codeOf(page)]).toEqual([404, "not-found"]);
  });

  it("gives way to a token, and does not make up for a wrong one", async () => {
    const { browser } = await logIn("alice");
    const cookie = browser.cookies(nines.url);
    const asked = await fetch(`${nines.url}/api/v1/me`, { headers: { cookie, ...token.headers } });
    expect(await asked.json()).toMatchObject({ identity: { subject: "bot@example.org" } });
    const wrong = { cookie, authorization: "Bearer nines_tk-none_x" };
    expect((await fetch(`${nines.url}/api/v1/me`, { headers: wrong })).status).toBe(401);
  });
});

describe("what is said of logins", () => {
  it("holds no cookie, code, secret, state or verifier", async () => {
    const { browser } = await logIn("alice");
    await logIn("bob");
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
