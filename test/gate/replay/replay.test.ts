import { describe, expect, it } from "vitest";
import { decide } from "../../../src/gate/decide.ts";
import type { Question } from "../../../src/gate/question.ts";
import { differencesOf } from "../../../src/gate/replay/differences.ts";
import { type GateInputs, inputsOf } from "../../../src/gate/replay/inputs.ts";
import { replay } from "../../../src/gate/replay/replay.ts";
import { deployedKey } from "../../../src/governance/deployments/fold.ts";
import { canonical } from "../../../src/governance/chain.ts";
import { emptyState, type GovernanceState } from "../../../src/governance/state.ts";
import { changeKinds, states } from "../../../src/model/policy.ts";
import type { GateView } from "../../../src/gate/view.ts";
import { approved, restricted } from "../../governance/exceptions/scene.ts";
import { earlier, judged, later, noon, policyOf, serviceOf, snapshotOf } from "../../support/snapshots.ts";

const subject = { kind: "service", service: "checkout", environment: "production" } as const;
const asking: Question = { subject, change: "feature", group: {} };

/** As the journal holds it. */
const stored = (inputs: GateInputs) => JSON.parse(canonical(inputs)) as GateInputs;
const basisOf = (question: Question, view: GateView, governance = emptyState(), at = noon) => ({
  verdict: decide(question, view, governance, at),
  inputs: stored(inputsOf(question, view, governance, at)),
});
const replayed = (question: Question, view: GateView, governance?: GovernanceState, at = noon) => {
  const { verdict, inputs } = basisOf(question, view, governance, at);
  return replay(verdict, inputs);
};

const claiming = policyOf({ claims: { rollback: { proof: "previous-sha" } } });
const services = ["leaning", "lonely", ...states].map((name) =>
  serviceOf(name, {
    dependsOn: name === "leaning" ? ["frozen", "healthy"] : [],
    delivery: [{ kind: "github", repository: `shop/${name}`, environments: { eu: "production" } }],
  }),
);
const world = snapshotOf(
  [...states, "leaning" as const].map((service) =>
    judged({
      consumed: 0.6,
      coverage: 0.7,
      ...(service !== "leaning" && { state: service }),
      fastBurn: service === "watch",
      burn: { "1h": 3 },
      slo: { service },
      policy: claiming,
    }),
  ),
  {
    services: new Map(services.map((service) => [service.name, service])),
    policies: new Map([[claiming.name, claiming]]),
  },
);

describe("a decision that is replayed", () => {
  it.each([...services.map(({ name }) => name), "nobody"])("is the same to the letter, of %s", (service) => {
    for (const change of changeKinds)
      for (const environment of ["production", "nowhere"])
        for (const at of [noon, later("10m")]) {
          const question = { ...asking, subject: { ...subject, service, environment }, change };
          expect(replayed(question, world, emptyState(), at)).toMatchObject({ identical: true });
        }
  });

  it("is the same when it was asked by repository, known or not", () => {
    for (const repository of ["shop/leaning", "shop/none"])
      for (const environment of ["eu", "us"]) {
        const question = { ...asking, subject: { kind: "delivery", repository, environment } as const };
        expect(replayed(question, world)).toMatchObject({ identical: true });
      }
  });

  it("keeps a policy once, however many SLOs were judged by copies of it", () => {
    const question = { ...asking, subject: { ...subject, service: "leaning" } };
    const copies = world.slos.map((slo) => ({ ...slo, policy: { ...slo.policy } }));
    const policies = new Map([[claiming.name, claiming]]);
    const { inputs } = basisOf(question, snapshotOf(copies, { services: world.services, policies }));
    expect(inputs.policies.map(({ name }) => name)).toEqual([claiming.name]);
    expect(inputs.slos.length).toBeGreaterThan(1);
  });

  it("is the same although the deployment that proved it is forgotten", () => {
    const governance = emptyState();
    governance.deployed.set(deployedKey("watch", "production", "4f2a91c"), earlier("29d"));
    const question = {
      ...asking,
      subject: { ...subject, service: "watch" },
      change: "rollback",
      sha: "4f2a91c",
    } as const;
    expect(replayed(question, world, governance)).toMatchObject({
      identical: true,
      verdict: { claim: { proven: true } },
    });
  });

  it("says what nines decides otherwise than it did", () => {
    const { verdict, inputs } = basisOf(asking, snapshotOf([restricted()]));
    const altered = { ...verdict, decision: "allow" } as const;
    expect(replay(altered, inputs)).toMatchObject({
      identical: false,
      differences: [{ what: "decision", subject: "gate", before: "allow", after: "needs_exception" }],
    });
  });
});

describe("what has changed since a decision", () => {
  const before = basisOf(asking, snapshotOf([judged({ consumed: 0.8 })]));
  const since = (view: GateView, governance?: GovernanceState) =>
    differencesOf(before, basisOf(asking, view, governance, later("30s")));

  it("is nothing while nothing has", () => {
    expect(since(snapshotOf([judged({ consumed: 0.8 })]))).toEqual([]);
  });

  it("is the decision, and the state and the numbers behind it", () => {
    expect(since(snapshotOf([judged({ consumed: 0.95, fastBurn: true })]))).toEqual([
      { what: "decision", subject: "gate", before: "warn", after: "deny" },
      { what: "state", subject: "checkout.availability.production", before: "caution", after: "restricted" },
      {
        what: "budget",
        subject: "checkout.availability.production",
        before: "80 % spent",
        after: "95 % spent",
      },
      { what: "fast-burn", subject: "checkout.availability.production", before: "quiet", after: "fires" },
    ]);
  });

  it("is a policy by its hash, and an SLO that came or went", () => {
    const other = policyOf({ hash: "00000000" });
    const view = snapshotOf([judged({ consumed: 0.1, slo: { name: "latency" }, policy: other })], {
      policies: new Map([[other.name, other]]),
    });
    expect(since(view)).toEqual(
      expect.arrayContaining([
        { what: "policy", subject: "default", before: "abcd1234", after: "00000000" },
        { what: "slo", subject: "checkout.availability.production", before: "promised" },
        { what: "slo", subject: "checkout.latency.production", after: "promised" },
      ]),
    );
  });

  it("is an exception that was asked for since", () => {
    const { scene, id } = approved();
    const found = since(scene.snapshot, scene.governance).filter(({ what }) => what === "exception");
    expect(found).toMatchObject([
      { subject: id, after: expect.stringMatching(/^open, 2 approvals, 0 of 1 uses/) as string },
    ]);
  });
});
