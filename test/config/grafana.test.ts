import { describe, expect, it } from "vitest";
import { decodeSettings } from "../../src/config/decode.ts";

const decode = (text: string) =>
  decodeSettings({ flags: {}, environment: {}, file: { path: "/etc/nines/nines.yaml", text } });

const problemOf = (grafana: string): string => {
  const decoded = decode(`grafana: ${grafana}`);
  return decoded.ok ? "none" : decoded.problems.map(({ place, message }) => `${place} ${message}`).join("\n");
};

describe("grafana in the config file", () => {
  it("names the address and where the token is", () => {
    expect(
      decode("grafana: { url: 'https://grafana.example/g/', tokenFile: secrets/grafana }"),
    ).toMatchObject({
      ok: true,
      settings: {
        grafana: {
          url: "https://grafana.example/g",
          token: { kind: "file", path: "/etc/nines/secrets/grafana" },
        },
      },
    });
    expect(decode("grafana: { url: 'https://grafana.example', tokenEnv: GRAFANA_TOKEN }")).toMatchObject({
      settings: { grafana: { token: { kind: "environment", variable: "GRAFANA_TOKEN" } } },
    });
  });

  it("is left out where nobody wants annotations", () => {
    const decoded = decode("cycle: 30s");
    expect(decoded.ok && "grafana" in decoded.settings).toBe(false);
  });

  it("keeps the token out of the file itself", () => {
    expect(problemOf("{ url: 'https://grafana.example', token: glsa_secret }")).toContain("is no setting");
    expect(problemOf("{ url: 'https://grafana.example' }")).toContain("needs either tokenFile or tokenEnv");
  });

  it("sends the token without TLS only on this machine, or where that was allowed", () => {
    const token = "tokenEnv: GRAFANA_TOKEN";
    expect(problemOf(`{ url: 'http://grafana.example', ${token} }`)).toContain("has a url without TLS");
    expect(problemOf(`{ url: 'http://grafana:3000', ${token}, insecureHttp: true }`)).toBe("none");
    expect(problemOf(`{ url: 'http://127.0.0.1:3000', ${token} }`)).toBe("none");
  });

  it("is an address and nothing beside", () => {
    expect(problemOf("{ url: 'grafana.example', tokenEnv: T }")).toContain("is no http or https address");
    expect(problemOf("{ url: 'https://u:p@grafana.example', tokenEnv: T }")).toContain("has more than");
  });
});
