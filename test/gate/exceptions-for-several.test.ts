import { describe, expect, it } from "vitest";
import { decide } from "../../src/gate/decide.ts";
import { approved, dora, frozen, olga, restricted, sam, Scene } from "../governance/exceptions/scene.ts";
import { judged, policyOf, serviceOf } from "../support/snapshots.ts";

describe("a delivery of several services", () => {
  const delivery = [
    { kind: "github" as const, repository: "shop/all", environments: { prod: "production" } },
  ];
  const services = new Map(["checkout", "search"].map((name) => [name, serviceOf(name, { delivery })]));
  const slos = () => [restricted(), restricted({ slo: { service: "search" } })];
  const subject = { kind: "delivery", repository: "shop/all", environment: "prod" } as const;
  const question = { subject, change: "feature", group: {}, sha: "a1" } as const;

  it("needs an exception for each that is held", () => {
    const { scene, id } = approved({}, new Scene(slos(), { services }));
    const ask = () => decide(question, scene.snapshot, scene.governance, scene.now);
    expect(ask()).toMatchObject({ decision: "needs_exception", services: ["checkout", "search"] });
    expect(ask().exceptions).toBeUndefined();
    const other = scene.request({ service: "search" });
    scene.approve(other, olga);
    scene.approve(other, sam);
    expect(ask().exceptions?.map(({ exception, service }) => [exception, service])).toEqual([
      [id, "checkout"],
      [other, "search"],
    ]);
  });

  it("matches an exception for its repository", () => {
    const { scene } = approved(
      { change: { repository: "shop/all" } },
      new Scene([restricted(), judged({ consumed: 0.1, slo: { service: "search" } })], { services }),
    );
    expect(decide(question, scene.snapshot, scene.governance, scene.now).allowed).toBe(true);
  });

  it("spends no more than there is in all", () => {
    const twice = serviceOf("checkout", {
      environments: ["production", "staging"],
      delivery: [
        { kind: "github", repository: "shop/all", environments: { prod: "production" } },
        { kind: "gitlab", repository: "shop/all", environments: { prod: "staging" } },
      ],
    });
    const both = [restricted(), restricted({ slo: { environment: "staging" } })];
    const scene = new Scene(both, { services: new Map([["checkout", twice]]) });
    approved({ environments: ["production", "staging"] }, scene);
    const ask = () => decide(question, scene.snapshot, scene.governance, scene.now);
    expect(ask().allowed).toBe(false);
    approved({ environments: ["production", "staging"], maxUses: 2 }, scene);
    expect(ask().allowed).toBe(true);
  });
});

describe("a dependency that holds a service", () => {
  const policy = policyOf({ dependencies: { fastBurn: "hold", frozen: "hold" } });
  const services = new Map(
    [serviceOf("checkout", { dependsOn: ["payments"] }), serviceOf("payments")].map((each) => [
      each.name,
      each,
    ]),
  );

  it("is passed by an exception with the quorum of the dependency's state", () => {
    const slos = [judged({ consumed: 0.1, policy }), frozen({ slo: { service: "payments" }, policy })];
    const scene = new Scene(slos, { services });
    const id = scene.request();
    scene.approve(id, olga);
    scene.approve(id, sam);
    expect(scene.ask().allowed).toBe(false);
    scene.approve(id, dora);
    expect(scene.ask()).toMatchObject({ allowed: true, exceptions: [{ exception: id }] });
  });
});
