import fc from "fast-check";
import { stringify } from "yaml";
import { describe, expect, it } from "vitest";
import { loadDefinitions } from "../../src/spec/load.ts";
import { fixturesIn } from "./setup/fixtures.ts";

const lines = fixturesIn("good").flatMap(({ text }) => text.split("\n"));
const whole = fixturesIn("good").map(({ text }) => text);

/** Loads without throwing, and points into the file with everything it says. */
function survives(text: string): void {
  const { diagnostics } = loadDefinitions([{ path: "junk.yaml", text }]);
  const count = text.replace(/^\uFEFF/, "").split("\n").length;
  for (const { line, column, endColumn, excerpt } of diagnostics) {
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(count);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(column).toBeLessThanOrEqual(excerpt.length + 1);
    expect(endColumn).toBeGreaterThan(column);
  }
}

describe("no input throws, whatever it is", () => {
  it("not any text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), survives), { numRuns: 500 });
  });

  it("not YAML of any shape under the right head", () => {
    const head = { apiVersion: "nines/v1", metadata: { name: "x" } };
    const kind = fc.constantFrom("Service", "Environment", "Policy", "AlertWindows", "Defaults");
    fc.assert(
      fc.property(kind, fc.jsonValue({ maxDepth: 4 }), (each, spec) => {
        survives(stringify({ ...head, kind: each, spec }));
      }),
      { numRuns: 300 },
    );
  });

  it("not sound definitions with lines lost, doubled and moved", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...lines, ...lines]), (some) => survives(some.join("\n"))),
      {
        numRuns: 200,
      },
    );
  });

  it("not sound definitions with a stretch replaced", () => {
    const text = fc.constantFrom(...whole);
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(30), fc.string({ maxLength: 6 }), (sound, at, length, other) => {
        const start = at % sound.length;
        survives(sound.slice(0, start) + other + sound.slice(start + length));
      }),
      { numRuns: 400 },
    );
  });
});
