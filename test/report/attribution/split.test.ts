import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timestamp } from "../../../src/model/units.ts";
import {
  type BurnInterval,
  type BurnSource,
  type SourceKind,
  sourceKinds,
  splitBurn,
} from "../../../src/report/attribution/split.ts";

/** Intervals of 100 s from 0 on, with so many bad events each. */
const ledger = (...bad: readonly number[]): BurnInterval[] =>
  bad.map((events, index) => ({
    from: timestamp(100 * index),
    to: timestamp(100 * (index + 1)),
    bad: events,
  }));

const source = (kind: SourceKind, ...spans: readonly (readonly [number, number])[]): BurnSource => ({
  kind,
  id: kind,
  spans: spans.map(([from, to]) => ({ from: timestamp(from), to: timestamp(to) })),
});

const told = (intervals: readonly BurnInterval[], ...sources: readonly BurnSource[]) => {
  const { burns, unattributed } = splitBurn(intervals, sources);
  return { burns: burns.map(({ bad, during }) => [bad, during]), unattributed };
};

describe("bad events", () => {
  it("go to the deployment that covers them, and what nothing covers is the rest", () => {
    expect(told(ledger(5, 10, 20), source("deployment", [100, 200]))).toEqual({
      burns: [[10, 10]],
      unattributed: 25,
    });
  });

  it("count as spread evenly over their interval", () => {
    expect(told(ledger(40), source("deployment", [25, 50]))).toEqual({ burns: [[10, 10]], unattributed: 30 });
  });

  it("are split equally, moment by moment, among the causes that overlap", () => {
    const deployment = source("deployment", [0, 200]);
    const dependency = source("dependency", [100, 300]);
    expect(told(ledger(10, 10, 10), deployment, dependency)).toEqual({
      burns: [
        [15, 20],
        [15, 20],
      ],
      unattributed: 0,
    });
  });

  it("are an incident's only where no cause covers them: it is how trouble was noticed", () => {
    const incident = source("incident", [100, 400]);
    expect(told(ledger(10, 10, 10, 10), incident, source("deployment", [0, 200]))).toEqual({
      burns: [
        [20, 30],
        [20, 20],
      ],
      unattributed: 0,
    });
  });

  it("are counted once for a source whose spans overlap, and not at all for an empty one", () => {
    const flapping = source("incident", [0, 60], [40, 100], [100, 100]);
    expect(told(ledger(10, 10), flapping)).toEqual({ burns: [[10, 10]], unattributed: 10 });
  });

  it("of before and after the stretch are nobody's", () => {
    expect(told(ledger(10), source("deployment", [-500, -10]), source("deployment", [150, 900]))).toEqual({
      burns: [
        [0, 0],
        [0, 0],
      ],
      unattributed: 10,
    });
  });
});

const anySpan = fc.tuple(
  fc.double({ min: -300, max: 3_300, noNaN: true }),
  fc.double({ min: 0, max: 900, noNaN: true }),
);
const anySource = fc.record({
  kind: fc.constantFrom(...sourceKinds),
  spans: fc.array(anySpan, { maxLength: 4 }),
});

describe("whatever sources there are", () => {
  it("their shares and the rest add up to all, to 1e-9 of it", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 30 }),
        fc.array(anySource, { maxLength: 12 }),
        (bad, given) => {
          const intervals = ledger(...bad);
          const sources = given.map(({ kind, spans }) =>
            source(kind, ...spans.map(([from, length]) => [from, from + length] as const)),
          );
          const { burns, unattributed, bad: all } = splitBurn(intervals, sources);
          const sum = burns.reduce((total, each) => total + each.bad, unattributed);
          expect(Math.abs(sum - all)).toBeLessThanOrEqual(1e-9 * Math.max(all, 1));
          for (const { bad: own, during } of burns) {
            expect(own).toBeGreaterThanOrEqual(0);
            expect(own).toBeLessThanOrEqual(during * (1 + 1e-9));
          }
        },
      ),
    );
  });

  it("each moment's bad events are what a count second by second finds", () => {
    const whole = fc.tuple(fc.integer({ min: -5, max: 25 }), fc.integer({ min: 0, max: 15 }));
    const few = fc.array(
      fc.record({ kind: fc.constantFrom(...sourceKinds), spans: fc.array(whole, { maxLength: 3 }) }),
      {
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 4 }), few, (bad, given) => {
        const intervals = bad.map((events, index) => ({
          from: timestamp(5 * index),
          to: timestamp(5 * index + 5),
          bad: events,
        }));
        const sources = given.map(({ kind, spans }) =>
          source(kind, ...spans.map(([from, length]) => [from, from + length] as const)),
        );
        const counted = sources.map(() => 0);
        for (let second = 0; second < 5 * bad.length; second++) {
          const covering = sources.flatMap(({ spans }, index) =>
            spans.some(({ from, to }) => from <= second && second < to) ? [index] : [],
          );
          const causes = covering.filter((index) => sources[index]!.kind !== "incident");
          const takers = causes.length > 0 ? causes : covering;
          for (const index of takers) counted[index]! += bad[Math.floor(second / 5)]! / 5 / takers.length;
        }
        const { burns } = splitBurn(intervals, sources);
        for (const [index, { bad: own }] of burns.entries()) expect(own).toBeCloseTo(counted[index]!, 9);
      }),
    );
  });
});
