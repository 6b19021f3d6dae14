import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isReserved, toGroup, toSubject } from "../../../src/governance/people/subject.ts";

describe("a subject", () => {
  it.each([
    ["Alice@Example.ORG", "alice@example.org"],
    ["deploy-bot", "deploy-bot"],
    ["00u1a2B3c", "00u1a2b3c"],
    ["o'neil+nines@example.org", "o'neil+nines@example.org"],
  ])("%s is %s", (text, subject) => expect(toSubject(text)).toBe(subject));

  it.each([
    ["", "empty"],
    ["alice example", "a space"],
    [" alice", "a space in front"],
    ["alice\n", "a line end"],
    ["alice\u0000", "a NUL"],
    ["\u212Aelvin@example.org", "the Kelvin sign, which lower-cases to k"],
    ["al\u0456ce@example.org", "a Cyrillic i"],
    ["ali\u200Bce@example.org", "a zero-width space"],
    ["alice@example.org\u202E", "a turned direction"],
    ["ｂob@example.org", "a full-width letter"],
    ["josé@example.org", "a letter beyond ASCII"],
    ["a".repeat(201), "too many letters"],
    ["-alice", "a hyphen in front: it would be an option of a command"],
  ])("%j is none: %s", (text) => expect(toSubject(text)).toBeUndefined());

  it("is one and the same only for texts that differ in the case of ASCII letters alone", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
        const [first, second] = [toSubject(a), toSubject(b)];
        if (first === undefined || first !== second) return;
        const lower = (text: string) => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
        expect(lower(a)).toBe(lower(b));
      }),
    );
  });

  it("stays itself when it is read again", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (text) => {
        const subject = toSubject(text);
        if (subject !== undefined) expect(toSubject(subject)).toBe(subject);
      }),
    );
  });

  it("that is nines' own or a CI job's is taken by nobody else", () => {
    for (const text of ["NINES", "nines", "ci:github:shop/checkout", "CI:x"])
      expect(isReserved(toSubject(text) ?? "")).toBe(true);
    expect(isReserved("alice@example.org")).toBe(false);
  });
});

describe("a group", () => {
  it("may be any visible text, since owners are", () => {
    expect(toGroup(" Team Zahlung ü ")).toBe("Team Zahlung ü");
    expect(toGroup("u\u0308")).toBe("ü");
  });

  it.each(["", "  ", "a\u200Bb", "a\nb", "a\u202Eb", "x".repeat(101)])("is not %j", (text) =>
    expect(toGroup(text)).toBeUndefined(),
  );
});
