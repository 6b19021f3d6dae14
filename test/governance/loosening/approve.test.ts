import { describe, expect, it } from "vitest";
import { isRefusal } from "../../../src/governance/act.ts";
import { approveLoosening } from "../../../src/governance/loosening/approve.ts";
import { slo } from "../../support/slos.ts";
import { policyOf, serviceOf } from "../../support/snapshots.ts";
import { git, id, person, watch } from "./git.ts";

const before = git([slo()]);
const easier = git([slo({ objective: "99%" })]);
const alice = person("alice", "team-shop");
const bob = person("bob", "sre");

const holding = (after = easier, stands: "restricted" | "frozen" = "restricted") => {
  const of = watch(before);
  of.reads(after, stands);
  const [held] = of.held();
  const approve = (who = alice, group?: string) =>
    approveLoosening(of.state, { now: of.now(), newId: (prefix) => prefix }, who, { id: held!.id, group });
  return { of, held: held!, approve };
};
const refusalOf = (act: ReturnType<typeof approveLoosening>) => (isRefusal(act) ? act.refused : "accepted");

describe("the approval of an easier promise", () => {
  it("takes the quorum of the state that it was made easier in", () => {
    const { of, held, approve } = holding();
    expect(of.accept(approve(alice))).toEqual({ id: held.id, slo: id, held: true, missing: ["sre"] });
    expect(of.held()).toHaveLength(1);
    expect(of.accept(approve(bob))).toEqual({ id: held.id, slo: id, held: false, missing: [] });
    expect(of.held()).toEqual([]);
  });

  it("accepts the new promise, once and for all", () => {
    const { of, approve } = holding();
    for (const who of [alice, bob]) of.accept(approve(who));
    expect(of.state.promises.get(id)?.objective).toBe("99%");
    expect(of.reads(easier, "frozen")).toEqual([]);
  });

  it("keeps the policy of what it accepted, for the day that git loses that one", () => {
    const other = policyOf({ name: "other", hash: "11111111" });
    const switched = git([slo({ policy: "other" })], [policyOf(), other]);
    const { of, approve } = holding(switched);
    for (const who of [alice, bob]) of.accept(approve(who));
    of.reads(switched);
    expect(of.reads(switched)).toEqual([]);
    of.reads(git([slo()]), "frozen");
    expect(of.held()).toMatchObject([{ kinds: ["policy"], policy: other }]);
  });

  it("accepts that an SLO is gone", () => {
    const { of, approve } = holding(git([slo({ name: "other" })]));
    for (const who of [alice, bob]) of.accept(approve(who));
    expect(of.state.promises.has(id)).toBe(false);
  });

  it("is of the owner that there was before: an edit that moves the service to another team approves nothing", () => {
    const moved = { ...easier, services: [serviceOf("checkout", { owner: "team-mine" })] };
    const { approve } = holding(moved);
    expect(refusalOf(approve(person("mallory", "team-mine")))).toBe("not-in-quorum");
    expect(refusalOf(approve(alice))).toBe("accepted");
  });

  it.each([
    ["somebody whose groups have no seat", person("carol", "design"), "not-in-quorum"],
    ["somebody in a group that they are not in", person("dan", "team-shop"), "not-in-quorum", "sre"],
    ["a viewer", { ...alice, roles: ["viewer"] as const }, "forbidden"],
    ["a machine", { ...alice, kind: "machine" as const }, "forbidden"],
  ])("is not for %s", (_, who, refused, group?: string) => {
    expect(refusalOf(holding().approve(who, group))).toBe(refused);
  });

  it("is given once by one person", () => {
    const { of, approve } = holding();
    of.accept(approve({ ...alice, groups: ["team-shop", "sre"] }));
    expect(refusalOf(approve({ ...alice, groups: ["team-shop", "sre"] }))).toBe("conflict");
  });

  it("comes too late once it was taken back, replaced or is over", () => {
    const back = holding();
    back.of.reads(before);
    const replaced = holding();
    replaced.of.reads(git([slo({ objective: "98%" })]));
    const over = holding();
    over.of.passes("7d");
    expect([back, replaced, over].map(({ approve }) => refusalOf(approve()))).toEqual(
      Array(3).fill("conflict"),
    );
  });

  it("of an unknown id is not found", () => {
    const { of } = holding();
    const act = approveLoosening(of.state, { now: of.now(), newId: (prefix) => prefix }, alice, {
      id: "lo-none",
    });
    expect(refusalOf(act)).toBe("not-found");
  });
});
