import { describe, expect, it } from "vitest";
import { decodeSettings } from "../../src/config/decode.ts";
import { loadDefinitions } from "../../src/spec/load.ts";
import { blocksOf, blockOf, type Delivering } from "./pages.ts";

const pages = [
  "github-actions.md",
  "gitlab-ci.md",
  "github-deployment-protection.md",
  "gitlab-status-check.md",
];

describe.each(pages)("docs/integrations/%s", (page) => {
  it("shows settings that are read as they stand", () => {
    const text = blocksOf(page).find((each) => each.startsWith("# nines.yaml"))!;
    const decoded = decodeSettings({ flags: {}, environment: {}, file: { path: "/etc/nines.yaml", text } });
    expect(decoded).toMatchObject({ ok: true });
  });

  it("shows a delivery that a service takes as it stands", () => {
    const { delivery } = blockOf(page, "# slos/") as Delivering;
    const spec = {
      delivery,
      slos: [{ name: "a", objective: "99%", sli: { ratio: { bad: "b_total{}", total: "t_total{}" } } }],
    };
    const file = {
      apiVersion: "nines/v1",
      kind: "Service",
      metadata: { name: "checkout", owner: "a" },
      spec,
    };
    const { diagnostics } = loadDefinitions([{ path: "a.yaml", text: JSON.stringify(file) }]);
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  });
});

describe("forges in the config file", () => {
  const decode = (text: string) =>
    decodeSettings({ flags: {}, environment: {}, file: { path: "/etc/nines.yaml", text } });

  it("have api.github.com unless an enterprise server is named, and their secrets elsewhere", () => {
    const text = blocksOf("github-deployment-protection.md").find((each) => each.startsWith("# nines.yaml"))!;
    expect(decode(text)).toMatchObject({
      settings: {
        forges: {
          github: {
            api: "https://api.github.com",
            appId: "123456",
            privateKey: { kind: "file", path: "/etc/secrets/github-app.pem" },
          },
        },
      },
    });
  });

  it.each([
    [
      "a secret in the file itself",
      "forges: {gitlab: {url: 'https://g.example', token: x, webhookSecretEnv: A}}",
    ],
    ["no secret for what is delivered", "forges: {gitlab: {url: 'https://g.example', tokenEnv: A}}"],
    [
      "an address without TLS",
      "forges: {gitlab: {url: 'http://g.example', tokenEnv: A, webhookSecretEnv: B}}",
    ],
    ["no forge at all", "forges: {}"],
  ])("may not have %s", (_, text) => {
    expect(decode(text)).toMatchObject({ ok: false });
  });
});
