import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { roles } from "../../src/governance/people/identity.ts";
import { decodeSettings } from "../../src/config/decode.ts";

const decode = (text: string, flags: Record<string, string> = {}) =>
  decodeSettings({ flags, environment: {}, file: { path: "/etc/nines/nines.yaml", text } });
const settings = (text: string) => {
  const decoded = decode(text);
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.problems));
  return decoded.settings;
};
const problems = (text: string, flags: Record<string, string> = {}): string[] => {
  const decoded = decode(text, flags);
  return decoded.ok ? [] : decoded.problems.map(({ place, message }) => `${place}: ${message}`);
};

const login = "issuer: https://login.example/realms/shop, clientId: nines";

describe("login of people", () => {
  it("has defaults for what most providers do", () => {
    expect(settings(`oidc: { ${login}, clientSecretFile: secret }`).oidc).toEqual({
      issuer: "https://login.example/realms/shop",
      clientId: "nines",
      clientSecret: { kind: "file", path: "/etc/nines/secret" },
      scopes: ["openid", "email"],
      subjectClaim: "email",
      groupsClaim: "groups",
      roles: {},
    });
  });

  it("says roles and seats by the provider's groups", () => {
    const text = `oidc: { ${login}, clientSecret: s, groups: { /sre: sre }, roles: { approver: [/sre] } }`;
    expect(settings(text).oidc).toMatchObject({ groups: { "/sre": "sre" }, roles: { approver: ["/sre"] } });
  });

  it.each([
    [`oidc: { ${login} }`, /needs either clientSecret or clientSecretFile/],
    [`oidc: { ${login}, clientSecret: topsecret, clientSecretFile: f }`, /needs either/],
    [
      `oidc: { issuer: login.example, clientId: n, clientSecret: s }`,
      /\(oidc\.issuer\): is no http or https address/,
    ],
    [
      `oidc: { ${login}, clientSecret: s, roles: { machine: [x] } }`,
      /\(oidc\.roles\.machine\): is no setting/,
    ],
    [`oidc: { ${login}, clientSecret: s, scope: [x] }`, /did you mean "scopes"/],
    [
      `oidc: { issuer: "http://login.example", clientId: n, clientSecret: s }`,
      /\(oidc\.issuer\): is without TLS/,
    ],
    [`workloads: [{ forge: gitlab, audience: a, issuer: "http://127.evil.example" }]`, /is without TLS/],
    [`session: { length: 13h }`, /\(session\.length\): 13h is out of range: from 5m to 12h/],
    [`publicUrl: https://nines.example/nines`, /\(publicUrl\): has a path/],
    [`publicUrl: https://me:pw@nines.example`, /\(publicUrl\): has more than scheme, host and path/],
    [`sourceUrl: https://git.example/shop`, /\(sourceUrl\): has no \{path\} in it/],
    [`sourceUrl: "javascript:alert(1)//{path}"`, /\(sourceUrl\): is no http or https address/],
    [`grafanaUrl: ftp://grafana.example`, /\(grafanaUrl\): is no http or https address/],
    [`data: none\noidc: { ${login}, clientSecret: s }`, /need a journal/],
    [`limits: { reads: 0 }`, /\(limits\.reads\): is no whole number from 1/],
  ])("%s is at fault", (text, message) => {
    const found = problems(text).join("\n");
    expect(found).toMatch(message);
    expect(found).not.toMatch(/topsecret|:pw/);
  });
});

describe("CI jobs", () => {
  it("of GitHub need an audience and nothing else; branches and tags may ask", () => {
    expect(settings("workloads: [{ forge: github, audience: https://nines.example }]").workloads).toEqual([
      {
        forge: "github",
        issuer: "https://token.actions.githubusercontent.com",
        audience: "https://nines.example",
        refs: ["refs/heads/*", "refs/tags/*"],
      },
    ]);
  });

  it.each([
    ["workloads: [{ forge: gitlab, audience: a }]", /gitlab without its issuer/],
    ["workloads: [{ forge: gitea, audience: a }]", /is neither github nor gitlab/],
    ["workloads: [{ forge: github }]", /\(workloads\.0\.audience\): is missing/],
    ["workloads: [{ forge: github, audience: a }, { forge: github, audience: b }]", /names an issuer twice/],
  ])("%s is at fault", (text, message) => expect(problems(text).join("\n")).toMatch(message));
});

describe("limits and sessions", () => {
  it("have defaults, and each can be set alone", () => {
    expect(settings("").limits).toEqual({ reads: 6_000, writes: 6_000, gate: 60_000 });
    expect(settings("limits: { writes: 60 }").limits).toEqual({ reads: 6_000, writes: 60, gate: 60_000 });
    expect(settings("session: { keyFile: key }").session).toEqual({
      keyFile: "/etc/nines/key",
      length: 28_800,
    });
  });
});

describe("docs/people.md", () => {
  const page = readFileSync(new URL("../../docs/people.md", import.meta.url), "utf8");
  const shown = [...page.matchAll(/```yaml\n(# nines\.yaml[\s\S]*?)```/g)].map(([, text = ""]) => text);

  it("shows config files that are read as they stand", () => {
    expect(shown).toHaveLength(3);
    for (const text of shown) expect(problems(text)).toEqual([]);
  });

  it("names the limits and the length of a session as they are", () => {
    expect(settings(shown[2]!).limits).toEqual(settings("").limits);
    expect(settings(shown[0]!).session.length).toBe(settings("").session.length);
  });

  it("has a line for each role", () => {
    for (const role of roles) expect(page).toContain(`| \`${role}\` |`);
  });
});
