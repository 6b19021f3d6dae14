import { describe, expect, it } from "vitest";
import type { Group } from "../../support/snapshots.ts";
import { earlier, judged, later, serviceOf } from "../../support/snapshots.ts";
import { approved, frozen, restricted, Scene } from "./scene.ts";

const page = (since: string) => ({
  alertname: "ErrorBudgetBurn",
  tier: "fast",
  severity: "page",
  since: later(since),
  group: {},
});
const paging = (since: string): Group => ({ firing: [page(since)] });

describe("a budget cap", () => {
  it("revokes the exception once its SLOs have lost more than was granted", () => {
    const { scene, id } = approved({ maxBudgetCost: 0.02 });
    scene.lead();
    scene.wait("1h").find([restricted({ consumed: 0.97 })]);
    expect(scene.lead()).toEqual([]);
    expect(scene.ask().allowed).toBe(true);
    scene.find([restricted({ consumed: 0.98 })]);
    expect(scene.ask().allowed).toBe(false);
    expect(scene.lead()).toEqual(["exception-revoked"]);
    expect(scene.exception(id).ended).toMatchObject({ state: "revoked", by: "nines" });
    expect(scene.exception(id).ended?.reason).toMatch(/has cost 3 % of the budget/);
  });

  it("counts from when the exception came into force, not from the request", () => {
    const scene = new Scene([restricted({ consumed: 0.91 })]);
    const id = scene.request({ maxBudgetCost: 0.02 });
    scene.find([restricted({ consumed: 0.95 })]);
    approveAll(scene, id);
    expect(scene.ask().allowed).toBe(true);
  });

  it("counts from the start of one that was approved for later", () => {
    const { scene, id } = approved({ maxBudgetCost: 0.02, start: later("2h") });
    scene.wait("2h").find([restricted({ consumed: 0.98 })]);
    expect(scene.ask().allowed).toBe(true);
    expect(scene.lead()).toEqual(["exception-in-force"]);
    scene.find([restricted({ consumed: 0.995 })]);
    expect(scene.ask().allowed).toBe(true);
    scene.find([restricted({ consumed: 1.005, state: "restricted" })]);
    expect(scene.lead()).toEqual(["exception-revoked"]);
    expect(scene.state(id)).toBe("revoked");
  });

  it("revokes one that is used up as well: what its change costs shows afterwards", () => {
    const { scene, id } = approved({ maxBudgetCost: 0.02 });
    scene.post({ sha: "a1" });
    expect(scene.lead()).toEqual(["exception-in-force"]);
    scene.find([restricted({ consumed: 0.98 })]);
    expect(scene.ask({ sha: "a1" }).allowed).toBe(false);
    expect(scene.lead()).toEqual(["exception-revoked"]);
    expect(scene.state(id)).toBe("revoked");
  });

  it("begins anew with an edit: those who approve that know what is spent by then", () => {
    const { scene, id } = approved({ maxBudgetCost: 0.02 });
    scene.lead();
    scene.find([restricted({ consumed: 0.96 })]);
    scene.edit(id, { maxBudgetCost: 0.02, risk: "Larger" });
    approveAll(scene, id);
    expect(scene.lead()).toEqual(["exception-in-force"]);
    scene.find([restricted({ consumed: 0.975 })]);
    expect(scene.ask().allowed).toBe(true);
    scene.find([restricted({ consumed: 0.985 })]);
    expect(scene.ask().allowed).toBe(false);
  });

  it("is not taken for kept while the cost is not known", () => {
    const { scene, id } = approved({ maxBudgetCost: 0.02 });
    scene.lead();
    scene.find([judged({ cause: "stale", state: "unknown" })]);
    expect(scene.obstacles(id).map(({ code }) => code)).toContain("cost-unknown");
  });

  it("goes by the worst group", () => {
    const slo = { groupBy: ["region"] };
    const groups = (eu: number, us: number) => [
      { group: { region: "eu" }, consumed: eu },
      { group: { region: "us" }, consumed: us },
    ];
    const { scene } = approved(
      { maxBudgetCost: 0.02 },
      new Scene([judged({ slo, groups: groups(0.95, 0.1) })]),
    );
    scene.lead();
    scene.find([judged({ slo, groups: groups(0.95, 0.99) })]);
    expect(scene.lead()).toEqual(["exception-revoked"]);
  });
});

const approveAll = (scene: Scene, id: string): void => {
  for (const name of ["olga", "sam"] as const)
    scene.approve(id, {
      subject: `${name}@example.org`,
      kind: "person",
      roles: ["approver"],
      groups: [name === "olga" ? "team-shop" : "sre"],
      services: [],
      via: "test",
    });
};

describe("a new page", () => {
  it("revokes an exception that was in force when it began to ring", () => {
    const { scene, id } = approved();
    scene.lead();
    scene.wait("2h").find([restricted(paging("1h"))]);
    expect(scene.ask().allowed).toBe(false);
    expect(scene.ask({ sha: "a2" }).allowed).toBe(false);
    expect(scene.lead()).toEqual(["exception-revoked"]);
    expect(scene.exception(id).ended?.reason).toMatch(/pages since 2026-11-22 13:00 UTC/);
  });

  it("that rang before it was approved was known to those who approved", () => {
    const scene = new Scene([restricted({ firing: [{ ...page("1h"), since: earlier("1h") }] })]);
    const { id } = approved({}, scene);
    scene.lead();
    expect(scene.state(id)).toBe("active");
    expect(scene.ask().allowed).toBe(true);
  });

  it("that began between the approval and the start revokes it at its start, if it still rings", () => {
    const { scene, id } = approved({ start: later("3h") });
    scene.wait("2h").find([restricted(paging("1h"))]);
    expect(scene.lead()).toEqual([]);
    expect(scene.state(id)).toBe("approved");
    scene.wait("1h");
    expect(scene.ask().allowed).toBe(false);
    expect(scene.lead()).toEqual(["exception-in-force", "exception-revoked"]);
  });

  it("is a page: tickets revoke nothing", () => {
    const { scene } = approved();
    scene.wait("2h").find([restricted({ firing: [{ ...page("1h"), severity: "ticket" }] })]);
    expect(scene.ask().allowed).toBe(true);
  });

  it("of an SLO that the exception does not speak of leaves it alone", () => {
    const slos = (firing: Group) => [
      restricted(),
      judged({ consumed: 0.2, slo: { name: "latency" }, ...firing }),
    ];
    const { scene } = approved({ slos: ["checkout.availability.production"] }, new Scene(slos({})));
    scene.wait("2h").find(slos(paging("1h")));
    expect(scene.ask().allowed).toBe(true);
  });
});

describe("an exception of what was deleted", () => {
  it("is orphaned with its service: shown, and of no use", () => {
    const { scene, id } = approved();
    scene.find([], { services: new Map([["search", serviceOf("search")]]) });
    expect(scene.obstacles(id)[0]).toEqual({
      code: "orphaned",
      sentence: "orphaned: the service checkout was deleted",
    });
  });

  it("is orphaned with an SLO that it names", () => {
    const two = [restricted(), frozen({ slo: { name: "latency" } })];
    const scene = new Scene(two);
    const id = scene.request({ slos: ["checkout.latency.production"] });
    scene.find([restricted()]);
    expect(scene.obstacles(id)[0]?.sentence).toBe("orphaned: checkout.latency.production was deleted");
    expect(scene.lead()).toEqual([]);
    scene.find(two);
    expect(scene.obstacles(id).map(({ code }) => code)).toEqual(["approvals-missing"]);
  });

  it("is orphaned when the service leaves its environment", () => {
    const { scene, id } = approved();
    const moved = serviceOf("checkout", { environments: ["staging"] });
    scene.find([restricted()], { services: new Map([["checkout", moved]]) });
    expect(scene.obstacles(id)[0]?.sentence).toBe("orphaned: checkout is not in production any more");
  });
});
