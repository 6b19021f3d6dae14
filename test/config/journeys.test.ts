import { describe, expect, it } from "vitest";
import { decodeSettings } from "../../src/config/decode.ts";

const read = (text: string, flags = {}, environment = {}) =>
  decodeSettings({ flags, environment, file: { path: "/etc/nines/nines.yaml", text } });

describe("the settings of journeys", () => {
  it("allow nothing unless somebody says so", () => {
    expect(read("{}")).toMatchObject({
      ok: true,
      settings: {
        journeys: { location: "default", rules: { hosts: [], networks: [] }, grants: [], variables: {} },
      },
    });
  });

  it("stand in the file, seen from its folder, with the hosts of each secret", () => {
    const text = `
location: eu-1
secretsDir: secrets
journeyTargets: [shop.example, '*.shop.example:8443']
journeyNetworks: [10.1.0.0/16]
journeySecrets: { NINES_SECRET_SHOP: [shop.example] }
journeyVariables: { shop: 'https://eu.shop.example' }
journeyAuthorities: [ca.pem]`;
    expect(read(text)).toMatchObject({
      settings: {
        journeys: {
          location: "eu-1",
          secretsDir: "/etc/nines/secrets",
          rules: { hosts: ["shop.example", "*.shop.example:8443"], networks: ["10.1.0.0/16"] },
          grants: [{ secret: "NINES_SECRET_SHOP", hosts: ["shop.example"] }],
          variables: { shop: "https://eu.shop.example" },
          authorities: ["/etc/nines/ca.pem"],
        },
      },
    });
  });

  it("take flags and environment over the file", () => {
    const text = "journeyTargets: [a.example]";
    const hosts = (flags: object, environment: object) =>
      expect(read(text, flags, environment)).toMatchObject({
        settings: { journeys: { rules: { hosts: ["b.example"] } } },
      });
    hosts({ journeyTargets: ["b.example"] }, {});
    hosts({}, { NINES_JOURNEY_TARGET: "b.example" });
  });

  it("say where runs are reported, over TLS or within this machine unless somebody says otherwise", () => {
    const text = `
report: ['https://nines-1.example/', 'http://127.0.0.1:8090', 'https://nines-1.example']
tokenFile: office.token`;
    expect(read(text)).toMatchObject({
      settings: {
        journeys: {
          report: {
            servers: ["https://nines-1.example", "http://127.0.0.1:8090"],
            tokenFile: "/etc/nines/office.token",
          },
        },
      },
    });
    const plain = { report: ["http://nines.example"] };
    expect(read("", plain)).toMatchObject({
      problems: [{ place: "--report", message: expect.stringContaining("is without TLS") as string }],
    });
    expect(read("", { ...plain, reportInsecureHttp: true })).toMatchObject({ ok: true });
  });

  it.each([
    ["report: ['https://nines.example/here']", "report.0", "has a path"],
    ["journeyTargets: ['https://shop.example']", "journeyTargets.0", "is no host such as"],
    ["journeyNetworks: [everything]", "journeyNetworks.0", "is neither a network"],
    [
      "journeySecrets: { NINES_SECRET_SHOP: ['http://x'] }",
      "journeySecrets.NINES_SECRET_SHOP.0",
      "is no host such as",
    ],
    ["journeySecrets: { NINES_SECRET_SHOP: [] }", "journeySecrets.NINES_SECRET_SHOP", "names no host"],
    ["journeyVariables: { my-shop: x }", "journeyVariables.my-shop", "is no name of a variable"],
    ["location: EU", "location", "is no name"],
  ])("refuse %s", (text, place, message) => {
    const decoded = read(text);
    expect(decoded.ok ? [] : decoded.problems).toEqual([
      {
        place: expect.stringContaining(`(${place})`) as string,
        message: expect.stringContaining(message) as string,
      },
    ]);
  });
});
