import { describe, expect, it } from "vitest";
import { toAscii } from "../../../src/cli/terminal/ascii.ts";
import { budgetGauge } from "../../../src/cli/terminal/bar.ts";
import { columnsOf, knowsUnicode } from "../../../src/cli/terminal/look.ts";
import { states } from "../../../src/model/policy.ts";
import { formatEvents, stateShapes } from "../../../src/model/wording.ts";

describe("a reader who reads UTF-8", () => {
  it.each([
    [{}, true],
    [{ LANG: "" }, true],
    [{ LANG: "en_US.UTF-8" }, true],
    [{ LANG: "C.utf8" }, true],
    [{ LANG: "C" }, false],
    [{ LANG: "de_DE.ISO-8859-1" }, false],
    [{ LANG: "en_US.UTF-8", LC_ALL: "C" }, false],
    [{ LANG: "C", LC_CTYPE: "en_GB.UTF-8" }, true],
  ])("is told by the locale, and meant where none is set: %j → %s", (environment, expected) =>
    expect(knowsUnicode(environment)).toBe(expected),
  );
});

describe("the width of a terminal", () => {
  it("is the terminal's own, unless COLUMNS says another", () => {
    expect(columnsOf({ columns: 120 }, {})).toBe(120);
    expect(columnsOf({ columns: 120 }, { COLUMNS: "80" })).toBe(80);
  });
  it("has no end in a pipe, and where COLUMNS is no number", () => {
    expect(columnsOf({}, {})).toBe(Infinity);
    expect(columnsOf({}, { COLUMNS: "wide" })).toBe(Infinity);
  });
});

describe("in ASCII", () => {
  it("a bar is a bar of the same width", () => {
    expect(toAscii(budgetGauge(0.62))).toBe("[######....] 62 %");
    expect(toAscii(budgetGauge(1.18))).toBe("[##########]!! 118 %");
  });
  it("every state has a shape of its own", () =>
    expect(new Set(states.map((state) => toAscii(stateShapes[state]))).size).toBe(states.length));
  it("digits stay grouped, and letters lose what ASCII does not have", () =>
    expect(toAscii(`${formatEvents(85_100)} Größe ☃`)).toBe("85 100 Gro?e ?"));
  it("colours stay", () => expect(toAscii("\u001b[31m■\u001b[39m")).toBe("\u001b[31m#\u001b[39m"));
});
