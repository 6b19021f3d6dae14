import { describe, expect, it } from "vitest";
import { states, type State } from "../../../src/model/policy.ts";
import { tabIcon, worstOf } from "../../../src/web/shell/tab-icon.ts";

const counts = (some: Partial<Record<State, number>>) =>
  ({ ...Object.fromEntries(states.map((state) => [state, 0])), ...some }) as Record<State, number>;

describe("the icon of the tab", () => {
  it("is another shape for each state, in its colour by day and by night", () => {
    const icons = states.map((state) => decodeURIComponent(tabIcon(state)));
    expect(new Set(icons).size).toBe(states.length);
    for (const icon of icons)
      expect(icon).toMatch(/^data:image\/svg\+xml,<svg .*prefers-color-scheme:dark.*<\/svg>$/);
    expect(decodeURIComponent(tabIcon("frozen"))).toContain("<rect");
  });

  it("shows the worst state of all; missing knowledge before anything that nobody has to look at", () => {
    expect(worstOf(counts({ healthy: 40, watch: 3, frozen: 1, unknown: 5 }))).toBe("frozen");
    expect(worstOf(counts({ healthy: 40, caution: 1, unknown: 5 }))).toBe("caution");
    expect(worstOf(counts({ healthy: 40, watch: 1, unknown: 5 }))).toBe("unknown");
    expect(worstOf(counts({ healthy: 40 }))).toBe("healthy");
    expect(worstOf(counts({}))).toBeUndefined();
  });
});
