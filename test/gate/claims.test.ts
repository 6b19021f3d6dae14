import { describe, expect, it } from "vitest";
import { decide, isOpen } from "../../src/gate/decide.ts";
import type { Question } from "../../src/gate/question.ts";
import { deployedKey } from "../../src/governance/deployments/fold.ts";
import { emptyState } from "../../src/governance/state.ts";
import { changeKinds, type Policy } from "../../src/model/policy.ts";
import { doesBetter, kindsDoingBetter } from "../../src/model/treatment.ts";
import { earlier, judged, noon, policyOf, serviceOf, snapshotOf } from "../support/snapshots.ts";

const claims: Policy["claims"] = {
  security: { groups: ["sre"] },
  rollback: { proof: "previous-sha" },
  fix: { groups: ["owner"], proof: "previous-sha" },
};
const policy = policyOf({ claims });
const viewAt = (consumed: number, of: Policy = policy) =>
  snapshotOf([judged({ consumed, policy: of })], {
    policies: new Map([[of.name, of]]),
    services: new Map([["checkout", serviceOf("checkout", { owner: "team-shop" })]]),
  });
const restricted = viewAt(0.95);

const proven = {
  ...emptyState(),
  deployed: new Map([[deployedKey("checkout", "production", "4f2a91c"), earlier("20d")]]),
};
const sre = { subject: "sam@example.org", groups: ["sre"] };
const bot = { subject: "deploy-bot", groups: [] };

const asking = (changes: Partial<Question>): Question => ({
  subject: { kind: "service", service: "checkout", environment: "production" },
  ...{ change: "feature", group: {}, sha: "4f2a91c", asker: bot },
  ...changes,
});
const ask = (changes: Partial<Question>, { view = restricted, governance = proven } = {}) =>
  decide(asking(changes), view, governance, noon);

describe("a kind of change that must be claimed", () => {
  it("is claimed by somebody in one of its groups", () => {
    const verdict = ask({ change: "security", asker: sre });
    expect(verdict).toMatchObject({ decision: "allow", claim: { proven: true, judgedAs: "security" } });
    expect(verdict.reasons.map(({ kind }) => kind)).toEqual(["slo"]);
  });

  it("is judged as a feature where that was not proven, and says so", () => {
    const verdict = ask({ change: "security" });
    expect(verdict).toMatchObject({
      decision: "needs_exception",
      change: "security",
      claim: { proven: false, judgedAs: "feature" },
    });
    expect(verdict.reasons.map(({ ruleText }) => ruleText)).toContain(
      "restricted + feature → needs_exception",
    );
    expect(verdict.reasons.find(({ kind }) => kind === "claim")?.sentence).toBe(
      "policy default lets security be claimed by sre: deploy-bot is in no group; judged as feature",
    );
  });

  it("is claimed by nobody in a preview that nobody in particular asks for", () => {
    const { asker: _, ...nobody } = asking({ change: "security" });
    const verdict = decide(nobody, restricted, proven, noon);
    expect(verdict.claim?.sentence).toMatch(/nobody who is known asks$/);
  });

  it("is a rollback exactly when its sha ran there within 30 days", () => {
    expect(ask({ change: "rollback" })).toMatchObject({ allowed: true, claim: { proven: true } });
    const unproven = { allowed: false, claim: { proven: false } };
    expect(ask({ change: "rollback", sha: "5e3b1c0" })).toMatchObject(unproven);
    expect(ask({ change: "rollback" }, { governance: emptyState() })).toMatchObject(unproven);
    const { sha: _, ...unnamed } = asking({ change: "rollback" });
    expect(decide(unnamed, restricted, proven, noon)).toMatchObject(unproven);
  });

  it("needs every condition of its claim", () => {
    const owner = { subject: "olga@example.org", groups: ["team-shop"] };
    expect(ask({ change: "fix", asker: owner }).claim?.proven).toBe(true);
    expect(ask({ change: "fix", asker: sre }).claim?.proven).toBe(false);
    expect(ask({ change: "fix", asker: owner, sha: "5e3b1c0" }).claim?.proven).toBe(false);
  });

  it("gains nothing by a claim that does worse than a feature", () => {
    const chaos = policyOf({
      claims: { experiment: { groups: ["chaos"] } },
      gate: [{ change: ["experiment"], then: "deny" }, { then: "allow" }],
    });
    expect(ask({ change: "experiment" }, { view: viewAt(0.1, chaos) })).toMatchObject({
      decision: "deny",
      claim: { proven: false, judgedAs: "experiment" },
    });
  });

  it("is among what may go out now only for those who could claim it", () => {
    expect(ask({ change: "feature", asker: sre }).allowedNow).toContain("security");
    expect(ask({ change: "feature" }).allowedNow).not.toContain("security");
  });

  it("is asked for by the policy of every SLO, not only by the service's", () => {
    const lax = policyOf();
    const view = snapshotOf([judged({ consumed: 0.95, policy })], {
      policies: new Map([[lax.name, lax]]),
    });
    expect(ask({ change: "security" }, { view }).claim?.proven).toBe(false);
  });

  it("opens the gate exactly where its verdict allows", () => {
    for (const change of changeKinds)
      for (const asker of [sre, bot])
        for (const governance of [proven, emptyState()]) {
          const question = asking({ change, asker });
          expect(isOpen(question, restricted, governance, noon)).toBe(
            decide(question, restricted, governance, noon).allowed,
          );
        }
  });
});

describe("which kinds do better than a feature", () => {
  it("is computed from what the policy decides", () => {
    const plain = (gate: Policy["gate"], dependencies: Policy["dependencies"]) =>
      kindsDoingBetter(policyOf({ gate, dependencies }));
    const ignoring = { fastBurn: "ignore", frozen: "ignore" } as const;
    // Closed windows let repairs pass whatever the rules say.
    expect(plain([{ then: "allow" }], ignoring)).toEqual(["security", "rollback"]);
    expect(plain([{ state: ["frozen"], change: ["fix"], then: "warn" }], ignoring)).toContain("fix");
    expect(plain([{ environment: ["staging"], change: ["config"], then: "warn" }], ignoring)).toContain(
      "config",
    );
    expect(plain([{ then: "allow" }], { fastBurn: "hold", frozen: "warn" })).not.toContain("experiment");
    expect(plain([{ then: "allow" }], { fastBurn: "hold", frozen: "warn" })).toContain("config");
    expect(doesBetter("feature", policy)).toBe(false);
  });
});
