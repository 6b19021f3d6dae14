import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { timestamp } from "../../src/model/units.ts";
import { held } from "../support/people.ts";
import { Browser } from "./support/browser.ts";
import { codeOf, logIn } from "./support/log-in.ts";
import { type Nines, startNines } from "./support/nines.ts";
import { startProvider } from "./support/provider.ts";
import type { Served } from "./support/server.ts";

const accounts = { alice: { email: "alice@example.org", email_verified: true, groups: ["sre"] } };
const clock = { now: timestamp(Date.now() / 1_000) };
const token = held({ subject: "bot@example.org" });
let provider: Served;
let nines: Nines;

beforeAll(async () => {
  nines = await startNines({ issuer: () => provider.url, tokens: [token], clock });
  provider = await startProvider({ accounts, redirectTo: nines.url });
});
afterAll(() => Promise.all([provider.close(), nines.close()]));

const me = (browser: Browser) => browser.request(`${nines.url}/api/v1/me`);

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
    const { browser } = await logIn(nines, "alice");
    const before = clock.now;
    clock.now = timestamp(before + 3_601);
    expect((await me(browser)).status).toBe(401);
    clock.now = before;
  });

  it("ends with a logout", async () => {
    const { browser } = await logIn(nines, "alice");
    const meant = { origin: nines.url, "x-nines-request": "1" };
    expect((await logout(browser, meant)).status).toBe(200);
    expect(browser.cookies(nines.url)).toBe("");
    expect((await me(browser)).status).toBe(401);
  });

  it("holds on another replica with the same secret, and not with another", async () => {
    const { browser } = await logIn(nines, "alice");
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
    const { browser } = await logIn(nines, "alice");
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
    const { browser } = await logIn(nines, "alice");
    const sent = headers.origin === "self" ? { ...headers, origin: nines.url } : headers;
    const page = await write(browser, sent);
    expect([page.status, codeOf(page)]).toEqual([403, "foreign-origin"]);
  });

  it("writes with both", async () => {
    const { browser } = await logIn(nines, "alice");
    const page = await write(browser, { origin: nines.url, "x-nines-request": "1" });
    expect([page.status, codeOf(page)]).toEqual([404, "not-found"]);
  });

  it("gives way to a token, and does not make up for a wrong one", async () => {
    const { browser } = await logIn(nines, "alice");
    const cookie = browser.cookies(nines.url);
    const asked = await fetch(`${nines.url}/api/v1/me`, { headers: { cookie, ...token.headers } });
    expect(await asked.json()).toMatchObject({ identity: { subject: "bot@example.org" } });
    const wrong = { cookie, authorization: "Bearer nines_tk-none_x" };
    expect((await fetch(`${nines.url}/api/v1/me`, { headers: wrong })).status).toBe(401);
  });
});
