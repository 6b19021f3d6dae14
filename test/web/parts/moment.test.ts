import { describe, expect, it } from "vitest";
import { fromField, toField } from "../../../src/web/parts/moment.ts";

describe("a field for date and time", () => {
  it("holds the viewer's zone, to the minute, and is read back as the same moment", () =>
    expect(fromField(toField("2026-11-28T14:02:37.000Z"))).toBe("2026-11-28T14:02:00.000Z"));

  it("says nothing while it is empty, and of what is no time", () =>
    expect([fromField(""), fromField("soon")]).toEqual([undefined, undefined]));
});
