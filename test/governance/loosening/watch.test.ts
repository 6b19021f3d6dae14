import { describe, expect, it } from "vitest";
import { promiseEvents } from "../../../src/governance/loosening/watch.ts";
import { slo } from "../../support/slos.ts";
import { noon, policyOf } from "../../support/snapshots.ts";
import { git, id, kindsOf, watch } from "./git.ts";

const before = git([slo()]);
const easier = git([slo({ objective: "99%" })]);

describe("the first start", () => {
  it("accepts every promise as it is, some hundreds an entry, and loosens none", () => {
    const many = git(Array.from({ length: 700 }, (_, index) => slo({ service: `service-${index}` })));
    const of = watch();
    expect(kindsOf(of.reads(many, "frozen"))).toEqual(Array(3).fill("promises-changed"));
    expect(of.state.promises.size).toBe(700);
    expect(of.state.promisedPolicies.get(policyOf().hash)).toEqual(policyOf());
  });

  it("has nothing to say the second time, after a restart, or on another replica", () => {
    const of = watch(before);
    expect(of.reads(before, "frozen")).toEqual([]);
    expect(of.reads(git([slo()]), "frozen")).toEqual([]);
  });
});

describe("a promise made easier", () => {
  it.each([
    ["its objective was lowered", "objective", git([slo({ objective: "99.5%" })])],
    ["its SLI was changed", "sli", git([slo({ rulesHash: "00000000" })])],
    ["its window was changed", "window", git([slo({ window: "7d" })])],
    ["it was taken from the gate", "gate-off", git([slo({ gate: false })])],
    [
      "its policy was switched",
      "policy",
      git([slo({ policy: "lenient" })], [policyOf(), policyOf({ name: "lenient", hash: "11111111" })]),
    ],
    [
      "its policy became easier",
      "policy",
      git([slo()], [policyOf({ hash: "22222222", gate: [{ then: "allow" }] })]),
    ],
    ["it was deleted", "deleted", git([slo({ name: "another" })])],
  ])("is held while restricted: %s", (_, kind, after) => {
    const of = watch(before);
    of.reads(after, "restricted");
    expect(of.held()).toMatchObject([
      {
        slo: id,
        kinds: [kind],
        state: "restricted",
        spent: 0.95,
        policy: policyOf(),
        heldUntil: noon + 7 * 86_400,
        requirement: { state: "restricted", seats: ["owner", "sre"] },
      },
    ]);
    expect(of.state.promises.get(id)).toMatchObject({ objective: "99.9%", policyHash: "abcd1234" });
  });

  it("is announced at caution, and accepted at once", () => {
    const of = watch(before);
    expect(kindsOf(of.reads(easier, "caution"))).toEqual(["promise-loosened", "promises-changed"]);
    expect(of.held()).toEqual([]);
    expect(of.state.promises.get(id)?.objective).toBe("99%");
  });

  it.each(["healthy", "watch"] as const)("is journalled as a change alone while %s", (state) => {
    expect(kindsOf(watch(before).reads(easier, state))).toEqual(["promises-changed"]);
  });

  it("is held or announced in any state for which the policy says so", () => {
    const strict = git([slo()], [policyOf({ loosening: { healthy: "announce", watch: "hold" } })]);
    const after = git([slo({ objective: "99%" })], strict.policies);
    expect(kindsOf(watch(strict).reads(after, "healthy"))).toEqual(["promise-loosened", "promises-changed"]);
    const of = watch(strict);
    of.reads(after, "watch");
    // The policy asks for nobody at watch: somebody must all the same.
    expect(of.held()).toMatchObject([{ state: "watch", requirement: { seats: ["any"] } }]);
  });

  it("holds nothing where the gate never judged it", () => {
    const shown = git([slo({ gate: false })]);
    const of = watch(shown);
    of.reads(git([slo({ gate: false, objective: "90%" })]), "frozen");
    expect(of.held()).toEqual([]);
  });

  it("is held by the policy that it was made under, though git and nines have lost it since", () => {
    const old = policyOf({ name: "old", hash: "33333333" });
    const of = watch(git([slo({ policy: "old" })], [old]));
    of.reads(git([slo({ policy: "default" })]), "frozen");
    expect(of.held()).toMatchObject([{ policy: old, kinds: ["policy"] }]);
  });
});

describe("what is no loosening", () => {
  it.each([
    ["a higher objective", git([slo({ objective: "99.99%" })])],
    ["a policy that asks more", git([slo()], [policyOf({ hash: "44444444", gate: [{ then: "deny" }] })])],
    ["another owner", { ...before, services: [{ ...before.services[0]!, owner: "team-other" }] }],
    ["a new SLO beside it", git([slo(), slo({ name: "latency" })])],
  ])("%s is accepted at once, frozen or not", (_, after) => {
    const of = watch(before);
    expect(kindsOf(of.reads(after, "frozen"))).toEqual(["promises-changed"]);
    expect(of.reads(after, "frozen")).toEqual([]);
  });
});

describe("a hold", () => {
  const holding = () => {
    const of = watch(before);
    of.reads(easier, "frozen");
    return of;
  };

  it("is said once, however often the same is read", () => {
    const of = holding();
    expect(of.reads(easier, "healthy")).toEqual([]);
    of.passes("6d");
    expect(of.reads(easier, "healthy")).toEqual([]);
  });

  it("ends when git promises as before again", () => {
    const of = holding();
    expect(of.reads(before)).toMatchObject([{ kind: "loosening-ended", payload: { why: "taken-back" } }]);
    expect(of.held()).toEqual([]);
    expect(of.reads(before)).toEqual([]);
  });

  it("ends when git promises more than before", () => {
    const of = holding();
    expect(kindsOf(of.reads(git([slo({ objective: "99.95%" })])))).toEqual([
      "loosening-ended",
      "promises-changed",
    ]);
    expect(of.state.promises.get(id)?.objective).toBe("99.95%");
  });

  it("is over after seven days, and what git says is then what is promised", () => {
    const of = holding();
    of.passes("7d");
    expect(of.held()).toEqual([]);
    expect(of.reads(easier)).toMatchObject([
      { kind: "loosening-ended", payload: { why: "over" } },
      { kind: "promises-changed" },
    ]);
    expect(of.state.promises.get(id)?.objective).toBe("99%");
    expect(of.reads(easier)).toEqual([]);
  });

  it("of a deleted SLO ends when it is back, not when a weaker one takes its name", () => {
    const of = watch(before);
    of.reads(git([slo({ name: "another" })]), "frozen");
    of.reads(easier, "healthy");
    expect(of.held()).toMatchObject([
      { kinds: ["objective"], state: "frozen", before: { objective: "99.9%" } },
    ]);
    of.reads(before, "healthy");
    expect(of.held()).toEqual([]);
  });

  it("is replaced by a second edit, which starts its own seven days without the first one's approvals", () => {
    const of = holding();
    of.passes("3d");
    of.reads(git([slo({ objective: "95%" })]), "healthy");
    expect(of.held()).toMatchObject([
      { state: "frozen", after: { objective: "95%" }, heldUntil: noon + 10 * 86_400, approvals: [] },
    ]);
    expect([...of.state.loosenings.values()][0]?.ended?.why).toBe("replaced");
  });

  it("stays one when things get worse, though the policy would only announce it by then", () => {
    const lax = [policyOf({ loosening: { restricted: "hold" } })];
    const of = watch(git([slo()], lax));
    of.reads(git([slo({ objective: "99%" })], lax), "restricted");
    of.reads(git([slo({ objective: "95%" })], lax), "frozen");
    expect(of.held()).toMatchObject([{ state: "frozen", after: { objective: "95%" } }]);
  });

  it("of a thousand SLOs at once is a thousand decisions, and none for those that keep their promise", () => {
    const slos = Array.from({ length: 1_000 }, (_, index) => slo({ service: `service-${index}` }));
    const of = watch(git(slos));
    of.reads(
      git(slos.map((each, index) => (index % 2 === 0 ? { ...each, rulesHash: "00000000" } : each))),
      "frozen",
    );
    expect(of.held()).toHaveLength(500);
  });
});

describe("an SLO that was never known", () => {
  it("stood healthy: nothing is held for it", () => {
    const of = watch(before);
    expect(kindsOf(promiseEvents(of.state, easier, new Map(), noon, (prefix) => prefix))).toEqual([
      "promises-changed",
    ]);
  });
});
