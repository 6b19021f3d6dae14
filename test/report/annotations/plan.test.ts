import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timestamp } from "../../../src/model/units.ts";
import type { Annotation, HeldAnnotation } from "../../../src/report/annotations/annotation.ts";
import { planAnnotations, type AnnotationPlan } from "../../../src/report/annotations/plan.ts";

const annotation: fc.Arbitrary<Annotation> = fc
  .record({
    id: fc.constantFrom("dp-1", "dp-2", "in-1", "co-1", "co-2"),
    from: fc.integer({ min: 1, max: 5 }).map(timestamp),
    length: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
    text: fc.constantFrom("a", "b"),
    tags: fc.subarray(["nines:deployment", "service:checkout", "service:search"]),
  })
  .map(({ length, ...rest }) => ({
    ...rest,
    ...(length !== undefined && { to: timestamp(rest.from + length) }),
  }));

const heldOnes: fc.Arbitrary<readonly HeldAnnotation[]> = fc
  .array(annotation, { maxLength: 8 })
  .map((all) => all.map((each, key) => ({ ...each, key })));

const wantedOnes = fc.record({
  standing: fc.uniqueArray(annotation, { selector: ({ id }) => id }),
  gone: fc.subarray(["co-1", "co-2"]).map((ids) => new Set(ids)),
});

/** Grafana after the plan. */
function carriedOut(plan: AnnotationPlan, held: readonly HeldAnnotation[]): readonly HeldAnnotation[] {
  const removed = new Set(plan.remove.map(({ key }) => key));
  const updates = new Map(plan.update.map((each) => [each.key, each]));
  return [
    ...held.filter(({ key }) => !removed.has(key)).map((each) => updates.get(each.key) ?? each),
    ...plan.create.map((each, at) => ({ ...each, key: 100 + at })),
  ];
}

describe("the plan for annotations", () => {
  it("is empty once it was carried out, and then each wanted one stands exactly once", () => {
    fc.assert(
      fc.property(wantedOnes, heldOnes, ({ standing, gone: revoked }, held) => {
        const ids = standing.map(({ id }) => id);
        const gone = new Set([...revoked].filter((id) => !ids.includes(id)));
        const after = carriedOut(planAnnotations({ standing, gone }, held), held);
        expect(planAnnotations({ standing, gone }, after)).toEqual({ create: [], update: [], remove: [] });
        for (const id of ids) expect(after.filter((each) => each.id === id)).toHaveLength(1);
        for (const id of gone) expect(after.filter((each) => each.id === id)).toEqual([]);
      }),
    );
  });

  it("touches nothing that this journal does not know", () => {
    const foreign = { key: 1, id: "dp-of-another-nines", from: timestamp(1), text: "x", tags: [] };
    expect(planAnnotations({ standing: [], gone: new Set(["co-1"]) }, [foreign])).toEqual({
      create: [],
      update: [],
      remove: [],
    });
  });

  it("keeps the oldest of two that say the same", () => {
    const one = { id: "dp-1", from: timestamp(1), text: "x", tags: ["nines:deployment"] };
    const held = [
      { ...one, key: 9 },
      { ...one, key: 4 },
    ];
    const { remove } = planAnnotations({ standing: [one], gone: new Set() }, held);
    expect(remove.map(({ key }) => key)).toEqual([9]);
  });
});
