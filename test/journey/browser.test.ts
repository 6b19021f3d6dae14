import { describe, expect, it } from "vitest";
import { faultOfScript, type ProxyFailure, type ScriptTrail } from "../../src/journey/browser.ts";
import { refuseForSecrets } from "../../src/journey/grants.ts";

const trail = (more: Partial<ScriptTrail> = {}): ScriptTrail => ({ failures: new Map(), ...more });
const error = (message: string, name = "Error") => ({ name, message });
const lostAt = (url: string, isRedirect = false) => ({ lost: { url, isRedirect } });
const failing = (host: string, failure: Partial<ProxyFailure>) => ({
  failures: new Map([[host, { reason: "connect", message: "why", isRefusal: false, ...failure } as const]]),
});

describe("a script that ended", () => {
  it("well is no failure, whatever the page could not load", () => {
    expect(faultOfScript(undefined, trail(failing("cdn.example:443", {})))).toBeUndefined();
  });

  it("well on an error page failed all the same, and in vain on one failed for the page", () => {
    const document = { url: "https://shop.example/", status: 503 };
    const fault = { reason: "http_status", message: "https://shop.example/ answered 503" };
    expect(faultOfScript(undefined, trail({ document }))).toEqual(fault);
    expect(faultOfScript(error("waited", "TimeoutError"), trail({ document }))).toEqual(fault);
  });

  it.each([
    ["x is not defined", "ReferenceError", "internal"],
    ["page.clik is not a function", "TypeError", "internal"],
    ["Unexpected token", "SyntaxError", "internal"],
    ["a script reaches the world through its page alone", "Confined", "internal"],
    ["page.click: Target page, context or browser has been closed", "Error", "internal"],
    ["Cannot read properties of null (reading 'price')", "TypeError", "assertion"],
    ["the price is wrong", "Error", "assertion"],
    ["page.click: Timeout 3000ms exceeded.\nCall log: …", "TimeoutError", "timeout"],
    ["page.goto: net::ERR_CERT_DATE_INVALID at https://shop.example/", "Error", "tls"],
    ["page.goto: net::ERR_TOO_MANY_REDIRECTS at https://shop.example/", "Error", "http_status"],
    ["page.goto: net::ERR_EMPTY_RESPONSE at http://shop.example/", "Error", "connect"],
  ])("with %j (%s) failed for %s", (message, name, reason) => {
    expect(faultOfScript(error(message, name), trail())).toMatchObject({ reason });
  });

  it("says what went wrong in one plain line", () => {
    const words = "\u001b[31mpage.click: strict mode violation\u001b[0m\n    1) <a>\n    2) <a>";
    expect(faultOfScript(error(words), trail())?.message).toBe("page.click: strict mode violation");
    expect(faultOfScript(error("x".repeat(5_000)), trail())?.message.length).toBe(300);
  });

  it("without its page failed for what the proxy met, by host and port", () => {
    const gone = error("page.goto: net::ERR_TUNNEL_CONNECTION_FAILED at https://shop.example/");
    const met = failing("shop.example:443", { reason: "dns", message: "shop.example has no address" });
    expect(faultOfScript(gone, trail({ ...lostAt("https://shop.example/a"), ...met }))).toEqual({
      reason: "dns",
      message: "shop.example has no address",
    });
  });

  it("at a target that is refused is our own fault when it named it, and the service's when an answer led there", () => {
    const gone = error("page.goto: net::ERR_EMPTY_RESPONSE at http://a.example/");
    const met = failing("b.example:80", { isRefusal: true, message: "not connected: b.example is …" });
    const reasonOf = (isRedirect: boolean) =>
      faultOfScript(gone, trail({ ...lostAt("http://b.example/", isRedirect), ...met }))?.reason;
    expect(reasonOf(false)).toBe("internal");
    expect(reasonOf(true)).toBe("connect");
  });
});

describe("a browser that holds secrets", () => {
  const refuse = refuseForSecrets([
    { name: "password", hosts: ["shop.example", "*.cdn.example"] },
    { name: "token", hosts: ["shop.example:443"] },
  ]);

  it("reaches only where every one of them may go", () => {
    expect(refuse(new URL("https://shop.example/"))).toBeUndefined();
    expect(refuse(new URL("https://a.cdn.example/"))).toMatch(
      /does not allow secret token for a\.cdn\.example/,
    );
    expect(refuse(new URL("http://shop.example/"))).toMatch(/secret token/);
    expect(refuse(new URL("https://elsewhere.example/"))).toMatch(/secret password/);
  });

  it("reaches everything that journeys may when it holds none", () => {
    expect(refuseForSecrets([])(new URL("https://elsewhere.example/"))).toBeUndefined();
  });
});
