import { describe, expect, it } from "vitest";
import { ratio } from "../../../src/model/units.ts";
import { judged, policyOf, serviceOf } from "../../support/snapshots.ts";
import { alice, approved, dora, finn, frozen, olga, person, restricted, sam, sara, Scene } from "./scene.ts";

const healthy = () => judged({ consumed: 0.1 });

describe("the quorum of an exception", () => {
  it("is that of the state: restricted asks for the owner and SRE", () => {
    const scene = new Scene();
    const id = scene.request();
    expect(scene.exception(id).requirement).toMatchObject({ state: "restricted", seats: ["owner", "sre"] });
    expect(scene.state(id)).toBe("pending");
    expect(scene.approve(id, olga)).toBe("pending");
    expect(scene.approve(id, sam)).toBe("active");
  });

  it("is that of the worst state among the SLOs concerned", () => {
    const scene = new Scene([restricted(), frozen({ slo: { name: "latency" } })]);
    expect(scene.exception(scene.request()).requirement).toMatchObject({
      state: "frozen",
      seats: ["owner", "sre", "director"],
    });
    const named = scene.request({ slos: ["checkout.availability.production"] });
    expect(scene.exception(named).requirement.state).toBe("restricted");
  });

  it("asks for every seat of every policy that judges them", () => {
    const strict = policyOf({ name: "strict", hash: "ffff", quorum: { restricted: ["finance", "sre"] } });
    const scene = new Scene([restricted(), restricted({ slo: { name: "latency" }, policy: strict })]);
    const id = scene.request();
    expect(scene.exception(id).requirement.seats.toSorted()).toEqual(["finance", "owner", "sre"]);
  });

  it("asks, where nothing is known, as a frozen budget does", () => {
    const scene = new Scene([judged({ cause: "stale" })]);
    expect(scene.exception(scene.request()).requirement.seats).toContain("director");
  });

  it("is one other person at the least, where the policy asks for nobody", () => {
    const scene = new Scene([healthy()]);
    const id = scene.request();
    expect(scene.exception(id).requirement.seats).toEqual(["any"]);
    expect(scene.approve(id, finn)).toBe("active");
  });

  it("counts a dependency that holds the service, as a state of its own", () => {
    const policy = policyOf({ dependencies: { fastBurn: "hold", frozen: "hold" } });
    const shop = serviceOf("checkout", { dependsOn: ["payments"] });
    const services = new Map([shop, serviceOf("payments")].map((each) => [each.name, each]));
    const slos = [judged({ consumed: 0.1, policy }), frozen({ slo: { service: "payments" }, policy })];
    const scene = new Scene(slos, { services });
    expect(scene.exception(scene.request()).requirement.state).toBe("frozen");
  });

  it("asks nobody about a dependency that holds nothing: optional, or one of a group that still has another", () => {
    const policy = policyOf({ dependencies: { fastBurn: "hold", frozen: "hold" } });
    const slos = [
      judged({ consumed: 0.8, policy }),
      frozen({ slo: { service: "payments" }, policy }),
      judged({ slo: { service: "paypal" }, consumed: 0.1, policy }),
    ];
    for (const dependency of [
      { kind: "optional", service: "payments" },
      { kind: "redundant", services: ["payments", "paypal"] },
    ] as const) {
      const shop = serviceOf("checkout", { dependsOn: [dependency] });
      const services = new Map(
        [shop, serviceOf("payments"), serviceOf("paypal")].map((each) => [each.name, each]),
      );
      const scene = new Scene(slos, { services });
      expect(scene.exception(scene.request()).requirement.state).toBe("caution");
    }
  });

  it("never takes the word of whoever asked", () => {
    const scene = new Scene();
    const id = scene.request();
    expect(scene.approve(id, alice)).toBe("own-request");
    expect(scene.deny(id, alice)).toBe("own-request");
  });

  it("gives one person one seat, whatever their groups", () => {
    const scene = new Scene();
    const id = scene.request();
    const both = person("bea", "team-shop", "sre");
    expect(scene.approve(id, both)).toBe("pending");
    expect(scene.approve(id, both)).toBe("not-in-quorum");
    expect(scene.exception(id).approvals).toHaveLength(1);
  });

  it("gives one seat to one person of a group: the second of the same group fills nothing", () => {
    const scene = new Scene();
    const id = scene.request();
    expect(scene.approve(id, sam)).toBe("pending");
    expect(scene.approve(id, sara)).toBe("not-in-quorum");
  });

  it("has no seat for somebody of another group", () => {
    const scene = new Scene();
    expect(scene.approve(scene.request(), finn)).toBe("not-in-quorum");
  });

  it("lets people who belong to several groups say which one they sit for", () => {
    const scene = new Scene();
    const id = scene.request();
    expect(scene.approve(id, person("bea", "team-shop", "sre"), { group: "sre" })).toBe("pending");
    expect(scene.exception(id).approvals).toMatchObject([{ group: "sre" }]);
    expect(scene.approve(id, person("ben", "sre"))).toBe("not-in-quorum");
  });

  it("is no affair of machines, nor of those who may only look", () => {
    const scene = new Scene();
    const id = scene.request();
    expect(scene.approve(id, { ...sam, kind: "machine" })).toBe("forbidden");
    expect(scene.approve(id, { ...sam, roles: ["viewer", "requester"] })).toBe("forbidden");
    expect(scene.tryRequest({}, { ...alice, kind: "machine" })).toBe("forbidden");
    expect(scene.tryRequest({}, { ...alice, services: ["search"] })).toBe("forbidden");
  });
});

describe("an approval", () => {
  it("is of what was read: an edit voids it, and what was not read again is not approved", () => {
    const { scene, id } = approved();
    const read = scene.exception(id).requestHash;
    expect(scene.edit(id, { risk: "Large" })).toBe("pending");
    expect(scene.exception(id).approvals).toEqual([]);
    expect(scene.approve(id, olga, { requestHash: read })).toBe("outdated");
    expect(scene.approve(id, olga)).toBe("pending");
  });

  it("is never edited to allow fewer changes than went out with it", () => {
    const { scene, id } = approved({ maxUses: 3 });
    scene.post({ sha: "a1" });
    scene.post({ sha: "a2" });
    expect(scene.edit(id, { maxUses: 1 })).toBe("invalid");
    expect(scene.state(id)).toBe("active");
    expect(scene.edit(id, { maxUses: 2 })).toBe("pending");
  });

  it("survives an edit that changes nothing", () => {
    const { scene, id } = approved();
    expect(scene.edit(id)).toBe("active");
    expect(scene.exception(id).approvals).toHaveLength(2);
  });

  it("comes too late once the request is withdrawn, denied or over", () => {
    const scene = new Scene();
    const [withdrawn, denied, late] = [scene.request(), scene.request(), scene.request()] as const;
    scene.withdraw(withdrawn);
    scene.deny(denied, sam);
    expect(scene.approve(withdrawn, olga)).toBe("conflict");
    expect(scene.approve(denied, olga)).toBe("conflict");
    scene.wait("3d");
    expect(scene.approve(late, olga)).toBe("conflict");
  });
});

describe("what is asked for", () => {
  const worse = [frozen()];

  it("rises when the budget worsens: pending again, with the approvals it has", () => {
    const { scene, id } = approved();
    scene.find(worse);
    expect(scene.ask().decision).toBe("needs_exception");
    expect(scene.lead()).toEqual(["exception-requirement-raised"]);
    expect(scene.state(id)).toBe("pending");
    expect(scene.approve(id, dora)).toBe("active");
    expect(scene.ask().allowed).toBe(true);
  });

  it("rises when the policy becomes stricter", () => {
    const { scene, id } = approved();
    const policy = policyOf({ hash: "new", quorum: { restricted: ["owner", "sre", "finance"] } });
    scene.find([restricted({ policy })]);
    scene.lead();
    expect(scene.state(id)).toBe("pending");
    expect(scene.approve(id, finn)).toBe("active");
  });

  it("is never lowered, neither by a better state nor by a looser policy", () => {
    const scene = new Scene(worse);
    const id = scene.request();
    scene.approve(id, olga);
    scene.find([restricted({ policy: policyOf({ quorum: { restricted: ["owner"] } }) })]);
    expect(scene.lead()).toEqual([]);
    expect(scene.state(id)).toBe("pending");
    expect(scene.exception(id).requirement.seats).toEqual(["owner", "sre", "director"]);
  });

  it("is more while nothing is known, but not for good", () => {
    const { scene, id } = approved();
    scene.lead();
    const asUnknown = policyOf({ gate: [{ then: "needs_exception" }] });
    scene.find([judged({ cause: "stale", policy: asUnknown })]);
    expect(scene.lead()).toEqual([]);
    expect(scene.obstacles(id)).toMatchObject([{ code: "approvals-missing" }]);
    expect(scene.ask().allowed).toBe(false);
    scene.find([restricted({ policy: asUnknown })]);
    expect(scene.ask().allowed).toBe(true);
  });

  it("is asked again of the new owners when the service changes hands", () => {
    const { scene, id } = approved();
    const moved = serviceOf("checkout", { owner: "team-new" });
    scene.find([restricted()], { services: new Map([["checkout", moved]]) });
    expect(scene.ask().allowed).toBe(false);
    scene.lead();
    expect(scene.state(id)).toBe("pending");
    expect(scene.approve(id, person("nora", "team-new"))).toBe("active");
  });

  it("rises at the approval itself when nobody has led since", () => {
    const scene = new Scene();
    const id = scene.request();
    scene.approve(id, olga);
    scene.find(worse);
    expect(scene.approve(id, sam)).toBe("pending");
    expect(scene.entries.map(({ kind }) => kind).slice(-2)).toEqual([
      "exception-requirement-raised",
      "exception-approved",
    ]);
  });

  it("gives those who are asked only now their own time to answer", () => {
    const { scene, id } = approved({}, new Scene());
    scene.wait("47h").find(worse).lead();
    expect(scene.state(id)).toBe("pending");
    scene.wait("23h");
    expect(scene.state(id)).toBe("pending");
  });
});

describe("a cap", () => {
  it("of the whole budget is no cap at all, of nothing is refused", () => {
    const scene = new Scene();
    expect(scene.exception(scene.request({ maxBudgetCost: 1 })).request.maxBudgetCost).toBe(ratio(1));
    expect(scene.tryRequest({ maxBudgetCost: 0 })).toBe("invalid");
  });
});
