import { describe, expect, it } from "vitest";
import { momentText, tickTexts } from "../../../src/web/parts/chart/moments.ts";

const at = Date.UTC(2026, 10, 24, 13, 5) / 1_000;

describe("a moment under the cursor", () => {
  it("is told in the viewer's zone, day before month, with UTC in brackets", () => {
    expect(momentText(at, "Europe/Berlin")).toBe("24 Nov, 14:05 (13:05 UTC)");
    expect(momentText(at, "UTC")).toBe("24 Nov, 13:05 UTC");
  });

  it("names the day of UTC, too, where it is another", () => {
    expect(momentText(Date.UTC(2026, 10, 24, 23, 30) / 1_000, "Asia/Tokyo")).toBe(
      "25 Nov, 08:30 (24 Nov, 23:30 UTC)",
    );
  });
});

describe("the ticks of a time axis", () => {
  const day = 86_400;
  const midnight = Date.UTC(2026, 10, 24) / 1_000;

  it("are days where they are a day or more apart, months where they are many", () => {
    expect(tickTexts([midnight, midnight + 2 * day], 2 * day, "UTC")).toEqual(["24 Nov", "26 Nov"]);
    expect(tickTexts([midnight], 90 * day, "UTC")).toEqual(["Nov 2026"]);
  });

  it("are hours below, with the day at midnight of the viewer's zone", () => {
    expect(tickTexts([midnight - 3_600, midnight, midnight + 3_600], 3_600, "UTC")).toEqual([
      "23:00",
      "24 Nov",
      "01:00",
    ]);
  });
});
