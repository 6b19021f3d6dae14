import { describe, expect, it } from "vitest";
import { decodeSettings } from "../../src/config/decode.ts";
import type { SourceSettings } from "../../src/config/settings.ts";

const decode = (text: string, flags: Record<string, string[]> = {}) =>
  decodeSettings({ flags, environment: {}, file: { path: "/etc/nines/nines.yaml", text } });

function sources(text: string, flags: Record<string, string[]> = {}): readonly SourceSettings[] {
  const decoded = decode(text, flags);
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.problems));
  return decoded.settings.sources;
}
function problems(text: string): string[] {
  const decoded = decode(text);
  return decoded.ok ? [] : decoded.problems.map(({ place, message }) => `${place}: ${message}`);
}

const whole = `
prometheus:
  - name: main
    url: https://prometheus.example/team/
    basicAuth: { username: nines, passwordFile: secrets/password }
    headers: { X-Scope-OrgID: shop }
    tls: { ca: ca.pem, cert: /tls/nines.crt, key: /tls/nines.key, serverName: prometheus }
    timeout: 5s
    retries: 0
    breaker: { failures: 3, openFor: 30s }
    connections: 4
  - name: mimir
    url: http://mimir:8080/prometheus
    bearer: { tokenFile: /run/secrets/token }
`;

describe("the sources of a config file", () => {
  it("carry credentials, headers, TLS and limits", () => {
    expect(sources(whole)[0]).toEqual({
      name: "main",
      url: "https://prometheus.example/team",
      credentials: {
        kind: "basic",
        username: "nines",
        password: { kind: "file", path: "/etc/nines/secrets/password" },
      },
      headers: { "X-Scope-OrgID": "shop" },
      tls: {
        ca: "/etc/nines/ca.pem",
        cert: "/tls/nines.crt",
        key: "/tls/nines.key",
        serverName: "prometheus",
      },
      timeout: 5,
      retries: 0,
      breaker: { failures: 3, openFor: 30 },
      connections: 4,
    });
  });

  it("have sensible limits when they say none", () => {
    expect(sources(whole)[1]).toMatchObject({
      credentials: { kind: "bearer", token: { kind: "file", path: "/run/secrets/token" } },
      timeout: 10,
      retries: 2,
      breaker: { failures: 5, openFor: 10 },
    });
  });

  it("give their credentials to a flag that names them, which decides where they are", () => {
    const [one, ...others] = sources(whole, { prometheus: ["mimir=http://other:1"] });
    expect(others).toEqual([]);
    expect(one).toMatchObject({ name: "mimir", url: "http://other:1", credentials: { kind: "bearer" } });
  });

  it("take a number for a tenant", () => {
    expect(
      sources("prometheus: [{name: a, url: http://h, headers: {X-Scope-OrgID: 12}}]")[0]!.headers,
    ).toEqual({
      "X-Scope-OrgID": "12",
    });
  });
});

describe("a config file at fault", () => {
  it.each([
    ["prometheus: [{name: a}]", "(prometheus.0.url): is missing"],
    ["prometheus: []", "names no source"],
    ["prometheus: http://h", "must be array, is string"],
    ["prometheus: [{name: a, url: http://h, tls: {cert: x}}]", "needs cert and key together"],
    [
      "prometheus: [{name: a, url: http://h, basicAuth: {username: u}}]",
      "needs either password or passwordFile",
    ],
    [
      "prometheus: [{name: a, url: http://h, bearer: {token: t, tokenFile: f}}]",
      "needs either token or tokenFile",
    ],
    ["prometheus: [{name: a, url: http://h, timeout: 1h}]", "1h is out of range: from 1s to 2m"],
    ["prometheus: [{name: a, url: http://h, retries: 1.5}]", "is no whole number from 0 to 5"],
    ['prometheus: [{name: a, url: http://h, headers: {"X Y": z}}]', "is no header name"],
    ["prometheus: [{name: a, url: http://h}, {name: a, url: http://i}]", 'names the source "a" twice'],
    ["cycle: [1s]", "is no single value"],
    ["- a list", "must be object, is array"],
  ])("%j: %s", (text, message) => {
    expect(problems(text)).toEqual([expect.stringContaining(message)]);
  });

  it("says both kinds of login at once are one too many", () => {
    const text =
      "prometheus: [{name: a, url: http://h, basicAuth: {username: u, password: p}, bearer: {token: t}}]";
    expect(problems(text)).toEqual([expect.stringContaining("has both basicAuth and bearer")]);
  });

  it("points at an unknown key and names the one that was meant", () => {
    expect(problems("slos: a\ncycel: 10s")).toEqual([
      expect.stringMatching(
        /^\/etc\/nines\/nines\.yaml:2:1 \(cycel\): is no setting: did you mean "cycle"\?/,
      ),
    ]);
    expect(problems("prometheus:\n  - name: a\n    url: http://h\n    tls: {certt: x}")).toEqual([
      expect.stringMatching(
        /nines\.yaml:4:11 \(prometheus\.0\.tls\.certt\): is no setting: did you mean "cert"\?/,
      ),
    ]);
  });

  it("points at broken YAML", () => {
    expect(problems("slos: a\nprometheus: [")[0]).toMatch(/^\/etc\/nines\/nines\.yaml:2:\d+: is no YAML/);
    expect(problems("slos: a\nslos: b")[0]).toMatch(/nines\.yaml:2:1: is no YAML \(DUPLICATE_KEY\)/);
  });

  it("may be empty", () => {
    expect(problems("")).toEqual([]);
    expect(problems("# nothing yet\n")).toEqual([]);
  });
});
