import { describe, expect, it } from "vitest";
import {
  changeKinds,
  decisions,
  isAllowed,
  states,
  type Cause,
  type ChangeKind,
  type Decision,
  type State,
} from "../../src/model/policy.ts";
import { earlier, judged, later, noon, policyOf, snapshotOf } from "../support/snapshots.ts";
import { ask, askOf } from "./ask.ts";

/** The example policy read by hand, apart from the code: what it says of each state, change and burn. */
function bySight(state: State, change: ChangeKind, fastBurn: boolean): [Decision, number] {
  if (change === "rollback" || change === "security") return ["allow", 1];
  if (state === "unknown") return ["warn", 2];
  if (state === "frozen") return change === "fix" ? ["warn", 3] : ["needs_exception", 4];
  if (fastBurn && (change === "feature" || change === "experiment")) return ["deny", 5];
  if (state === "restricted" && change === "feature") return ["needs_exception", 6];
  if (state === "caution") return ["warn", 7];
  return ["allow", 8];
}

const consumedIn: Readonly<Record<State, number>> = {
  healthy: 0.1,
  watch: 0.6,
  caution: 0.8,
  restricted: 0.912,
  frozen: 1.18,
  unknown: 0.1,
};
const dataCauses: readonly Cause[] = ["stale", "no-data", "rules-behind", "prometheus-unreachable"];

describe("the gate", () => {
  for (const state of states)
    for (const fastBurn of [false, true])
      it(`decides as the policy's lines say in state ${state}${fastBurn ? " under fast burn" : ""}, for every change`, () => {
        const slo = judged({
          consumed: consumedIn[state],
          state,
          fastBurn,
          ...(state === "unknown" && { cause: "stale" }),
        });
        for (const change of changeKinds) {
          const [decision, line] = bySight(state, change, fastBurn);
          const verdict = askOf([slo], { change });
          expect(verdict).toMatchObject({ decision, allowed: isAllowed(decision), state, change });
          expect(verdict.reasons).toMatchObject([
            { decision, rule: line, policy: "default", policyHash: "abcd1234" },
          ]);
          const passing = changeKinds.filter((kind) => isAllowed(bySight(state, kind, fastBurn)[0]));
          expect(verdict.allowedNow).toEqual(passing);
        }
      });

  for (const cause of dataCauses)
    for (const then of decisions)
      it(`answers ${then} to ${cause} when the policy says so, and names the cause`, () => {
        const policy = policyOf({ gate: [{ state: ["unknown"], then }] });
        const verdict = askOf([judged({ cause, policy })]);
        expect(verdict).toMatchObject({ decision: then, allowed: isAllowed(then), state: "unknown", cause });
        expect(verdict.reasons[0]).toMatchObject({ cause, rule: 1, ruleText: `unknown → ${then}` });
        expect(verdict.reasons[0]?.sentence).toContain(cause);
      });

  it("denies when no line matches", () => {
    const policy = policyOf({ gate: [{ state: ["frozen"], then: "warn" }] });
    const [reason] = askOf([judged({ consumed: 0.1, policy })]).reasons;
    expect(reason).toMatchObject({ decision: "deny", ruleText: "no rule matches → deny" });
    expect(reason?.rule).toBeUndefined();
  });

  it("lets the first matching line win", () => {
    const policy = policyOf({ gate: [{ then: "warn" }, { then: "deny" }] });
    expect(askOf([judged({ consumed: 0.1, policy })]).reasons[0]).toMatchObject({
      decision: "warn",
      rule: 1,
    });
  });

  it("lets the worst SLO decide, and gives every SLO's reason, worst first", () => {
    const verdict = askOf([
      judged({ slo: { name: "latency" }, consumed: 0.21 }),
      judged({ slo: { name: "availability" }, consumed: 0.912 }),
      judged({ slo: { name: "freshness" }, consumed: 0.8 }),
    ]);
    expect(verdict).toMatchObject({ decision: "needs_exception", state: "restricted" });
    expect(verdict.reasons.map(({ slo, decision }) => [slo, decision])).toEqual([
      ["checkout.availability.production", "needs_exception"],
      ["checkout.freshness.production", "warn"],
      ["checkout.latency.production", "allow"],
    ]);
  });

  it("judges each SLO by its own policy", () => {
    const strict = policyOf({ name: "strict", hash: "ffffffff", gate: [{ then: "deny" }] });
    const verdict = askOf([
      judged({ slo: { name: "availability" }, consumed: 0.1 }),
      judged({ slo: { name: "latency", policy: "strict" }, consumed: 0.1, policy: strict }),
    ]);
    expect(verdict.reasons.map(({ policy }) => policy)).toEqual(["strict", "default"]);
  });

  it("does not judge SLOs that are only shown", () => {
    const shown = judged({ slo: { name: "latency", gate: false }, consumed: 5 });
    const verdict = askOf([judged({ consumed: 0.1 }), shown]);
    expect(verdict).toMatchObject({ decision: "allow", state: "healthy" });
    expect(verdict.reasons).toHaveLength(1);
  });

  it("says nothing of a cause while the state is known", () => {
    const verdict = askOf([judged({ consumed: 1.2 }), judged({ slo: { name: "latency" }, cause: "stale" })]);
    expect(verdict.state).toBe("frozen");
    expect(verdict.cause).toBeUndefined();
  });
});

describe("a reason", () => {
  const reasonOf = (...said: Parameters<typeof judged>) => askOf([judged(...said)]).reasons[0]!;

  it("says what a person would say", () => {
    expect(reasonOf({ consumed: 0.912 }).sentence).toBe(
      "91.2 % of the 30d budget is spent; rule 6: restricted + feature → needs_exception",
    );
    expect(reasonOf({ consumed: 0.1, fastBurn: true }).sentence).toBe(
      "10 % of the 30d budget is spent; the fast burn alert fires; rule 5: fast burn + feature/experiment → deny",
    );
    expect(reasonOf({ consumed: 0.1 }).sentence).toBe(
      "10 % of the 30d budget is spent; rule 8: anything else → allow",
    );
  });

  it("says with what reservation a partial window is judged", () => {
    const reason = reasonOf({ consumed: 3, coverage: 0.2 });
    expect(reason).toMatchObject({ partial: true, consumed: 3 });
    expect(reason.sentence).toContain(
      "60 % of the 30d budget is spent (20 % of the window is seen, with 300 % consumed)",
    );
  });

  it("says why a state is unknown", () => {
    expect(reasonOf({ cause: "prometheus-unreachable" }).sentence).toBe(
      "its state is unknown (prometheus-unreachable): it is prometheus-unreachable; rule 2: unknown → warn",
    );
  });

  it("carries the numbers it rests on", () => {
    expect(reasonOf({ consumed: 0.912, burn: { "5m": 22, "1h": 15.2 }, age: "40s" })).toMatchObject({
      kind: "slo",
      slo: "checkout.availability.production",
      consumed: 0.912,
      burn: 15.2,
      dataAge: 40,
      fastBurn: false,
    });
  });

  it("grows older between two cycles", () => {
    const verdict = askOf([judged({ consumed: 0.1, age: "40s" })], { at: later("20s") });
    expect(verdict.reasons[0]?.dataAge).toBe(60);
  });

  it("is too old to be believed when no cycle came for longer than the policy believes data", () => {
    const slos = [judged({ consumed: 0.1, age: "40s" })];
    expect(askOf(slos, { at: later("9m") })).toMatchObject({ state: "healthy" });
    const { state, cause, reasons } = askOf(slos, { at: later("10m") });
    expect({ state, cause }).toEqual({ state: "unknown", cause: "stale" });
    expect(reasons[0]?.sentence).toContain("the newest data is too old to be believed");
    expect(reasons[0]?.ruleText).toContain("unknown");
  });
});

describe("a verdict's validity", () => {
  it("is two cycles from now", () => {
    expect(askOf([judged({ consumed: 0.1 })], { at: later("5s") })).toMatchObject({
      evaluatedAt: later("5s"),
      validUntil: later("65s"),
    });
  });

  it("ends with a grace that ends before", () => {
    const behind = judged({ consumed: 0.1 });
    const rules = { behind: true, behindSince: noon, graceUntil: later("20s") };
    const slo = { ...behind, assessment: { ...behind.assessment, rules } };
    expect(askOf([slo])).toMatchObject({ validUntil: later("20s") });
    expect(askOf([slo], { at: later("30s") })).toMatchObject({ validUntil: later("90s") });
  });

  it("counts the grace by Prometheus' clock, whatever nines' own says", () => {
    const behind = judged({ consumed: 0.1 });
    const rules = { behind: true, behindSince: earlier("1h"), graceUntil: earlier("59m40s") };
    const slo = { ...behind, assessment: { ...behind.assessment, observedAt: earlier("1h"), rules } };
    expect(askOf([slo])).toMatchObject({ validUntil: later("20s") });
  });
});

describe("the same question", () => {
  it("gets the same verdict from the same view at the same time", () => {
    const view = snapshotOf([judged({ consumed: 0.912, fastBurn: true })]);
    expect(ask(view)).toEqual(ask(view));
    expect(ask(view)).toEqual(askOf([judged({ consumed: 0.912, fastBurn: true })]));
  });
});
