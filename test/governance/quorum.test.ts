import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fillSeats,
  groupToSitFor,
  isQuorate,
  missingFrom,
  missingSeats,
  requirementOf,
  unionOf,
  type Seated,
} from "../../src/governance/quorum.ts";
import { policyOf } from "../support/snapshots.ts";

const owner = "team-shop";
const of = (by: string, group: string, standIn = false): Seated => ({ by, group, standIn });
const [alice, bob, dora] = [of("alice", owner), of("bob", "sre"), of("dora", "director")];

describe("the seats of a quorum", () => {
  it("are filled by the owner group and by groups of their names", () => {
    expect(missingSeats(["owner", "sre", "director"], [alice, bob], owner)).toEqual(["director"]);
    expect(isQuorate(["owner", "sre", "director"], [dora, alice, bob], owner)).toBe(true);
  });

  it("are filled by a person each, whatever the person's groups", () => {
    expect(missingSeats(["owner", "sre"], [alice, of("alice", "sre")], owner)).toEqual(["sre"]);
  });

  it("for any are filled by groups that sit nowhere else", () => {
    expect(isQuorate(["any", "any"], [alice, of("carl", owner)], owner)).toBe(false);
    expect(isQuorate(["any", "any"], [alice, bob], owner)).toBe(true);
    expect(isQuorate(["sre", "any"], [bob, of("bert", "sre")], owner)).toBe(false);
  });

  it("by name may be of one group twice: two people of it", () => {
    expect(isQuorate(["owner", "sre"], [bob, of("bert", "sre")], "sre")).toBe(true);
    expect(isQuorate(["owner", "sre"], [bob], "sre")).toBe(false);
  });

  it("are filled as fully as can be, in whatever order people came", () => {
    const [first, second] = [of("zoe", "sre"), of("bert", owner)];
    for (const approvals of [
      [first, second],
      [second, first],
    ])
      expect(isQuorate(["any", "sre"], approvals, owner)).toBe(true);
  });

  it("of the owner are for a stand-in alone where nobody owns the service", () => {
    expect(isQuorate(["owner"], [alice], undefined)).toBe(false);
    expect(isQuorate(["owner"], [of("dora", "director", true)], undefined)).toBe(true);
  });
});

describe("whoever comes next", () => {
  const person = (subject: string, ...groups: readonly string[]) => ({ subject, groups });

  it("sits for the group that a seat is named after, before one that only can sit for any", () => {
    expect(groupToSitFor(person("zoe", "design", "sre"), ["any", "sre"], [], owner)).toBe("sre");
    expect(groupToSitFor(person("zoe", "design", "sre"), ["any", "sre"], [], owner, "design")).toBe("design");
  });

  it("has no seat when theirs is taken, when they sit already, or when they are in no group asked for", () => {
    expect(groupToSitFor(person("bert", "sre"), ["owner", "sre"], [bob], owner)).toBeUndefined();
    expect(groupToSitFor(person("bob", "director"), ["sre", "director"], [bob], owner)).toBeUndefined();
    expect(groupToSitFor(person("zoe"), ["any"], [], owner)).toBeUndefined();
    expect(groupToSitFor(person("zoe", "sre"), ["any"], [], owner, "director")).toBeUndefined();
  });
});

describe("the fullest filling", () => {
  const groups = ["sre", "director", owner, "design"];
  const anySeats = fc.array(fc.constantFrom("owner", "any", "sre", "director"), { maxLength: 5 });
  const anyApprovals = fc.array(
    fc.record({
      by: fc.constantFrom("a", "b", "c", "d", "e"),
      group: fc.constantFrom(...groups),
      standIn: fc.boolean(),
    }),
    { maxLength: 6 },
  );

  it("seats nobody twice, and nobody where they do not belong", () => {
    fc.assert(
      fc.property(anySeats, anyApprovals, (seats, approvals) => {
        const filled = fillSeats(seats, approvals, owner);
        expect(filled.map((each) => each.seat).toSorted()).toEqual(seats.toSorted());
        const sitting = filled.flatMap(({ seat, by }) => (by === undefined ? [] : [{ seat, ...by }]));
        expect(new Set(sitting.map(({ by }) => by)).size).toBe(sitting.length);
        for (const { seat, group, standIn } of sitting)
          if (!standIn && seat !== "any") expect(seat === "owner" ? owner : seat).toBe(group);
      }),
    );
  });

  it("loses nothing by one more approval", () => {
    fc.assert(
      fc.property(anySeats, anyApprovals, (seats, approvals) => {
        const before = missingSeats(seats, approvals.slice(1), owner).length;
        const people = new Set(approvals.slice(1).map(({ by }) => by));
        // A second approval of one person counts for nothing, and one that comes first would be the first.
        if (approvals[0] !== undefined && people.has(approvals[0].by)) return;
        expect(missingSeats(seats, approvals, owner).length).toBeLessThanOrEqual(before);
      }),
    );
  });
});

describe("what is asked for", () => {
  it("is the quorum of the worst state; what is not known asks as frozen does", () => {
    const policy = policyOf();
    expect(
      requirementOf([
        { state: "caution", policy },
        { state: "restricted", policy },
      ]),
    ).toMatchObject({
      state: "restricted",
      seats: ["owner", "sre"],
      policyHash: policy.hash,
    });
    expect(
      requirementOf([
        { state: "frozen", policy },
        { state: "unknown", policy },
      ])?.state,
    ).toBe("frozen");
    expect(requirementOf([{ state: "unknown", policy }])?.seats).toEqual(["owner", "sre", "director"]);
    expect(requirementOf([])).toBeUndefined();
  });

  it("is every seat of every policy with an SLO in that state", () => {
    const other = policyOf({ name: "other", quorum: { restricted: ["sre", "sre", "director"] } });
    const asked = requirementOf([
      { state: "restricted", policy: policyOf() },
      { state: "restricted", policy: other },
    ]);
    expect(asked?.seats.toSorted()).toEqual(["director", "owner", "sre", "sre"]);
  });

  it("is counted: two seats of a group are two", () => {
    expect(unionOf([["any"], ["any", "any"]])).toEqual(["any", "any"]);
    expect(missingFrom(["sre", "sre"], ["sre"])).toEqual(["sre"]);
  });
});
