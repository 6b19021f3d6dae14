import { describe, expect, it } from "vitest";
import { decodeSettings } from "../../src/config/decode.ts";

const whole = `
notices:
  mail:
    host: smtp.example.org
    from: nines@example.org
    username: nines
    passwordFile: secrets/smtp
  channels:
    - {name: shop, slack: {urlEnv: NINES_SLACK_SHOP}}
    - {name: events, webhook: {url: "https://events.example/nines?team=a", secretFile: secrets/hmac}}
    - {name: directors, mail: {to: [dora@example.org]}}
  routes:
    - {kinds: [exception-escalated, review-due], channels: [directors], continue: true}
    - {owners: [team-shop], channels: [shop, events]}
    - {channels: [events]}
`;

const decode = (text: string) =>
  decodeSettings({ flags: {}, environment: {}, file: { path: "/etc/nines/nines.yaml", text } });

/** The first problem of the file with one text in the place of another. */
const problemOf = (from: string, to: string): string => {
  expect(whole).toContain(from);
  const decoded = decode(whole.replace(from, to));
  return decoded.ok ? "none" : decoded.problems.map(({ place, message }) => `${place} ${message}`).join("\n");
};

describe("notices in the config file", () => {
  it("name channels and routes, and where the secrets are", () => {
    expect(decode(whole)).toMatchObject({
      ok: true,
      settings: {
        notices: {
          channels: [
            { name: "shop", kind: "slack", url: { kind: "environment", variable: "NINES_SLACK_SHOP" } },
            {
              name: "events",
              kind: "webhook",
              url: "https://events.example/nines?team=a",
              secret: { kind: "file", path: "/etc/nines/secrets/hmac" },
            },
            {
              name: "directors",
              kind: "mail",
              to: ["dora@example.org"],
              server: {
                host: "smtp.example.org",
                port: 587,
                security: "starttls",
                login: { username: "nines", password: { kind: "file", path: "/etc/nines/secrets/smtp" } },
              },
            },
          ],
          routes: [
            { kinds: ["exception-escalated", "review-due"], channels: ["directors"], continue: true },
            { owners: ["team-shop"], channels: ["shop", "events"] },
            { channels: ["events"] },
          ],
        },
      },
    });
  });

  it("may be left out: then nothing is announced", () => {
    expect(decode("listen: 127.0.0.1:8090")).toMatchObject({
      ok: true,
      settings: { notices: { channels: [], routes: [] } },
    });
  });

  it.each([
    [
      "a secret in the file itself",
      "urlEnv: NINES_SLACK_SHOP",
      "url: https://hooks.example/x",
      "is no setting",
    ],
    ["no place for a secret", "urlEnv: NINES_SLACK_SHOP", "", "needs either urlFile or urlEnv"],
    ["a webhook without TLS", "https://events.example", "http://events.example", "without TLS"],
    ["a user in an address", "https://events.example", "https://u:p@events.example", "holds a user"],
    [
      "a channel of two ways",
      "{urlEnv: NINES_SLACK_SHOP}}",
      "{urlEnv: A}, mail: {to: [a@b.example]}}",
      "exactly one",
    ],
    ["the same name twice", "name: events", "name: shop", "stands twice"],
    [
      "a route to nowhere",
      "channels: [directors]",
      "channels: [nobody]",
      "is no channel: there are shop, events, directors",
    ],
    [
      "a channel that is told nothing",
      "channels: [directors], continue",
      "channels: [events], continue",
      "would never be told",
    ],
    ["a kind that does not exist", "review-due", "reviews", "is none of state-changed"],
    ["an unknown key", "continue: true", "continues: true", "is no setting"],
    ["a name without a password", "    passwordFile: secrets/smtp\n", "", "needs username together with"],
    ["a password without TLS", "    username", "    security: none\n    username", "without TLS"],
    ["mail without a server", /  mail:[\s\S]*?smtp\n/.exec(whole)![0], "", "which server sends it"],
    ["no address", "dora@example.org", "dora", "is no address"],
  ])("may not have %s", (_, from, to, message) => {
    expect(problemOf(from, to)).toContain(message);
  });

  it("let a webhook go without TLS on this machine, or where that is said", () => {
    expect(problemOf("https://events.example", "http://127.0.0.1:9000")).toBe("none");
    const plain = '"http://events.example/", insecureHttp: true';
    expect(problemOf('"https://events.example/nines?team=a"', plain)).toBe("none");
  });

  it("link to pictures for as long as is said, where links lead somewhere", () => {
    const wished = whole.replace("notices:", "publicUrl: https://nines.example\nnotices:\n  pictures: 14d");
    expect(decode(wished)).toMatchObject({ ok: true, settings: { notices: { pictures: 1_209_600 } } });
    expect(problemOf("notices:", "notices:\n  pictures: 14d")).toContain("notices.pictures needs publicUrl");
    expect(problemOf("notices:", "publicUrl: https://n.example\nnotices:\n  pictures: 1m")).toContain("1h");
  });
});
