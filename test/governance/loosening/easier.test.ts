import { describe, expect, it } from "vitest";
import { isEasier, loosenedBy } from "../../../src/governance/loosening/easier.ts";
import type { Policy } from "../../../src/model/policy.ts";
import { ratio } from "../../../src/model/units.ts";
import { duration, slo } from "../../support/slos.ts";
import { policyOf } from "../../support/snapshots.ts";
import { git } from "./git.ts";
import { promisedBy } from "../../../src/governance/loosening/promises.ts";

const before = policyOf();
const easier = (changes: Partial<Policy>, environment = "production") =>
  isEasier(before, policyOf(changes), environment);
const gateWith = (...first: Policy["gate"]): Partial<Policy> => ({ gate: [...first, ...before.gate] });

describe("a policy in other words", () => {
  it.each<[string, Partial<Policy>]>([
    ["enters a state later", { thresholds: { ...before.thresholds, restricted: ratio(0.95) } }],
    ["leaves a state nearer to its threshold", { leave: { margin: ratio(0.01), hold: duration("30m") } }],
    ["leaves a state sooner", { leave: { margin: ratio(0.05), hold: duration("1m") } }],
    ["believes old numbers for longer", { freshFor: duration("1h") }],
    ["believes old numbers for less long, which makes states unknown sooner", { freshFor: duration("1m") }],
    ["judges numbers of other rules for longer", { rulesGrace: duration("2h") }],
    ["lets pass what nobody registered", { onUnregistered: "warn" }],
    ["lets pass what has no SLO", { onNoSlo: "allow" }],
    ["minds ailing dependencies less", { dependencies: { fastBurn: "warn", frozen: "warn" } }],
    [
      "decides better for one kind of change in one state",
      gateWith({ state: ["frozen"], change: ["config"], then: "warn" }),
    ],
    [
      "decides better while a fast burn fires",
      gateWith({ fastBurn: true, change: ["experiment"], then: "needs_exception" }),
    ],
    ["asks for a seat less", { quorum: { ...before.quorum, frozen: ["owner", "sre"] } }],
    [
      "asks nobody in one state",
      { quorum: { restricted: ["owner", "sre"], frozen: ["owner", "sre", "director"] } },
    ],
    ["gives more silver bullets", { silverBullets: { perQuarter: 3 } }],
    ["lets exceptions last longer", { exceptions: { ...before.exceptions, maxLength: duration("4d") } }],
    [
      "lets somebody else stand in",
      { exceptions: { ...before.exceptions, escalateTo: ["director", "interns"] } },
    ],
    ["gives reviewers more time", { breakGlass: { reviewWithin: duration("7d") } }],
    ["judges the adjusted budget", { judge: "adjusted" }],
    ["only watches", { enforcement: "dry_run" }],
    ["holds easier promises no longer", { loosening: { restricted: "announce", frozen: "hold" } }],
  ])("is easier when it %s", (_, changes) => {
    expect(easier(changes)).toBe(true);
  });

  it.each<[string, Partial<Policy>]>([
    ["is the same", {}],
    ["enters states sooner", { thresholds: { ...before.thresholds, watch: ratio(0.4) } }],
    ["asks for more seats", { quorum: { ...before.quorum, caution: ["any", "sre"] } }],
    ["names its seats in another order", { quorum: { ...before.quorum, restricted: ["sre", "owner"] } }],
    ["forbids what it allowed", gateWith({ change: ["experiment"], then: "deny" })],
    ["repeats a rule", gateWith({ state: ["frozen"], change: ["fix"], then: "needs_exception" })],
    ["counts quarters elsewhere", { timeZone: "America/New_York" }],
    ["judges the raw budget still", { judge: "raw" }],
    ["holds more", { loosening: { caution: "hold", restricted: "hold", frozen: "hold" } }],
  ])("is not when it %s", (_, changes) => {
    expect(easier(changes)).toBe(false);
  });

  it("is compared by what its rules decide, not by how they are written", () => {
    const { gate } = before;
    const split = gate.flatMap((rule) =>
      (rule.change ?? [undefined]).map((change) => ({ ...rule, ...(change && { change: [change] }) })),
    );
    const always = {
      state: ["healthy", "watch", "caution", "restricted", "frozen", "unknown"],
      then: "deny",
    } as const;
    expect(easier({ gate: split })).toBe(false);
    expect(easier({ gate: [...gate, always] })).toBe(false);
    expect(isEasier(policyOf({ gate: split }), before, "production")).toBe(false);
  });

  it("matters only in the environment that the SLO is in", () => {
    const staged = gateWith({ environment: ["staging"], then: "allow" });
    expect(easier(staged, "staging")).toBe(true);
    expect(easier(staged, "production")).toBe(false);
  });

  it("that judged the adjusted budget and now judges the raw one asks more", () => {
    expect(isEasier(policyOf({ judge: "adjusted" }), before, "production")).toBe(false);
  });
});

describe("a promise", () => {
  const promise = (changes: Parameters<typeof slo>[0] = {}, policies = [before]) =>
    promisedBy(git([slo(changes)], policies)).promises.get(slo().id)!;
  const policyNamed = (hash: string) =>
    [before, policyOf({ hash: "ffffffff", gate: [{ then: "deny" }] })].find((each) => each.hash === hash);

  it("may be easier in several ways at once, and harder in others without making up for them", () => {
    const after = promise({ objective: "99.99%", window: "7d", gate: false, rulesHash: "00000000" });
    expect(loosenedBy(promise(), after, policyNamed)).toEqual(["sli", "window", "gate-off"]);
  });

  it("is compared as a number: 99.90% is 99.9%", () => {
    expect(loosenedBy(promise(), promise({ objective: "99.90%" }), policyNamed)).toEqual([]);
  });

  it("under a policy that nobody kept was stricter, for all that can be known", () => {
    const lost = { ...promise(), policyHash: "00000000" };
    expect(loosenedBy(lost, promise(), policyNamed)).toEqual(["policy"]);
  });

  it("under a stricter policy of the same name is not easier", () => {
    expect(loosenedBy(promise(), { ...promise(), policyHash: "ffffffff" }, policyNamed)).toEqual([]);
  });
});

describe("claims in other words", () => {
  const claiming = policyOf({
    claims: { security: { groups: ["sre", "owner"] }, rollback: { proof: "previous-sha" } },
  });
  const than = (claims: Policy["claims"]) =>
    isEasier(claiming, policyOf(claims === undefined ? {} : { claims }), "production");
  const { security, rollback } = claiming.claims ?? {};

  it.each<[string, Policy["claims"]]>([
    ["are gone", undefined],
    ["leave a kind to everybody", { security: security! }],
    ["let another group claim", { security: { groups: ["sre", "owner", "interns"] }, rollback: rollback! }],
    ["ask for no group", { security: {}, rollback: rollback! }],
    ["take a group for a proof", { security: security!, rollback: { groups: ["sre"] } }],
  ])("are easier when they %s", (_, claims) => {
    expect(than(claims)).toBe(true);
  });

  it.each<[string, Policy["claims"]]>([
    ["let fewer groups claim", { security: { groups: ["sre"] }, rollback: rollback! }],
    [
      "ask for more",
      { security: { ...security!, proof: "previous-sha" }, rollback: { ...rollback!, groups: ["sre"] } },
    ],
    ["guard one kind more", { ...claiming.claims, fix: { groups: ["sre"] } }],
  ])("are not when they %s", (_, claims) => {
    expect(than(claims)).toBe(false);
  });

  it("are not when a policy that had none gets some, or stops watching", () => {
    expect(isEasier(before, claiming, "production")).toBe(false);
    expect(isEasier(policyOf({ enforcement: "dry_run" }), before, "production")).toBe(false);
  });
});
