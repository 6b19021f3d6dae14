import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { badgeSvg } from "../../../src/report/pictures/badge.ts";
import { escaped, fitted, textWidth } from "../../../src/report/pictures/text.ts";
import { states } from "../../../src/model/policy.ts";

const badge = {
  label: "checkout availability",
  message: "91 % spent · restricted",
  state: "restricted",
} as const;
const numbers = (svg: string, pattern: RegExp): number[] =>
  [...svg.matchAll(pattern)].map(([, text]) => Number(text));

describe("a badge", () => {
  it("says label and message to who hears it as well", () =>
    expect(badgeSvg(badge)).toContain('aria-label="checkout availability: 91 % spent · restricted"'));

  it("follows its reader's theme, or is told which", () => {
    expect(badgeSvg(badge)).toContain("@media(prefers-color-scheme:dark)");
    expect(badgeSvg(badge, "dark")).not.toContain("@media");
  });

  it.each(states)("has a shape beside the word: %s", (state) =>
    expect(badgeSvg({ ...badge, state })).toMatch(/<g transform[^>]*><(rect|circle)/),
  );

  it("cuts what is too long, and shows that", () =>
    expect(badgeSvg({ ...badge, label: "x".repeat(200) })).toMatch(/>x+…<\/text>/));

  it("gives every text its room, whatever is written", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 80, unit: "grapheme" }),
        fc.string({ maxLength: 80 }),
        (label, message) => {
          const svg = badgeSvg({ label, message, state: "watch" });
          const [width = 0] = numbers(svg, /<svg[^>]* width="(\d+)"/g);
          const [left = 0, right = 0] = numbers(svg, /<text[^>]* x="([\d.]+)"/g);
          const [label_ = 0, message_ = 0] = numbers(svg, /textLength="(\d+)"/g);
          const [split = 0] = numbers(svg, /<rect class="l" width="(\d+)"/g);
          expect(left + label_).toBeLessThan(split);
          expect(right + message_).toBeLessThan(width);
          expect(right).toBeGreaterThan(split);
        },
      ),
    );
  });
});

describe("what stands in a picture", () => {
  it("is text, never markup", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(escaped(text)).not.toMatch(/[<>"'\u0000]|&(?!amp;|lt;|gt;|quot;|apos;)/);
      }),
    );
    expect(badgeSvg({ ...badge, label: "</text><script>alert(1)</script>" })).not.toContain("<script");
  });

  it("is as wide as its letters, bold ones wider", () => {
    // W 0.974 (the widest of its kind), i 0.285, of 10.
    expect(textWidth("Wi", 10)).toBe(13);
    expect(textWidth("Wi", 10, true)).toBe(14);
  });

  it("fits after it was cut", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.integer({ min: 12, max: 200 }), (text, width) => {
        expect(textWidth(fitted(text, 11, width), 11)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
