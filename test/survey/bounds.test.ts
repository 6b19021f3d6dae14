import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { upperBound } from "../../kit/native-histogram.ts";
import { latencyText, lyingOf } from "../../src/survey/bounds.ts";

const histogram = (schema: number, indices: readonly number[]) => ({
  labels: {},
  count: indices.length,
  buckets: indices.map((index) => ({
    lower: upperBound(schema, index - 1),
    upper: upperBound(schema, index),
    count: 1,
  })),
});
const schemas = fc.integer({ min: 0, max: 8 });
const indices = fc.uniqueArray(fc.integer({ min: -200, max: 40 }), { minLength: 1, maxLength: 20 });

describe("a threshold among native buckets", () => {
  it("is a bound when it is one, whether its neighbours hold anything or not", () => {
    fc.assert(
      fc.property(schemas, indices, fc.integer({ min: -100, max: 40 }), (schema, held, index) => {
        expect(lyingOf(histogram(schema, held), upperBound(schema, index))).toEqual({ kind: "bound" });
      }),
    );
  });

  it("else lies between two bounds, which as thresholds are ones as a definition takes them", () => {
    fc.assert(
      fc.property(schemas, indices, fc.integer({ min: -40, max: 20 }), (schema, held, index) => {
        const [lower, upper] = [upperBound(schema, index - 1), upperBound(schema, index)];
        // Below a millisecond the digits of a definition are too few.
        fc.pre(lower >= 0.001);
        const lying = lyingOf(histogram(schema, held), Math.sqrt(lower * upper));
        expect(lying.kind).toBe("within");
        if (lying.kind !== "within") return;
        expect(lying.lower / lower).toBeCloseTo(1, 9);
        expect(lying.upper / upper).toBeCloseTo(1, 9);
        for (const bound of [lying.lower, lying.upper]) {
          const written =
            Number.parseFloat(latencyText(bound)) / (latencyText(bound).endsWith("ms") ? 1_000 : 1);
          expect(lyingOf(histogram(schema, held), written).kind).toBe("bound");
        }
      }),
    );
  });

  it("tells the share of all events that its bucket holds", () => {
    const { buckets, labels } = histogram(0, [-1, 0]);
    expect(lyingOf({ labels, buckets, count: 8 }, 0.3)).toEqual({
      kind: "within",
      lower: 0.25,
      upper: 0.5,
      share: 0.125,
    });
  });

  it("is unknown where buckets follow no rule and none holds it", () => {
    const buckets = [
      { lower: 0.1, upper: 0.25, count: 1 },
      { lower: 0.5, upper: 2.5, count: 1 },
    ];
    expect(lyingOf({ labels: {}, count: 2, buckets }, 0.3)).toEqual({ kind: "unknown" });
    expect(lyingOf({ labels: {}, count: 2, buckets }, 0.25)).toEqual({ kind: "bound" });
  });
});
