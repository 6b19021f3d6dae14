import { describe, expect, it } from "vitest";
import { seconds } from "../../src/model/units.ts";
import { loadDefinitions } from "../../src/spec/load.ts";
import { fixturesIn } from "./setup/fixtures.ts";

const warned = fixturesIn("warned");
const shown = (fixture: (typeof warned)[number], retention?: number): string[] =>
  loadDefinitions(
    [fixture],
    retention === undefined ? {} : { retention: seconds(retention) },
  ).diagnostics.map(({ code, line, column }) => `${code} ${line}:${column}`);

describe("unwise input", () => {
  it.each(warned)("is pointed at in $path, and nothing else is", (fixture) => {
    expect(shown(fixture)).toEqual(fixture.expected);
  });

  it.each(warned)("in $path makes warnings, never errors, so that it compiles", (fixture) => {
    const { diagnostics } = loadDefinitions([fixture]);
    expect(diagnostics.filter(({ severity }) => severity !== "warning")).toEqual([]);
  });
});

describe("a window longer than the retention", () => {
  const fixture = warned.find(({ name }) => name === "missing-owner");
  if (fixture === undefined) throw new Error("test/fixtures/warned/missing-owner.yaml is needed");

  it("is a warning when the retention is known", () => {
    expect(shown(fixture, 15 * 86_400)).toEqual([...fixture.expected, "window-exceeds-retention 8:13"]);
  });

  it("is none when Prometheus keeps as much", () => {
    expect(shown(fixture, 30 * 86_400)).toEqual(fixture.expected);
  });

  it("is silenced by a comment that is not called unused in a run that does not ask", () => {
    const ignored = warned.find(({ name }) => name === "ignored-retention");
    expect(ignored === undefined ? undefined : shown(ignored)).toEqual([]);
    expect(ignored === undefined ? undefined : shown(ignored, 15 * 86_400)).toEqual([]);
  });
});
