import { describe, expect, it } from "vitest";
import { decide, isOpen } from "../../src/gate/decide.ts";
import { emptyState } from "../../src/governance/state.ts";
import { changeKinds, states } from "../../src/model/policy.ts";
import { approved } from "../governance/exceptions/scene.ts";
import { judged, noon, policyOf, serviceOf, snapshotOf } from "../support/snapshots.ts";

const subject = { kind: "service", service: "checkout", environment: "production" } as const;
const question = { subject, change: "feature", group: {} } as const;
const watching = policyOf({ enforcement: "dry_run" });
const policies = new Map([[watching.name, watching]]);

describe("a policy that only watches", () => {
  const view = snapshotOf([judged({ consumed: 0.95, policy: watching })], { policies });

  it("lets everything pass with a warning, and says what it would have been", () => {
    const verdict = decide(question, view, emptyState(), noon);
    expect(verdict).toMatchObject({
      ...{ decision: "warn", allowed: true, state: "restricted" },
      dryRun: { by: "policy", decision: "needs_exception" },
      reasons: [{ decision: "warn", dryRun: "needs_exception" }],
    });
    expect(verdict.reasons[0]?.sentence).toMatch(/its policy is a dry run, so it passes$/);
    expect(verdict.allowedNow).toEqual(changeKinds);
  });

  it("says nothing of it where it would have passed anyway", () => {
    const calm = snapshotOf([judged({ consumed: 0.1, policy: watching })], { policies });
    expect(decide(question, calm, emptyState(), noon).dryRun).toBeUndefined();
  });

  it("watches only its own SLOs: those of another policy still hold", () => {
    const strict = policyOf({ name: "strict" });
    const both = snapshotOf(
      [
        judged({ consumed: 0.95, policy: watching }),
        judged({ consumed: 0.95, policy: strict, slo: { name: "latency" } }),
      ],
      { policies },
    );
    expect(decide(question, both, emptyState(), noon)).toMatchObject({ allowed: false });
  });

  it("opens the gate exactly where its verdict allows, in every state and without SLOs", () => {
    const none = snapshotOf([], { policies, services: new Map([["checkout", serviceOf("checkout")]]) });
    const all = states.map((state) =>
      snapshotOf([judged({ consumed: 0.1, state, fastBurn: true, policy: watching })], { policies }),
    );
    for (const each of [none, ...all]) {
      expect(isOpen(question, each, emptyState(), noon)).toBe(true);
      expect(decide(question, each, emptyState(), noon).allowed).toBe(true);
    }
  });
});

describe("a question that is only asked to see", () => {
  it("passes whatever the verdict, which it tells, and spends no exception", () => {
    const { scene, id } = approved();
    const dry = scene.post({ sha: "a1", dryRun: true });
    expect(dry).toMatchObject({
      repeated: false,
      verdict: { allowed: true, dryRun: { by: "question", decision: "warn" } },
    });
    expect(scene.exception(id).uses).toEqual([]);
    const meant = scene.post({ sha: "a1" });
    expect(meant).toMatchObject({ repeated: false });
    expect(scene.exception(id).uses).toHaveLength(1);
    expect(scene.post({ sha: "a1", dryRun: true }).id).toBe(dry.id);
  });

  it("is told what a denial would have been", () => {
    const view = snapshotOf([judged({ consumed: 0.95 })]);
    expect(decide({ ...question, dryRun: true }, view, emptyState(), noon)).toMatchObject({
      ...{ decision: "warn", allowed: true },
      dryRun: { by: "question", decision: "needs_exception" },
    });
  });
});
