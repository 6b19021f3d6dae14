import { describe, expect, it } from "vitest";
import { changeKinds, dependencyEffects, isAllowed, type DependencyEffect } from "../../src/model/policy.ts";
import type { JudgedSlo } from "../../src/policy/judged.ts";
import { judged, policyOf, serviceOf, snapshotOf } from "../support/snapshots.ts";
import { ask, type Asking } from "./ask.ts";

const services = new Map(
  [
    serviceOf("shopfront", { dependsOn: ["checkout"] }),
    serviceOf("checkout", { dependsOn: ["payments"] }),
    serviceOf("payments", { dependsOn: ["ledger"] }),
    serviceOf("ledger"),
  ].map((service) => [service.name, service]),
);

const healthyOf = (service: string) => judged({ slo: { service }, consumed: 0.1 });
const askWith = (ailing: JudgedSlo, asking: Asking = {}, policy = policyOf()) => {
  const others = [...services.keys()].filter((name) => name !== ailing.slo.service).map(healthyOf);
  return ask(snapshotOf([...others, ailing], { services, policies: new Map([["default", policy]]) }), asking);
};
const burning = judged({ slo: { service: "payments" }, consumed: 0.2, fastBurn: true });
const frozen = judged({ slo: { service: "payments" }, consumed: 1.3 });

const expected: Readonly<Record<DependencyEffect, (canWait: boolean) => string>> = {
  hold: (canWait) => (canWait ? "needs_exception" : "warn"),
  warn: () => "warn",
  ignore: () => "allow",
};

describe("an ailing dependency", () => {
  for (const effect of dependencyEffects) {
    it(`under fast burn, with ${effect}, acts on each kind of change as the policy says`, () => {
      const policy = policyOf({ dependencies: { fastBurn: effect, frozen: "ignore" } });
      for (const change of changeKinds) {
        const decision = expected[effect](change === "feature" || change === "experiment");
        expect(askWith(burning, { change }, policy).decision).toBe(decision);
      }
    });

    it(`when frozen, with ${effect}, acts on each kind of change as the policy says`, () => {
      const policy = policyOf({ dependencies: { fastBurn: "ignore", frozen: effect } });
      for (const change of changeKinds) {
        const decision = expected[effect](change === "feature" || change === "experiment");
        expect(askWith(frozen, { change }, policy).decision).toBe(decision);
      }
    });
  }

  it("is named in the reason by the path to it", () => {
    const verdict = askWith(burning);
    expect(verdict.reasons[0]).toMatchObject({
      kind: "dependency",
      slo: "payments.availability.production",
      path: ["checkout", "payments"],
      decision: "needs_exception",
      fastBurn: true,
      sentence:
        "checkout depends on payments: 20 % of the 30d budget is spent; the fast burn alert fires; " +
        "dependencies.fastBurn: hold → needs_exception",
    });
  });

  it("is said to burn although nothing is known of its budget yet", () => {
    const young = judged({ slo: { service: "payments" }, cause: "no-data", fastBurn: true });
    expect(askWith(young).reasons[0]?.sentence).toMatch(
      /its state is unknown \(no-data\): .*; the fast burn alert fires; dependencies.fastBurn: hold/,
    );
  });

  it("leaves the service's own state alone", () => {
    expect(askWith(frozen)).toMatchObject({ decision: "warn", state: "healthy" });
  });

  it("says which changes would pass", () => {
    const { allowedNow } = askWith(burning);
    expect(allowedNow).toEqual(changeKinds.filter((kind) => kind !== "feature" && kind !== "experiment"));
  });

  it("acts one level up only", () => {
    expect(askWith(burning, { service: "shopfront" }).decision).toBe("allow");
  });

  it("is never held by those that depend on it", () => {
    const ailing = judged({ consumed: 1.3, fastBurn: true });
    expect(askWith(ailing, { service: "payments" }).decision).toBe("allow");
  });

  it("counts only what the gate judges, and only in the same environment", () => {
    const shown = judged({ slo: { service: "payments", gate: false }, consumed: 3, fastBurn: true });
    expect(askWith(shown).decision).toBe("allow");
    const elsewhere = judged({ slo: { service: "payments", environment: "staging" }, consumed: 3 });
    expect(askWith(elsewhere).decision).toBe("allow");
  });

  it("gives one reason an SLO, the graver", () => {
    const both = judged({ slo: { service: "payments" }, consumed: 1.3, fastBurn: true });
    const reasons = askWith(both).reasons.filter(({ kind }) => kind === "dependency");
    expect(reasons).toHaveLength(1);
    expect(reasons[0]?.sentence).toMatch(/dependencies.fastBurn: hold/);
  });

  it("does not soften what the service itself deserves", () => {
    const policy = policyOf({ gate: [{ then: "deny" }] });
    const slos = [
      judged({ consumed: 0.1, policy }),
      judged({ slo: { service: "payments" }, consumed: 1.3, policy }),
    ];
    const verdict = ask(snapshotOf(slos, { services }));
    expect(verdict.decision).toBe("deny");
    expect(isAllowed(verdict.decision)).toBe(false);
  });
});

describe("an optional dependency", () => {
  const optional = new Map([
    ["checkout", serviceOf("checkout", { dependsOn: [{ kind: "optional", service: "payments" }] })],
    ["payments", serviceOf("payments")],
  ]);
  const askOn = (ailing: JudgedSlo, asking: Asking = {}, policy = policyOf()) =>
    ask(
      snapshotOf([healthyOf("checkout"), ailing], {
        services: optional,
        policies: new Map([["default", policy]]),
      }),
      asking,
    );

  it("warns where a needed one would hold, and says why it does no more", () => {
    const verdict = askOn(burning);
    expect(verdict.decision).toBe("warn");
    expect(verdict.reasons[0]?.sentence).toBe(
      "checkout depends on payments (optional): 20 % of the 30d budget is spent; the fast burn alert fires; " +
        "dependencies.fastBurn: hold, but it is optional → warn",
    );
  });

  it("never holds, whatever the change and the policy", () => {
    for (const effect of dependencyEffects)
      for (const change of changeKinds)
        for (const ailing of [burning, frozen]) {
          const policy = policyOf({ dependencies: { fastBurn: effect, frozen: effect } });
          expect(isAllowed(askOn(ailing, { change }, policy).decision)).toBe(true);
        }
  });

  it("is not spoken of where the policy ignores it", () => {
    const policy = policyOf({ dependencies: { fastBurn: "ignore", frozen: "ignore" } });
    expect(askOn(burning, {}, policy).decision).toBe("allow");
  });
});

describe("a redundant group of dependencies", () => {
  const services = new Map([
    ["checkout", serviceOf("checkout", { dependsOn: [{ kind: "redundant", services: ["card", "paypal"] }] })],
    ["card", serviceOf("card")],
    ["paypal", serviceOf("paypal")],
  ]);
  const of = (service: string, said: Parameters<typeof judged>[0] = {}) =>
    judged({ ...said, slo: { service } });
  const askOn = (members: readonly JudgedSlo[], asking: Asking = {}) =>
    ask(snapshotOf([healthyOf("checkout"), ...members], { services }), asking);

  it("warns while one of its members is not held, and says when it would hold", () => {
    const verdict = askOn([of("card", { consumed: 0.2, fastBurn: true }), of("paypal", { consumed: 0.1 })]);
    expect(verdict.decision).toBe("warn");
    expect(verdict.reasons[0]).toMatchObject({ path: ["checkout", "card"] });
    expect(verdict.reasons[0]?.sentence).toBe(
      "checkout depends on any of card, paypal; card: 20 % of the 30d budget is spent; " +
        "the fast burn alert fires; dependencies.fastBurn: hold, once all of them do → warn",
    );
  });

  it("holds once all of its members do, with a reason for each", () => {
    const members = ["card", "paypal"].map((name) => of(name, { consumed: 0.2, fastBurn: true }));
    const verdict = askOn(members);
    expect(verdict.decision).toBe("needs_exception");
    expect(verdict.reasons.slice(0, 2).map(({ path }) => path)).toEqual([
      ["checkout", "card"],
      ["checkout", "paypal"],
    ]);
    expect(verdict.reasons[0]?.sentence).toMatch(/hold, and all of them do → needs_exception$/);
    expect(askOn(members, { change: "fix" }).decision).toBe("warn");
  });

  it("is not held by a member that the policy only warns of", () => {
    const members = [of("card", { consumed: 0.2, fastBurn: true }), of("paypal", { consumed: 1.2 })];
    expect(askOn(members).decision).toBe("warn");
  });

  it("is not held by a member that promises nothing: nobody knows that it ails", () => {
    expect(askOn([of("card", { consumed: 0.2, fastBurn: true })]).decision).toBe("warn");
  });

  it("judges groups asked for, such as a region", () => {
    const eastBurns = (service: string) =>
      judged({
        slo: { service, groupBy: ["region"] },
        groups: [
          { group: { region: "east" }, consumed: 0.2, fastBurn: true },
          { group: { region: "west" }, consumed: 0.1 },
        ],
      });
    const members = [eastBurns("card"), eastBurns("paypal")];
    expect(askOn(members, { group: { region: "east" } }).decision).toBe("needs_exception");
    expect(askOn(members, { group: { region: "west" } }).decision).not.toBe("needs_exception");
  });
});
