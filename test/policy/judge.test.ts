import { describe, expect, it } from "vitest";
import type { Cause } from "../../src/model/policy.ts";
import { ratio, timestamp } from "../../src/model/units.ts";
import { compareStandings, judge, restore, transition } from "../../src/policy/judge.ts";
import { slo } from "../support/slos.ts";
import { noon, policyOf } from "../support/snapshots.ts";
import { assessmentOf, endOf, live, statesOf, times, unknownBecause } from "./steps.ts";

describe("entering a state", () => {
  it("happens at its threshold, at once, by what is spent", () => {
    const steps = [0, 0.499, 0.5, 0.75, 0.9, 1, 8];
    expect(statesOf({ steps })).toEqual([
      "healthy",
      "healthy",
      "watch",
      "caution",
      "restricted",
      "frozen",
      "frozen",
    ]);
  });

  it("is not put off by binary noise", () => {
    expect(statesOf({ steps: [0.000_9 / 0.001] })).toEqual(["restricted"]);
    expect(0.000_9 / 0.001).toBeLessThan(0.9);
  });

  it("may skip states on the way up", () => {
    expect(statesOf({ steps: [0.1, 1.2] })).toEqual(["healthy", "frozen"]);
  });

  it("judges spent, so that a young SLO is not frozen by its first bad minute", () => {
    const first = judge(undefined, slo(), policyOf(), assessmentOf(0.02, 0.004), noon);
    expect(first).toMatchObject({ state: "healthy", partial: true });
  });

  it("keeps the time since which the state holds", () => {
    const [, second, third] = live({ steps: [0.1, 0.6, 0.62] });
    expect(third?.since).toBe(second?.since);
  });
});

describe("leaving a state", () => {
  it("needs the margin: just below the threshold it holds for ever", () => {
    expect(endOf({ steps: [0.95, ...times(500, 0.86)] }).state).toBe("restricted");
  });

  it("needs the hold: below the margin it lasts 30 minutes", () => {
    expect(endOf({ steps: [0.95, ...times(30, 0.84)] }).state).toBe("restricted");
    expect(endOf({ steps: [0.95, ...times(31, 0.84)] }).state).toBe("caution");
  });

  it("begins its hold anew when the line is touched again", () => {
    const dip = [...times(29, 0.84), 0.851];
    expect(endOf({ steps: [0.95, ...dip, ...times(30, 0.84)] }).state).toBe("restricted");
  });

  it("stops at the state whose own line still holds", () => {
    expect(endOf({ steps: [1.2, ...times(31, 0.72)] }).state).toBe("caution");
    expect(endOf({ steps: [1.2, ...times(31, 0.1)] }).state).toBe("healthy");
  });

  it("runs each state's hold on its own clock", () => {
    const steps = [1.2, ...times(20, 0.94), ...times(11, 0.6)];
    expect(endOf({ steps }).state).toBe("restricted");
    expect(endOf({ steps: [...steps, ...times(20, 0.6)] }).state).toBe("watch");
  });
});

describe("what is not known", () => {
  it("is unknown with its cause, and keeps the state before in mind", () => {
    const standing = endOf({ steps: [0.95, "stale"] });
    expect(standing).toMatchObject({ state: "unknown", cause: "stale", held: "restricted" });
    expect(standing.spent).toBeUndefined();
  });

  it("returns to the state before with its hysteresis", () => {
    expect(statesOf({ steps: [0.95, "prometheus-unreachable", 0.86] })).toEqual([
      "restricted",
      "unknown",
      "restricted",
    ]);
  });

  it("proves nothing: a running hold begins anew", () => {
    const steps = [0.95, ...times(29, 0.84), "no-data" as const, ...times(30, 0.84)];
    expect(endOf({ steps }).state).toBe("restricted");
    expect(endOf({ steps: [...steps, 0.84] }).state).toBe("caution");
  });

  it("stays one spell when only the cause changes", () => {
    const [, first, second] = live({ steps: [0.1, "prometheus-unreachable", "stale"] });
    expect(first?.since).toBe(noon + 60);
    expect(second).toMatchObject({ cause: "stale", since: noon + 60 });
  });
});

describe("another promise", () => {
  it("acts at once: an objective eased in git leaves the state without hold", () => {
    const before = endOf({ steps: [0.95] });
    const eased = judge(before, slo({ objective: "99%" }), policyOf(), assessmentOf(0.095), noon);
    expect(eased.state).toBe("healthy");
  });

  it("acts at once: another policy judges by its own thresholds", () => {
    const before = endOf({ steps: [0.6] });
    const lax = policyOf({
      hash: "ffffffff",
      thresholds: { watch: ratio(0.7), caution: ratio(0.8), restricted: ratio(0.9), frozen: ratio(1) },
    });
    expect(judge(before, slo(), lax, assessmentOf(0.68), noon).state).toBe("healthy");
  });
});

describe("a transition", () => {
  const move = (...steps: (number | Cause)[]) => {
    const [former, standing] = live({ steps }).slice(-2);
    return transition(slo(), policyOf(), {}, assessmentOf(0.95), former, standing!);
  };

  it("is told when the state moves, with what led there", () => {
    expect(move(0.1, 0.95)).toMatchObject({
      slo: "checkout.availability.production",
      from: "healthy",
      to: "restricted",
      consumed: 0.95,
      coverage: 1,
      policy: "default",
      policyHash: "abcd1234",
      objective: "99.9%",
    });
    expect(move(0.1, "stale")).toMatchObject({ from: "healthy", to: "unknown", cause: "stale" });
  });

  it("is not told while the state stays", () => {
    expect(move(0.95, 0.97)).toBeUndefined();
    expect(move("prometheus-unreachable", "stale")).toBeUndefined();
  });

  it("is not told of an SLO that begins healthy, or that was never known", () => {
    const first = (step: number | Cause) => {
      const assessment = typeof step === "number" ? assessmentOf(step) : unknownBecause(step);
      const standing = judge(undefined, slo(), policyOf(), assessment, noon);
      return transition(slo(), policyOf(), {}, assessment, undefined, standing);
    };
    expect(first(0.1)).toBeUndefined();
    expect(first("no-data")).toBeUndefined();
    expect(first(0.6)).toMatchObject({ from: "healthy", to: "watch" });
    expect(move("no-data", 0.1)).toBeUndefined();
    expect(move("no-data", 0.95)).toMatchObject({ from: "healthy", to: "restricted" });
  });

  it("restores the standing that it told, so that a restart repeats none", () => {
    const told = move(0.1, 0.95)!;
    const restored = restore(told);
    const next = judge(restored, slo(), policyOf(), assessmentOf(0.86), timestamp(noon + 90));
    expect(next).toMatchObject({ state: "restricted", since: told.at });
    expect(transition(slo(), policyOf(), {}, assessmentOf(0.86), restored, next)).toBeUndefined();
  });

  it("restores what an unknown state held", () => {
    expect(restore(move(0.95, "prometheus-unreachable")!)).toMatchObject({
      state: "unknown",
      held: "restricted",
    });
  });
});

describe("the worse of two standings", () => {
  it("is by state, where unknown is worse than healthy and hides no known trouble", () => {
    const standing = (step: number | Cause) => endOf({ steps: [step] });
    const sorted = [0.1, "stale" as const, 0.6, 1.2, 0.95, 0.8].map(standing).sort(compareStandings);
    expect(sorted.map(({ state }) => state)).toEqual([
      "frozen",
      "restricted",
      "caution",
      "watch",
      "unknown",
      "healthy",
    ]);
  });
});
