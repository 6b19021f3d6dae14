import { describe, expect, it } from "vitest";
import { judged } from "../support/snapshots.ts";
import { askOf } from "./ask.ts";

const regions = judged({
  slo: { groupBy: ["region"] },
  groups: [
    { group: { region: "eu" }, consumed: 0.1 },
    { group: { region: "us" }, consumed: 1.4 },
    { group: { region: "ap" }, consumed: 3, gone: true },
  ],
});

describe("a grouped SLO at the gate", () => {
  it("is decided by its worst group, which the reason names", () => {
    const [reason] = askOf([regions]).reasons;
    expect(reason).toMatchObject({ decision: "needs_exception", group: { region: "us" }, consumed: 1.4 });
    expect(reason?.sentence).toMatch(/^region=us: 140 % of the 30d budget is spent/);
  });

  it("gives the group with the worst decision, even when another stands worse", () => {
    const slo = judged({
      slo: { groupBy: ["region"] },
      groups: [
        { group: { region: "eu" }, consumed: 0.2, fastBurn: true },
        { group: { region: "us" }, consumed: 1.4 },
      ],
    });
    expect(askOf([slo]).reasons[0]).toMatchObject({ decision: "deny", group: { region: "eu" } });
  });

  it("can be narrowed to one group", () => {
    expect(askOf([regions], { group: { region: "eu" } })).toMatchObject({
      decision: "allow",
      state: "healthy",
      group: { region: "eu" },
    });
  });

  it("leaves an SLO whole that is not grouped by the label asked for", () => {
    const whole = judged({ consumed: 0.95 });
    expect(askOf([whole], { group: { region: "eu" } }).decision).toBe("needs_exception");
  });

  it("does not count a group that is gone", () => {
    const slo = judged({
      slo: { groupBy: ["region"] },
      groups: [
        { group: { region: "eu" }, consumed: 0.1 },
        { group: { region: "ap" }, consumed: 3, gone: true },
      ],
    });
    expect(askOf([slo]).decision).toBe("allow");
  });

  for (const region of ["ap", "mars"])
    it(`knows nothing of ${region === "ap" ? "a group that is gone" : "a group never seen"} when asked for it`, () => {
      const verdict = askOf([regions], { group: { region } });
      expect(verdict).toMatchObject({ decision: "warn", state: "unknown", cause: "no-data" });
      expect(verdict.reasons[0]).toMatchObject({ group: { region }, rule: 2 });
    });
});
