import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { flow, fold, foldQuery } from "../../../src/cli/terminal/fold.ts";
import { cut, widthOf } from "../../../src/cli/terminal/width.ts";

const bare = (text: string): string => text.replaceAll(/\s/g, "");
const word = fc.stringMatching(/^[a-z.×%漢字]{1,40}$/);
const sentence = fc.array(word, { minLength: 1, maxLength: 30 }).map((words) => words.join(" "));

describe("folding a line", () => {
  it("continues below its beginning, a little further in", () =>
    expect(fold("  consumed: 0.06 % of the budget", 20)).toEqual([
      "  consumed: 0.06 %",
      "    of the budget",
    ]));

  it("keeps what stands in columns while it fits", () => expect(fold("a    b", 20)).toEqual(["a    b"]));

  it("breaks a word that no line can hold", () =>
    expect(fold("abcdefghij", 6, "  ")).toEqual(["abcdef", "  ghij"]));

  it("loses nothing and is never too wide", () => {
    fc.assert(
      fc.property(sentence, fc.integer({ min: 10, max: 90 }), (text, width) => {
        const lines = fold(text, width);
        expect(bare(lines.join(""))).toBe(bare(text));
        expect(lines.filter((line) => widthOf(line) > width)).toEqual([]);
      }),
    );
  });
});

describe("parts side by side", () => {
  it("stay whole", () =>
    expect(flow(["■ 1 frozen", "◕ 0 restricted"], 16)).toEqual(["■ 1 frozen", "◕ 0 restricted"]));
  it("share a line where there is room", () => expect(flow(["a", "b", "c"], 5, "  ")).toEqual(["a  b", "c"]));
});

describe("folding PromQL", () => {
  const query = 'sum_over_time(slo:ledger_bad:events{slo_id="a b, c", region="eu"}[30d])';
  it("never breaks what stands in quotation marks", () => {
    expect(foldQuery(query, "", 30)).toEqual([
      "sum_over_time(",
      "  slo:ledger_bad:events{",
      '  slo_id="a b, c", region="eu"',
      "  }[30d])",
    ]);
  });
  it("gives the same query however narrow it is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), (width) => {
        expect(bare(foldQuery(query, "", width).join("\n"))).toBe(bare(query));
      }),
    );
  });
});

describe("the width of a text", () => {
  it("counts columns, not letters", () =>
    expect([widthOf("漢字"), widthOf("é"), widthOf("✋")]).toEqual([4, 1, 2]));
  it("is kept by a cut, which is shown", () => {
    expect(cut("checkout.availability", 10)).toBe("checkout.…");
    expect(cut("漢字漢字", 6)).toBe("漢字…");
  });
});
