import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seconds } from "../../../src/model/units.ts";
import { coincidence, type Burning } from "../../../src/report/graph/coincidence.ts";
import { courseOf, spell, step } from "./courses.ts";

const length = 144;
const burning = (bad: (n: number) => number | undefined, budget = 0.01): Burning => ({
  budget,
  course: courseOf(length, bad),
});
const compare = (caller: Burning, dependency: Burning, tests = 1) =>
  coincidence(caller, dependency, { step: seconds(step) }, tests);

describe("the bad time of a caller beside that of a dependency", () => {
  it("coincides when they burn at the same time, and is as sure as few shifts would do the same", () => {
    const found = compare(burning(spell(100, 12)), burning(spell(100, 12)));
    expect(found).toEqual({
      kind: "coincides",
      compared: 144,
      bad: 12,
      together: 12,
      events: 1,
      // Of 144 ways to lay one beside the other only the true one does as well.
      sure: 1 - 1 / 144,
    });
  });

  it("counts how much of it falls together, in intervals and in events", () => {
    const caller = burning((n) => (n >= 100 && n < 110 ? (n < 102 ? 900 : 100) : 1));
    const found = compare(caller, burning(spell(102, 12)));
    expect(found).toMatchObject({
      kind: "coincides",
      bad: 10,
      together: 8,
      events: (8 * 100) / (2 * 900 + 8 * 100),
    });
  });

  it("coincides no more than by chance with a dependency that is always bad", () => {
    expect(
      compare(
        burning(spell(100, 12)),
        burning(() => 500),
      ),
    ).toMatchObject({
      kind: "no-more-than-chance",
      together: 12,
      sure: 0,
    });
  });

  it("coincides no more than by chance with one that burned at another time", () => {
    expect(compare(burning(spell(100, 12)), burning(spell(20, 12)))).toMatchObject({
      kind: "no-more-than-chance",
      together: 0,
    });
  });

  it("keeps long spells together: one long spell within another says less than many short ones that meet", () => {
    const one = compare(burning(spell(60, 24)), burning(spell(40, 60)));
    const many = (n: number) => ([7, 31, 58, 90, 121].includes(n) ? 500 : 1);
    const met = compare(burning(many), burning(many));
    expect(one).toMatchObject({ kind: "no-more-than-chance", together: 24 });
    expect(met).toMatchObject({ kind: "coincides", together: 5 });
  });

  it("is less sure the more dependencies were tried", () => {
    const sure = (tests: number) => {
      const found = compare(burning(spell(100, 12)), burning(spell(100, 12)), tests);
      return "sure" in found ? [found.kind, found.sure] : [];
    };
    expect(sure(10)).toEqual(["may-coincide", 1 - 10 / 144]);
    expect(sure(100)).toEqual(["no-more-than-chance", 1 - 100 / 144]);
    expect(sure(1_000)).toEqual(["no-more-than-chance", 0]);
  });

  it("is too little data when hardly anything was bad, or hardly anything is known of both", () => {
    expect(compare(burning(spell(100, 2)), burning(spell(100, 2)))).toEqual({
      kind: "too-little-data",
      compared: 144,
      bad: 2,
    });
    const young = burning((n) => (n < 120 ? undefined : 500));
    expect(compare(burning(spell(100, 40)), young)).toMatchObject({ kind: "too-little-data", compared: 24 });
    expect(compare(burning(spell(100, 40)), { budget: 0.01, course: [] })).toEqual({
      kind: "too-little-data",
      compared: 0,
      bad: 0,
    });
  });

  it("leaves out intervals in which either is silent, and an idle one is not bad", () => {
    const gappy = burning((n) => (n % 10 === 0 ? undefined : spell(100, 12)(n)));
    expect(compare(gappy, burning(spell(100, 12)))).toMatchObject({ compared: 129, bad: 10, together: 10 });
    const idle: Burning = {
      budget: 0.01,
      course: courseOf(length, () => 0).map((each) => ({ ...each, total: 0 })),
    };
    expect(compare(idle, burning(spell(100, 12)))).toMatchObject({ kind: "too-little-data", bad: 0 });
  });

  it("never counts more than there is, and says nothing surely of what is always alike", () => {
    const course = fc.array(fc.constantFrom(0, 5, 20, 500, undefined), { minLength: 40, maxLength: 80 });
    fc.assert(
      fc.property(course, course, (a, b) => {
        const found = compare(
          burning((n) => a[n]),
          burning((n) => b[n]),
        );
        if (!("together" in found)) return;
        expect(found.together).toBeLessThanOrEqual(found.bad);
        expect(found.bad).toBeLessThanOrEqual(found.compared);
        expect(found.events).toBeGreaterThanOrEqual(0);
        expect(found.events).toBeLessThanOrEqual(1);
        expect(found.sure).toBeLessThan(1);
        if (found.together === 0) expect(found.kind).toBe("no-more-than-chance");
      }),
    );
  });

  it("seldom finds anything between two that have nothing to do with each other", () => {
    const spells = fc.array(
      fc.record({ from: fc.nat(length - 1), lasting: fc.integer({ min: 1, max: 10 }) }),
      {
        minLength: 2,
        maxLength: 5,
      },
    );
    const among = (all: readonly { from: number; lasting: number }[]) => (n: number) =>
      all.some(({ from, lasting }) => n >= from && n < from + lasting) ? 500 : 1;
    const runs = fc.sample(fc.tuple(spells, spells), { numRuns: 400, seed: 7 });
    const found = runs.filter(([a, b]) => compare(burning(among(a)), burning(among(b))).kind === "coincides");
    // Five of a hundred is what 95 % sure allows.
    expect(found.length).toBeLessThan(0.08 * runs.length);
  });
});
