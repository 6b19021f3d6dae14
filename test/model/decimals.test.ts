import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatPercent, parseObjective, parsePercent } from "../../src/model/decimals.ts";
import { plain } from "../../src/model/units.ts";

/** Percentages with up to seven decimals, as text built without any arithmetic. */
const percentText = fc
  .tuple(fc.integer({ min: 0, max: 99 }), fc.stringMatching(/^\d{0,7}$/))
  .map(([whole, fraction]) => `${whole}${fraction === "" ? "" : `.${fraction}`}%`);

describe("an objective", () => {
  it.each([
    ["99.9%", 0.999, 0.001],
    ["99.95%", 0.9995, 0.0005],
    ["99.99999%", 0.9999999, 0.0000001],
    ["95%", 0.95, 0.05],
    ["99.90%", 0.999, 0.001],
  ])("of %s leaves no float noise", (text, ratio, budget) => {
    expect(parseObjective(text)).toEqual({ text, ratio, budget });
  });

  it.each([
    "100%",
    "0%",
    "100.0%",
    "99.9",
    "0.999",
    "101%",
    "-1%",
    "99,9%",
    " 99%",
    "99 %",
    "1e2%",
    "99.12345678%",
    "%",
  ])("cannot be %j", (text) => {
    expect(parseObjective(text)).toBeUndefined();
  });

  it("and its budget are together exactly everything, and print as short decimals", () => {
    fc.assert(
      fc.property(percentText, (text) => {
        const parsed = parseObjective(text);
        fc.pre(parsed !== undefined);
        expect(plain(parsed.ratio + parsed.budget)).toBe("1");
        expect(plain(parsed.budget)).toMatch(/^0\.\d{1,9}$/);
      }),
    );
  });
});

describe("a percentage", () => {
  it("is its own text with the point two places to the left", () => {
    fc.assert(
      fc.property(percentText, (text) => {
        const [whole = "", fraction = ""] = text.slice(0, -1).split(".");
        const digits = whole.padStart(3, "0") + fraction;
        expect(parsePercent(text)).toBe(
          Number(`${digits.slice(0, -2 - fraction.length) || "0"}.${digits.slice(-2 - fraction.length)}`),
        );
      }),
    );
  });

  it.each([
    [0, "0 %"],
    [0.912, "91.2 %"],
    [1.18, "118 %"],
    [0.0005, "0.05 %"],
    [0.5, "50 %"],
  ])("is shown with three digits: %d as %s", (value, text) => {
    expect(formatPercent(value)).toBe(text);
  });

  it.each([
    [0.99996, "99.9 %"],
    [0.8996, "89.9 %"],
    [0.49999, "49.9 %"],
    [0.9 * 1.1 - 0.09, "90 %"],
    [0.8 + 0.1, "90 %"],
    [1.999, "199 %"],
  ])("is never rounded up to a threshold that it has not reached: %d is %s", (value, text) => {
    expect(formatPercent(value)).toBe(text);
  });
});
