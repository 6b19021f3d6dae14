import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bounds } from "../../../src/journey/reports/bounds.ts";
import { createQueue, type Waiting } from "../../../src/probes/reports/queue.ts";

const waiting = (number: number, length = 10): Waiting => ({ id: `run-${number}`, text: "x".repeat(length) });
const idsOf = (runs: readonly Waiting[]): string[] => runs.map(({ id }) => id);

describe("runs that wait to be reported", () => {
  it("are told oldest first, each once, and the oldest are dropped and counted when there are too many", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 50 }))), (added) => {
        let dropped = 0;
        const queue = createQueue((runs) => (dropped += runs), { runs: 6, text: 150 });
        let expected: Waiting[] = [];
        for (const [number, length] of added) {
          const run = waiting(number, length);
          if (expected.some(({ id }) => id === run.id)) continue;
          queue.add(run);
          expected.push(run);
          while (expected.length > 6 || expected.reduce((sum, { text }) => sum + text.length, 0) > 150)
            expected = expected.slice(1);
        }
        expect(idsOf(queue.front())).toEqual(idsOf(expected));
        expect(queue.length()).toBe(expected.length);
        expect(dropped).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("stay until they are settled, whatever came meanwhile", () => {
    const queue = createQueue(() => undefined);
    queue.add(waiting(1));
    const front = queue.front();
    queue.add(waiting(2));
    expect(idsOf(queue.front())).toEqual(["run-1", "run-2"]);
    queue.settle(front);
    expect(idsOf(queue.front())).toEqual(["run-2"]);
  });

  it("are told in portions that a report can hold", () => {
    const queue = createQueue(() => undefined);
    for (let number = 0; number < 20; number++) queue.add(waiting(number, bounds.run));
    expect(queue.front().length).toBe(bounds.report / 2 / bounds.run);
    const many = createQueue(() => undefined);
    for (let number = 0; number < 300; number++) many.add(waiting(number));
    expect(many.front()).toHaveLength(bounds.runs);
  });
});
