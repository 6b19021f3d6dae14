import { describe, expect, it } from "vitest";
import { linkTo, placeAt } from "../../../src/web/shell/places.ts";

describe("the way around", () => {
  it.each([
    ["/", "/"],
    ["/slos/checkout.availability.production", "/"],
    ["/services/checkout", "/"],
    ["/exceptions/ex-1", "/exceptions"],
    ["/windows/mw-1", "/exceptions"],
    ["/incidents", "/incidents"],
    ["/alertsnow", undefined],
  ])("at %s is at %s", (path, place) => expect(placeAt(path)).toBe(place));

  it("keeps the environment where a page looks at one", () => {
    expect(linkTo("/", "a b&c")).toBe("/?environment=a+b%26c");
    expect(linkTo("/gate", "production")).toBe("/gate?environment=production");
    expect(linkTo("/audit", "production")).toBe("/audit");
    expect(linkTo("/", "")).toBe("/");
  });
});
