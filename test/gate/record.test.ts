import { describe, expect, it } from "vitest";
import { decisionKeyText } from "../../src/governance/decisions/fold.ts";
import { approved, frozen, restricted, sam, Scene } from "../governance/exceptions/scene.ts";
import { judged } from "../support/snapshots.ts";

describe("a decision on record", () => {
  it("says what was asked and answered, and which uses it spent", () => {
    const { scene, id } = approved();
    const { id: decision } = scene.post({ sha: "a1" });
    expect(scene.entries.at(-1)).toMatchObject({
      kind: "gate-decision",
      subject: decision,
      payload: {
        key: { services: ["checkout"], environment: "production", change: "feature", sha: "a1" },
        decision: "warn",
        allowed: true,
        uses: [{ exception: id, service: "checkout", environment: "production", sha: "a1" }],
      },
    });
    expect(scene.exception(id).uses).toMatchObject([{ sha: "a1", decision }]);
  });

  it("is the same when the same change is asked again, whenever that is", () => {
    const { scene, id } = approved();
    const first = scene.post({ sha: "a1" });
    const again = scene.post({ sha: "a1" });
    expect(again).toMatchObject({ id: first.id, repeated: true });
    scene.wait("2d");
    expect(scene.post({ sha: "a1" })).toMatchObject({ id: first.id, repeated: true });
    expect(scene.exception(id).uses).toHaveLength(1);
    expect(scene.ask({ sha: "a1" }).exceptions?.[0]).toMatchObject({ recorded: true, usesLeft: 0 });
  });

  it("is the same for the same change under another kind: a use is of the change", () => {
    const { scene, id } = approved({}, new Scene([frozen()]));
    scene.approve(id, { ...sam, subject: "dora@example.org", groups: ["director"] });
    const first = scene.post({ sha: "a1" });
    expect(scene.post({ sha: "a1", change: "config" })).toMatchObject({ id: first.id, repeated: true });
  });

  it("is the same again when a second exception had to be added to the first", () => {
    const latency = { slo: { name: "latency" } };
    const slos = (spent: number) => [restricted(), judged({ consumed: spent, ...latency })];
    const { scene } = approved({ slos: ["checkout.availability.production"] }, new Scene(slos(0.1)));
    const first = scene.post({ sha: "a1" });
    scene.find(slos(0.95));
    approved({ slos: ["checkout.latency.production"] }, scene);
    const second = scene.post({ sha: "a1" });
    expect(second).toMatchObject({ repeated: false, verdict: { allowed: true } });
    expect(second.id).not.toBe(first.id);
    expect(scene.post({ sha: "a1" })).toMatchObject({ id: second.id, repeated: true });
  });

  it("of another change is another use, and there are no more than were granted", () => {
    const { scene, id } = approved({ maxUses: 2 });
    expect(scene.post({ sha: "a1" }).verdict.allowed).toBe(true);
    expect(scene.post({ sha: "a2" }).verdict.allowed).toBe(true);
    const refused = scene.post({ sha: "a3" });
    expect(refused.verdict).toMatchObject({ decision: "needs_exception", allowed: false });
    expect(refused.verdict.reasons.at(-1)?.sentence).toMatch(/all 2 uses are spent/);
    expect(scene.exception(id).uses.map(({ sha }) => sha)).toEqual(["a1", "a2"]);
  });

  it("of the same change to another environment is another use", () => {
    const slos = [restricted(), restricted({ slo: { environment: "staging" } })];
    const scene = new Scene(slos);
    const checkout = scene.snapshot.services.get("checkout");
    if (checkout === undefined) throw new Error("no service");
    const both = { ...checkout, environments: ["production", "staging"] };
    scene.find(slos, { services: new Map([["checkout", both]]) });
    const { id } = approved({ environments: ["production", "staging"] }, scene);
    scene.post({ environment: "staging" });
    expect(scene.post({ environment: "production" }).verdict.allowed).toBe(false);
    expect(scene.exception(id).uses).toHaveLength(1);
  });

  it("is not made by looking: GET spends nothing", () => {
    const { scene, id } = approved();
    for (const sha of ["a1", "a2", "a3"]) expect(scene.ask({ sha }).allowed).toBe(true);
    expect(scene.exception(id).uses).toEqual([]);
  });

  it("holds without exceptions until its time is over, then it is another", () => {
    const scene = new Scene([judged({ consumed: 0.1 })]);
    const first = scene.post();
    scene.wait("59s");
    expect(scene.post()).toMatchObject({ id: first.id, repeated: true });
    scene.wait("1s");
    expect(scene.post()).toMatchObject({ repeated: false });
    expect(scene.entries).toHaveLength(2);
  });

  it("is another as soon as the answer is another: a revoked exception is not outlived by its decision", () => {
    const { scene, id } = approved();
    const first = scene.post({ sha: "a1" });
    scene.revoke(id, sam);
    const second = scene.post({ sha: "a1" });
    expect(second).toMatchObject({ repeated: false, verdict: { allowed: false } });
    expect(second.id).not.toBe(first.id);
  });

  it("that spent nothing is not taken for one that does", () => {
    const scene = new Scene([judged({ consumed: 0.8 })]);
    const { id } = approved({}, scene);
    const warned = scene.post();
    scene.find([restricted()]).lead();
    scene.approve(id, sam);
    const opened = scene.post();
    expect([warned.verdict.decision, opened.verdict.decision]).toEqual(["warn", "warn"]);
    expect(opened).toMatchObject({ repeated: false });
    expect(scene.exception(id).uses).toHaveLength(1);
  });

  it("is kept at hand for a day", () => {
    const scene = new Scene([judged({ consumed: 0.1 })]);
    scene.post({ sha: "a1" });
    scene.wait("23h").post({ sha: "a2" });
    expect(scene.governance.decisions.size).toBe(2);
    scene.wait("1h").post({ sha: "a3" });
    expect([...scene.governance.decisions.values()].map(({ key }) => key.sha)).toEqual(["a2", "a3"]);
  });

  it("has the same key however its fields are ordered", () => {
    const key = { services: ["a"], environment: "production", change: "fix" } as const;
    const turned = { change: "fix", environment: "production", services: ["a"] } as const;
    expect(decisionKeyText(key)).toBe(decisionKeyText(turned));
  });
});
