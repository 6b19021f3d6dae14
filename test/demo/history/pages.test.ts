import { describe, expect, it } from "vitest";
import { nights } from "../../../demo/history/changes.ts";
import { oldPages, opinions } from "../../../demo/history/pages.ts";

const keyOf = ({ service, slo, region, began }: (typeof oldPages)[number] | (typeof opinions)[number]) =>
  [service, slo, region, began].join(" ");

describe("the pages of the demo's story", () => {
  it("rang after the trouble began, and before it was over", () => {
    for (const { began, rang, resolved } of oldPages) {
      expect(rang).toBeLessThan(began);
      expect(resolved).toBeLessThan(rang);
    }
  });

  it("rang where a fiftieth of the budget went within an hour, and nowhere else", () => {
    const rung = oldPages.map(({ service, slo, region = "" }) => `${service}/${slo} ${region}`.trim());
    expect(rung.filter((each) => each === "payments/availability eu")).toHaveLength(3);
    expect(rung).toContain("search/availability");
    expect(oldPages.filter(({ service, rang }) => service === "search" && rang < 86_400)).toHaveLength(1);
  });

  it("are what people have an opinion of, and what their nights were about", () => {
    const known = new Set(oldPages.map(keyOf));
    expect(opinions.map(keyOf).filter((key) => !known.has(key))).toEqual([]);
    for (const { service, began } of nights)
      expect(oldPages.some((page) => page.service === service && page.began === began)).toBe(true);
  });
});
