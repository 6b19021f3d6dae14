import { describe, expect, it } from "vitest";
import { markOfKey, pressed } from "../../../src/web/pages/alerts/marks.ts";

const key = (name: string, more: object = {}) => ({
  ...{ key: name, ctrlKey: false, metaKey: false, altKey: false, target: { tagName: "A" } },
  ...more,
});

describe("the keys on a row of an alert", () => {
  it("say what it was worth, and take that back", () =>
    expect(["u", "n", "d", "Backspace"].map((each) => markOfKey(key(each)))).toEqual([
      "useful",
      "noise",
      "duplicate",
      "none",
    ]));

  it("say nothing while somebody writes, with a modifier, or when they are others", () => {
    expect(markOfKey(key("n", { target: { tagName: "INPUT" } }))).toBeUndefined();
    expect(markOfKey(key("n", { ctrlKey: true }))).toBeUndefined();
    expect(markOfKey(key("x"))).toBeUndefined();
  });
});

describe("a button of an alert", () => {
  it("says what stands on it, and pressed again takes it back", () =>
    expect([pressed(undefined, "noise"), pressed("useful", "noise"), pressed("noise", "noise")]).toEqual([
      "noise",
      "noise",
      "none",
    ]));
});
