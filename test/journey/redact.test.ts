import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { everyWay } from "../../kit/journeys/shop.ts";
import { redactorOf, shortestSecret } from "../../src/journey/redact.ts";

const secret = fc.string({ minLength: shortestSecret, unit: "grapheme" });
const around = fc.string();

describe("redaction", () => {
  it("leaves no secret in a text, in none of the ways it may be written", () => {
    fc.assert(
      fc.property(secret, around, around, (hidden, before, after) => {
        const redact = redactorOf([hidden]);
        for (const written of everyWay(hidden)) {
          const shown = redact(`${before}${written}${after}`);
          expect(shown.includes(written)).toBe(false);
          expect(shown.includes(hidden)).toBe(false);
        }
      }),
    );
  });

  it("leaves what holds no secret as it is", () => {
    const redact = redactorOf(["correct horse battery"]);
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(redact(text)).toBe(text);
      }),
    );
    expect(redactorOf([])("anything")).toBe("anything");
  });

  it("takes out a secret that another one begins with, whole", () => {
    const redact = redactorOf(["password", "password-of-the-shop"]);
    expect(redact("a password-of-the-shop b password c")).toBe("a [redacted] b [redacted] c");
  });

  it("finds escapes written in either case", () => {
    const redact = redactorOf(["a/b+c=d&e?f"]);
    expect(redact("a%2fb%2bc%3dd%26e%3ff")).toBe("[redacted]");
    expect(redact("a%2Fb%2Bc%3Dd%26e%3Ff")).toBe("[redacted]");
  });

  it("takes a short value of an answer as it stands alone, and one of three characters not at all", () => {
    expect(redactorOf(["7391"])("pin 7391")).toBe("pin [redacted]");
    expect(redactorOf(["abc"])("abcdef")).toBe("abcdef");
  });
});
