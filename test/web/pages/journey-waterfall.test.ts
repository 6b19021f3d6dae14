import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunBody } from "../../../src/http/schemas/journey.ts";
import { phases } from "../../../src/model/journey.ts";
import { axisOf, secondsText, waterfallOf } from "../../../src/web/pages/journeys/waterfall.ts";

type Step = RunBody["steps"][number];

const noPhases = { dns: 0, connect: 0, tls: 0, first_byte: 0, transfer: 0 };
const step = (name: string, more: Partial<Step>): Step => ({
  ...{ step: name, result: "passed", duration: 0, phases: noPhases },
  ...{ attempts: 1, bytes: 0, findings: [], exchanges: [] },
  ...more,
});
const run = (duration: number, ...steps: Step[]): RunBody => ({
  ...{ id: "r1", journey: "buy-a-book", location: "eu-1", at: "2026-11-28T12:00:00.000Z", lateSeconds: 0 },
  ...{ duration, result: "passed", steps },
});

describe("the waterfall of a run", () => {
  it("lays each step's phases in their order at its beginning, and says what is left over", () => {
    const [login, verify] = waterfallOf(
      run(
        2,
        step("login", { startedAfter: 0, duration: 1, phases: { ...noPhases, dns: 0.1, first_byte: 0.5 } }),
        step("verify", {
          startedAfter: 1,
          duration: 1,
          phases: { ...noPhases, connect: 0.25, transfer: 0.75 },
        }),
      ),
    );
    expect(login?.pieces.map(({ phase, from, length }) => [phase, from, length])).toEqual([
      ["dns", 0, 0.05],
      ["first_byte", 0.05, 0.25],
      ["other", expect.closeTo(0.3, 9), expect.closeTo(0.2, 9)],
    ]);
    expect(verify?.bar).toEqual({ from: 0.5, length: 0.5 });
    expect(verify?.pieces.map(({ phase }) => phase)).toEqual(["connect", "transfer"]);
  });

  it("has a row without a bar for a step that was skipped", () =>
    expect(waterfallOf(run(1, step("verify", { result: "skipped" })))).toEqual([
      { step: "verify", pieces: [] },
    ]));

  it("is as long as its last step, where clean-up runs on after the run's own end", () =>
    expect(axisOf(run(1, step("clean-up", { startedAfter: 0.9, duration: 0.6 })))).toBeCloseTo(1.5, 9));

  it("never leaves the axis, nor a step its bar, whatever the clocks said", () => {
    const share = fc.double({ min: 0, max: 5, noNaN: true });
    const anyStep = fc
      .tuple(share, share, fc.tuple(share, share, share, share, share))
      .map(([startedAfter, duration, took]) =>
        step("step", {
          ...{ startedAfter, duration },
          phases: Object.fromEntries(
            phases.map((phase, index) => [phase, took[index] ?? 0]),
          ) as Step["phases"],
        }),
      );
    fc.assert(
      fc.property(fc.array(anyStep, { minLength: 1, maxLength: 6 }), share, (steps, duration) => {
        for (const { pieces, bar } of waterfallOf(run(duration, ...steps)))
          for (const { from, length } of pieces) {
            expect(from).toBeGreaterThanOrEqual((bar?.from ?? 0) - 1e-9);
            expect(from + length).toBeLessThanOrEqual((bar?.from ?? 0) + (bar?.length ?? 0) + 1e-9);
            expect(from + length).toBeLessThanOrEqual(1 + 1e-9);
          }
      }),
    );
  });
});

describe("how long something took", () => {
  it("is said in milliseconds below a second", () =>
    expect([0.0123, 0.412, 1.337].map(secondsText)).toEqual(["12 ms", "412 ms", "1.34 s"]));
});
