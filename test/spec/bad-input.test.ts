import { describe, expect, it } from "vitest";
import { covered } from "../../src/spec/confidential.ts";
import { codes } from "../../src/spec/codes.ts";
import { loadDefinitions } from "../../src/spec/load.ts";
import { fixturesIn } from "./setup/fixtures.ts";

const bad = fixturesIn("bad");

describe("bad input", () => {
  it("is shown by at least sixty fixtures, each of which expects something", () => {
    expect(bad.length).toBeGreaterThanOrEqual(60);
    expect(bad.filter(({ expected }) => expected.length === 0)).toEqual([]);
  });

  it.each(bad)("is found in $path with its code, at its place, and nothing else is", (fixture) => {
    const { diagnostics } = loadDefinitions([fixture]);
    expect(diagnostics.map(({ code, line, column }) => `${code} ${line}:${column}`)).toEqual(
      fixture.expected,
    );
  });

  it.each(bad)("in $path is an error with a reason, a way out and an excerpt", (fixture) => {
    for (const { code, severity, message, remedy, excerpt, line } of loadDefinitions([fixture]).diagnostics) {
      expect(severity).toBe(codes[code].severity);
      expect(message).not.toBe("");
      expect(remedy).not.toBe("");
      expect(excerpt).toBe(covered(fixture.text.replace(/^\uFEFF/, "")).split(/\r?\n/)[line - 1]);
    }
  });
});
