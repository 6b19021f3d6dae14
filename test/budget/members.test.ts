import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spendingOf } from "../../src/budget/members.ts";
import { measured, type CompositeSli } from "../../src/model/composite.ts";
import { slo } from "../support/slos.ts";

const over = (kind: CompositeSli["kind"], ...services: readonly string[]): CompositeSli => ({
  kind,
  members: services.map((service) => ({ slo: measured(slo({ service })), weight: 1 })),
  missing: "noData",
});
const id = (service: string) => `${service}.availability.production`;

describe("the spending of a composite's members", () => {
  it("is what the rules recorded of each, in the order in which they are written", () => {
    const recorded = new Map([
      [id("b"), 40],
      [id("a"), 20],
    ]);
    expect(spendingOf(over("all", "a", "b", "c"), 60, recorded)).toEqual({
      members: [
        { member: id("a"), bad: 20 },
        { member: id("b"), bad: 40 },
        { member: id("c"), bad: 0 },
      ],
    });
  });

  it("of any is alike for all: while one were good, nothing would be bad", () => {
    expect(spendingOf(over("any", "a", "b"), 60, new Map()).members.map(({ bad }) => bad)).toEqual([30, 30]);
  });

  it("says what it cannot tell, as of a ledger that is older than the record of members", () => {
    expect(spendingOf(over("weighted", "a", "b"), 100, new Map([[id("a"), 30]]))).toMatchObject({
      unattributed: 70,
    });
  });

  it("adds up to the bad events of the composite, to a billionth", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("all", "any", "weighted"),
        fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 8 }),
        fc.double({ min: 0, max: 1e7, noNaN: true }),
        (kind, shares, bad) => {
          const names = shares.map((_, n) => `s${n}`);
          const recorded = new Map(shares.map((share, n) => [id(`s${n}`), share]));
          const { members, unattributed = 0 } = spendingOf(over(kind, ...names), bad, recorded);
          const sum = members.reduce((all, each) => all + each.bad, unattributed);
          expect(Math.abs(sum - bad)).toBeLessThanOrEqual(1e-9 * Math.max(1, bad));
        },
      ),
    );
  });
});
