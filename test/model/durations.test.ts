import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDuration, parseDuration } from "../../src/model/durations.ts";
import { seconds } from "../../src/model/units.ts";

describe("a duration", () => {
  it.each([
    ["30s", 30],
    ["2m30s", 150],
    ["1h", 3_600],
    ["30d", 2_592_000],
    ["1w", 604_800],
    ["1d12h", 129_600],
    ["90m", 5_400],
  ])("%s is %i seconds", (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });

  it.each([
    "",
    "0s",
    "30",
    "s",
    "1.5h",
    "-5m",
    "5m1h",
    "5M",
    "1y",
    " 5m",
    "5m ",
    "1h1h",
    "99999999999999999w",
  ])("cannot be %j", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it("is read back as it was written, for every whole number of seconds", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 * 86_400 }), (value) => {
        expect(parseDuration(formatDuration(seconds(value)))).toBe(value);
      }),
    );
  });

  it("is written in the largest units that fit, never weeks", () => {
    expect([604_800, 3_661, 59].map((value) => formatDuration(seconds(value)))).toEqual([
      "7d",
      "1h1m1s",
      "59s",
    ]);
  });
});
