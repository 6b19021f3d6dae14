import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/model/diagnostics.ts";
import { faultOf, formatDiagnostics, summarize } from "../../src/spec/format.ts";

const finding = (change: Partial<Diagnostic> = {}): Diagnostic => ({
  code: "objective-zero",
  severity: "error",
  path: "slos/checkout.yaml",
  line: 12,
  column: 8,
  endColumn: 10,
  message: "nothing is promised",
  remedy: "write 99%",
  excerpt: "  key: 0%",
  ...change,
});
const text = (change: Partial<Diagnostic>) => formatDiagnostics([finding(change)], "text").split("\n");

describe("findings as text", () => {
  it("put the caret below what they mean", () => {
    expect(text({})).toEqual([
      "slos/checkout.yaml:12:8: error objective-zero: nothing is promised",
      "  12 |   key: 0%",
      "     |        ^^",
      "     = write 99%",
      "",
    ]);
  });

  it("keep tabs before the caret, so that it stays below", () => {
    expect(text({ excerpt: "\tkey: 0%", column: 7, endColumn: 9 })[2]).toBe("     | \t     ^^");
  });

  it("leave the excerpt out where there is no line to show", () => {
    expect(text({ excerpt: "" })).toHaveLength(3);
  });

  it("never steer the reader's terminal", () => {
    const lines = text({ excerpt: "key: \u001b[2J", message: "\u001b]0;x\u0007", path: "a\u001b.yaml" });
    expect(lines.join("")).not.toMatch(/[\u0000-\u001f]/);
  });
});

describe("findings for GitHub", () => {
  it("escape what workflow commands would read as their own", () => {
    const annotation = formatDiagnostics([finding({ path: "a,b:c.yaml", message: "50%\nor" })], "github");
    expect(annotation).toBe(
      "::error file=a%2Cb%3Ac.yaml,line=12,col=8,endColumn=9,title=nines objective-zero::50%25%0Aor%0Awrite 99%25\n",
    );
  });
});

describe("the summary", () => {
  it("counts errors, warnings and files, one of each in the singular", () => {
    const warning = finding({ severity: "warning" });
    expect(summarize([finding(), finding(), warning], 3)).toBe("2 errors, 1 warning in 3 files");
    expect(summarize([finding(), warning, warning], 1)).toBe("1 error, 2 warnings in 1 file");
  });
});

describe("whose fault it is", () => {
  const warning = finding({ severity: "warning" });

  it("is nobody's while there are only warnings, and the input's when they are to be strict", () => {
    expect([faultOf([]), faultOf([warning]), faultOf([warning], true)]).toEqual(["none", "none", "input"]);
  });

  it("is the input's for an error, and the world's when something could not be read at all", () => {
    expect([faultOf([finding()]), faultOf([finding(), finding({ code: "path-not-found" })])]).toEqual([
      "input",
      "world",
    ]);
  });
});
