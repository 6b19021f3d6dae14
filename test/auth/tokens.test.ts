import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { authenticator } from "../../src/auth/authenticate.ts";
import { identityByToken, newSecret } from "../../src/auth/tokens.ts";
import { fits, hashSecret, parseToken, tokenText } from "../../src/governance/people/secret.ts";
import { held } from "../support/people.ts";
import { later, noon } from "../support/snapshots.ts";

const alice = held({ expires: later("1h"), roles: ["approver"], groups: ["sre"] });
const gone = held({ revokedAt: noon });
const tokens = new Map([alice, gone].map(({ token }) => [token.id, token]));
const ask = authenticator({ tokens: () => tokens, now: () => noon });

describe("an API token", () => {
  it("speaks for its subject until it expires", () => {
    expect(identityByToken(alice.text, tokens, noon)).toEqual({
      subject: "alice@example.org",
      kind: "person",
      roles: ["approver"],
      groups: ["sre"],
      services: ["*"],
      via: `token:${alice.token.id}`,
    });
    expect(identityByToken(alice.text, tokens, later("1h"))).toBeUndefined();
  });

  it("of a machine says so", () => {
    const bot = held({ roles: ["machine"], services: ["checkout"] });
    const known = new Map([[bot.token.id, bot.token]]);
    expect(identityByToken(bot.text, known, noon)).toMatchObject({ kind: "machine", services: ["checkout"] });
  });

  it("is nothing once revoked, unknown, or with another secret", () => {
    const other = tokenText(alice.token.id, newSecret());
    for (const text of [gone.text, held().text, other])
      expect(identityByToken(text, tokens, noon)).toBeUndefined();
  });

  it("is found by its id and never by its digest", () => {
    const text = tokenText(alice.token.id, alice.token.hash.slice(0, 43));
    expect(identityByToken(text, tokens, noon)).toBeUndefined();
  });

  it("is read back as it was written, whatever the secret", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const secret = Buffer.from(bytes).toString("base64url");
        expect(parseToken(tokenText("tk-3f9k2m7q", secret))).toEqual({ id: "tk-3f9k2m7q", secret });
        expect(fits(secret, hashSecret(secret))).toBe(true);
      }),
    );
  });

  it("is refused in any other shape without being looked up", () => {
    fc.assert(fc.property(fc.string(), (text) => identityByToken(text, tokens, noon) === undefined));
    expect(parseToken(`${alice.text}\n`)).toBeUndefined();
    expect(parseToken(alice.text.toUpperCase())).toBeUndefined();
  });

  it("that nobody has is hashed and compared all the same", () => {
    expect(fits(newSecret(), undefined)).toBe(false);
    expect(fits("", undefined)).toBe(false);
  });

  it("takes about as long when it is unknown as when it is wrong", () => {
    const wrong = tokenText(alice.token.id, newSecret());
    const unknown = tokenText("tk-nobody", newSecret());
    const time = (text: string): number => {
      const begin = performance.now();
      for (let round = 0; round < 1_000; round++) identityByToken(text, tokens, noon);
      return performance.now() - begin;
    };
    // In turns, and the best of each: others use this machine, too. Without the work it would be twenty times faster.
    const turns = Array.from({ length: 15 }, () => [time(wrong), time(unknown)] as const);
    const ratio = Math.min(...turns.map(([, nobody]) => nobody)) / Math.min(...turns.map(([known]) => known));
    expect(ratio).toBeGreaterThan(0.33);
    expect(ratio).toBeLessThan(3);
  });
});

describe("the authorization header", () => {
  const kindOf = (authorization: string) => (ask({ authorization }) as { kind: string }).kind;

  it.each(["Bearer", "bearer", "BEARER"])("may spell %s as it likes", (scheme) => {
    expect(kindOf(`${scheme} ${alice.text}`)).toBe("known");
  });

  it.each([
    ["another scheme", `Basic ${Buffer.from(`alice:${alice.text}`).toString("base64")}`],
    ["no scheme", alice.text],
    ["two tokens", `Bearer ${alice.text}, Bearer ${alice.text}`],
    ["a token and more", `Bearer ${alice.text} x`],
    ["nothing", ""],
    ["an empty token", "Bearer "],
    ["a huge token", `Bearer ${"a".repeat(100_000)}`],
    ["a JWT where no issuer is trusted", "Bearer e30.e30.e30"],
  ])("with %s is refused", (_what, header) => expect(kindOf(header)).toBe("refused"));

  it("that is not there is nobody in particular", () => {
    expect(ask({})).toEqual({ kind: "anonymous" });
    expect(ask({ cookie: "theme=dark" })).toEqual({ kind: "anonymous" });
  });
});
