import { describe, expect, it } from "vitest";
import type { Loosening, LooseningKind } from "../../src/governance/loosening/promise.ts";
import type { GradedState } from "../../src/model/policy.ts";
import { dora, olga, sam, Scene } from "../governance/exceptions/scene.ts";
import { judged, later, policyOf, serviceOf } from "../support/snapshots.ts";

const healthy = () => judged({ consumed: 0.1 });

function loosen(
  scene: Scene,
  kinds: readonly LooseningKind[],
  state: GradedState,
  changes: Partial<Loosening> = {},
): void {
  const policy = policyOf();
  const before = {
    service: "checkout",
    environment: "production",
    objective: "99.9%",
    window: "2592000",
    rulesHash: "r",
    gate: true,
    policy: policy.name,
    policyHash: policy.hash,
  };
  const requirement = { state, seats: ["owner", "sre"], policy: policy.name, policyHash: policy.hash };
  const payload = {
    slo: "checkout.availability.production",
    kinds,
    before,
    state,
    policy,
    heldUntil: later("7d"),
    requirement,
    ...changes,
  };
  scene.append([{ at: scene.now, actor: "nines", kind: "promise-loosened", subject: "lo-1", payload }]);
}

describe("a promise made easier while it was not healthy", () => {
  it("is judged as it stood, under the policy of then", () => {
    const scene = new Scene([healthy()]);
    expect(scene.ask().decision).toBe("allow");
    loosen(scene, ["objective"], "restricted");
    const verdict = scene.ask();
    expect(verdict).toMatchObject({
      decision: "needs_exception",
      state: "restricted",
      reasons: [{ kind: "loosening", loosening: "lo-1", policy: "default", rule: 6 }, { kind: "slo" }],
    });
    expect(verdict.reasons[0]?.sentence).toBe(
      "its objective was lowered while it was restricted: it is judged as it stood until lo-1 is approved, or until 2026-11-29 12:00 UTC; rule 6: restricted + feature → needs_exception",
    );
  });

  it("holds no change that its former state let pass", () => {
    const scene = new Scene([healthy()]);
    loosen(scene, ["sli", "window"], "restricted");
    expect(scene.ask({ change: "fix" }).allowed).toBe(true);
    expect(scene.ask().allowedNow).toContain("fix");
    expect(scene.ask().allowedNow).not.toContain("feature");
  });

  it("counts though the SLO was deleted", () => {
    const scene = new Scene([], { services: new Map([["checkout", serviceOf("checkout")]]) });
    loosen(scene, ["deleted"], "frozen");
    expect(scene.ask()).toMatchObject({ decision: "needs_exception", state: "frozen" });
  });

  it("counts no longer once it is over, approved, or only announced", () => {
    const scene = new Scene([healthy()]);
    loosen(scene, ["objective"], "frozen");
    scene.append([
      { at: scene.now, actor: "x", kind: "loosening-ended", subject: "lo-1", payload: { why: "approved" } },
    ]);
    expect(scene.ask().decision).toBe("allow");
    const late = new Scene([healthy()]);
    loosen(late, ["objective"], "frozen");
    expect(late.wait("7d").ask().decision).toBe("allow");
  });

  it("of another environment is no affair of this one", () => {
    const scene = new Scene([healthy()]);
    loosen(scene, ["objective"], "frozen", {
      before: {
        service: "checkout",
        environment: "staging",
        objective: "99.9%",
        window: "2592000",
        rulesHash: "r",
        gate: true,
        policy: "default",
        policyHash: "abcd1234",
      },
    });
    expect(scene.ask().decision).toBe("allow");
  });

  it("is passed by an exception with the quorum of its former state", () => {
    const scene = new Scene([healthy()]);
    const id = scene.request();
    scene.approve(id, olga);
    expect(scene.state(id)).toBe("active");
    loosen(scene, ["objective"], "frozen");
    expect(scene.ask().allowed).toBe(false);
    expect(scene.lead()).toEqual(["exception-requirement-raised"]);
    expect(scene.approve(id, sam)).toBe("pending");
    expect(scene.approve(id, dora)).toBe("active");
    expect(scene.ask()).toMatchObject({ allowed: true, exceptions: [{ exception: id }] });
  });
});
