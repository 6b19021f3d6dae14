import { describe, expect, it } from "vitest";
import { parseObjective } from "../../../src/model/decimals.ts";
import { outageLeft } from "../../../src/model/estimates/outage.ts";
import { defaultThresholds } from "../../../src/model/policy.ts";
import { stateEntered, whatIf } from "../../../src/model/estimates/what-if.ts";

const month = { bad: 77_600, promised: 85_100_000, coverage: 1 };
const at = (objective: string, counted = month) =>
  whatIf(counted, parseObjective(objective)!, defaultThresholds);

describe("the same events under another objective", () => {
  it("have another budget: 77 600 bad of 85.1 million are 91.2 % of 99.9 %, 18.2 % of 99.5 %, 912 % of 99.99 %", () => {
    expect(at("99.9%")).toMatchObject({ allowedBad: 85_100, state: "restricted" });
    expect(at("99.9%").consumed).toBeCloseTo(0.911868, 6);
    expect(at("99.5%").consumed).toBeCloseTo(0.182374, 6);
    expect(at("99.5%").state).toBe("healthy");
    expect(at("99.99%").consumed).toBeCloseTo(9.11868, 5);
    expect(at("99.99%").state).toBe("frozen");
  });

  it("are weighed by what was seen of the window, as states are judged", () => {
    const half = at("99.9%", { ...month, coverage: 0.5 });
    expect(half.spent).toBeCloseTo(half.consumed / 2, 12);
    expect(half.state).toBe("healthy");
  });

  it("never count as more than all bad, and none at all break nothing", () => {
    expect(at("99%", { bad: 300, promised: 100, coverage: 1 }).consumed).toBeCloseTo(100, 9);
    expect(at("99%", { bad: 0, promised: 0, coverage: 1 })).toMatchObject({ consumed: 0, state: "healthy" });
  });

  it("enter a state at its threshold, not below", () => {
    expect(stateEntered(0.4999, defaultThresholds)).toBe("healthy");
    expect(stateEntered(0.5, defaultThresholds)).toBe("watch");
    expect(stateEntered(1, defaultThresholds)).toBe("frozen");
  });
});

describe("the full outage that is left", () => {
  it("is what is left of the bad events at the window's traffic: 7 500 of 85.1 million in 30 days are 3 m 48 s", () => {
    expect(outageLeft({ left: 7_500, total: 85_100_000, seen: 2_592_000 })).toBeCloseTo(228.4, 1);
  });

  it("is none once the budget is overspent, and is not known without traffic", () => {
    expect(outageLeft({ left: -10, total: 1_000, seen: 60 })).toBe(0);
    expect(outageLeft({ left: 10, total: 0, seen: 60 })).toBeUndefined();
  });
});
