import { describe, expect, it } from "vitest";
import { canEvaluate, knowsKeepFiringFor, parseVersion } from "../../src/compile/options.ts";

describe("a Prometheus version", () => {
  it.each([
    ["2.42", { major: 2, minor: 42 }],
    ["v3.5.3", { major: 3, minor: 5 }],
    ["3", { major: 3, minor: 0 }],
    ["2.42.0+ds-5", { major: 2, minor: 42 }],
  ])("is read from %s", (text, version) => {
    expect(parseVersion(text)).toEqual(version);
  });

  it.each(["", "latest", "2.x", "2."])("is not read from %j", (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });

  it("evaluates the rules from 2.26 on", () => {
    expect(["1.8", "2.25", "2.26", "3.0"].map((text) => canEvaluate(parseVersion(text)!))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it("knows keep_firing_for from 2.42 on", () => {
    expect(["2.41", "2.42", "3.0"].map((text) => knowsKeepFiringFor(parseVersion(text)!))).toEqual([
      false,
      true,
      true,
    ]);
  });
});
