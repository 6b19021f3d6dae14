import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gradedStates, stateRank } from "../../src/model/policy.ts";
import { duration } from "../support/slos.ts";
import { endOf, live, times } from "./steps.ts";

describe("standing as a fold", () => {
  const spent = fc.double({ min: 0, max: 1.5, noNaN: true });
  const step = fc.oneof(
    { weight: 9, arbitrary: spent },
    { weight: 1, arbitrary: fc.constant("stale" as const) },
  );
  const story = fc.array(step, { minLength: 1, maxLength: 120 });
  const every = fc.constantFrom(30, 60, 600, 3_600);

  it("never flaps: after a state is entered it is not left for the length of the hold", () => {
    fc.assert(
      fc.property(story, every, (steps, seconds) => {
        let entered = -Infinity;
        let former = -1;
        for (const [index, standing] of live({ steps, every: seconds }).entries()) {
          const rank = stateRank(standing.held);
          if (rank < former) expect(index * seconds - entered).toBeGreaterThanOrEqual(duration("30m"));
          if (rank > former) entered = index * seconds;
          former = rank;
        }
      }),
    );
  });

  it("is never better than the thresholds say", () => {
    fc.assert(
      fc.property(story, every, (steps, seconds) => {
        for (const { state, spent: now = 0 } of live({ steps, every: seconds })) {
          const least = gradedStates[[0.5, 0.75, 0.9, 1].filter((line) => now >= line).length]!;
          if (state !== "unknown") expect(stateRank(state)).toBeGreaterThanOrEqual(stateRank(least));
        }
      }),
    );
  });

  it("is monotone: who spends more never stands better", () => {
    const pair = fc.array(fc.tuple(spent, fc.double({ min: 0, max: 0.5, noNaN: true })), { maxLength: 120 });
    fc.assert(
      fc.property(pair, every, (pairs, seconds) => {
        const thrifty = live({ steps: pairs.map(([low]) => low), every: seconds });
        const lavish = live({ steps: pairs.map(([low, more]) => low + more), every: seconds });
        for (const [index, { state }] of thrifty.entries())
          expect(stateRank(lavish[index]!.state)).toBeGreaterThanOrEqual(stateRank(state));
      }),
    );
  });

  it("gets well: a budget left alone is healthy after one hold", () => {
    fc.assert(
      fc.property(story, (steps) => {
        expect(endOf({ steps: [...steps, ...times(31, 0.1)] }).state).toBe("healthy");
      }),
    );
  });

  it("depends on the past only through the former standing", () => {
    fc.assert(
      fc.property(story, fc.nat(119), (steps, cut) => {
        const whole = live({ steps, every: 0 });
        const first = live({ steps: steps.slice(0, cut), every: 0 });
        const from = first.at(-1);
        const rest = live({ steps: steps.slice(cut), every: 0, ...(from !== undefined && { from }) });
        expect([...first, ...rest]).toEqual(whole);
      }),
    );
  });
});
