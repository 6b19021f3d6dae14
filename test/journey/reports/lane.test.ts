import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLane, type KeptRun } from "../../../src/journey/reports/lane.ts";

const most = 5;
const runOf = (number: number): KeptRun => ({
  id: `run-${number}`,
  // Several begin in the same millisecond.
  startedAt: Math.floor(number / 2),
  text: "x".repeat(1 + (number % 7)),
});
const newestFirst = (a: KeptRun, b: KeptRun): number =>
  b.startedAt - a.startedAt || (b.id > a.id ? 1 : b.id < a.id ? -1 : 0);

describe("a lane", () => {
  it("keeps the newest runs, each once, whatever order they come in and however often", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 })), (numbers) => {
        const lane = createLane(most);
        for (const number of numbers) lane.put(runOf(number));
        const expected = [...new Set(numbers)].map(runOf).sort(newestFirst).slice(0, most);
        expect(lane.runs()).toEqual(expected);
        expect(lane.size()).toBe(expected.reduce((sum, { text }) => sum + text.length, 0));
        for (const { id } of expected) expect(lane.has(id)).toBe(true);
      }),
    );
  });

  it("says whether a run was new, known, or older than all that it keeps", () => {
    const lane = createLane(2);
    expect([4, 8, 4, 0].map((number) => lane.put(runOf(number)))).toEqual(["new", "new", "known", "older"]);
  });
});
