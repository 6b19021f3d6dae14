import { describe, expect, it } from "vitest";
import { later, noon, policyOf } from "../../support/snapshots.ts";
import { duration } from "../../support/slos.ts";
import { approved, dora, finn, olga, restricted, sam, Scene } from "./scene.ts";

describe("a request that nobody answers", () => {
  it("is reminded of at half time, escalated at its end, and denied at twice that: silence is no consent", () => {
    const scene = new Scene();
    const id = scene.request();
    expect(scene.wait("11h").lead()).toEqual([]);
    expect(scene.wait("1h").lead()).toEqual(["exception-reminded"]);
    expect(scene.wait("11h").lead()).toEqual([]);
    expect(scene.wait("1h").lead()).toEqual(["exception-escalated"]);
    expect(scene.state(id)).toBe("escalated");
    expect(scene.wait("23h").lead()).toEqual([]);
    expect(scene.wait("1h").lead()).toEqual(["exception-denied"]);
    expect(scene.state(id)).toBe("denied");
    expect(scene.exception(id).ended?.reason).toMatch(/silence is no consent/);
    expect(scene.lead()).toEqual([]);
  });

  it("is denied at its expiry when that comes first", () => {
    const scene = new Scene();
    const id = scene.request({ expiry: later("2h") });
    scene.wait("2h");
    expect(scene.state(id)).toBe("denied");
    expect(scene.lead()).toEqual(["exception-denied"]);
  });

  it("is denied in time whether or not anybody leads", () => {
    const scene = new Scene();
    const id = scene.request();
    scene.wait("48h");
    expect(scene.state(id)).toBe("denied");
    expect(scene.approve(id, olga)).toBe("conflict");
    expect(scene.ask().allowed).toBe(false);
  });

  it("waits anew after an edit", () => {
    const scene = new Scene();
    const id = scene.request();
    scene.wait("20h").lead();
    scene.edit(id, { risk: "Larger" });
    scene.wait("20h");
    expect(scene.state(id)).toBe("pending");
    expect(scene.lead()).toEqual(["exception-reminded"]);
  });

  it("keeps to the time that whoever asked was told, whatever the policy says later", () => {
    const scene = new Scene();
    const id = scene.request();
    const hasty = policyOf({
      exceptions: { maxLength: duration("3d"), answerWithin: duration("1h"), escalateTo: [] },
    });
    scene.wait("12h").find([restricted({ policy: hasty })]);
    expect(scene.state(id)).toBe("pending");
  });
});

describe("a stand-in", () => {
  it("has no seat before the escalation", () => {
    const scene = new Scene();
    expect(scene.approve(scene.request(), dora)).toBe("not-in-quorum");
  });

  it("fills any missing seat after it, one seat for one person", () => {
    const scene = new Scene();
    const id = scene.request();
    scene.wait("24h");
    expect(scene.approve(id, dora)).toBe("escalated");
    expect(scene.approve(id, dora)).toBe("not-in-quorum");
    expect(scene.approve(id, olga)).toBe("active");
    expect(scene.exception(id).approvals[0]).toMatchObject({ group: "director", standIn: true });
    expect(scene.entries.map(({ kind }) => kind)).toContain("exception-escalated");
  });

  it("takes a named seat of their own group rather than standing in", () => {
    const scene = new Scene([restricted({ consumed: 1.2 })]);
    const id = scene.request();
    scene.wait("24h");
    scene.approve(id, dora);
    expect(scene.exception(id).approvals[0]).toMatchObject({ standIn: false });
  });

  it("does not count any more once the policy does not let that group stand in", () => {
    const scene = new Scene();
    const id = scene.request();
    scene.wait("24h");
    scene.approve(id, dora);
    scene.approve(id, olga);
    expect(scene.ask().allowed).toBe(true);
    const exceptions = { maxLength: duration("3d"), answerWithin: duration("1d"), escalateTo: ["finance"] };
    scene.find([restricted({ policy: policyOf({ exceptions }) })]);
    expect(scene.ask().allowed).toBe(false);
    expect(scene.obstacles(id)).toMatchObject([{ code: "approvals-missing" }]);
  });

  it("is nobody else", () => {
    const scene = new Scene();
    const id = scene.request();
    scene.wait("24h");
    expect(scene.approve(id, finn)).toBe("not-in-quorum");
  });
});

describe("an approved exception", () => {
  it("comes into force at its start and ends at its expiry, by the clock alone", () => {
    const { scene, id } = approved({ start: later("2h"), expiry: later("4h") });
    expect(scene.state(id)).toBe("approved");
    expect(scene.ask().allowed).toBe(false);
    scene.wait("2h");
    expect(scene.state(id)).toBe("active");
    expect(scene.ask().allowed).toBe(true);
    scene.wait("2h");
    expect(scene.state(id)).toBe("expired");
    expect(scene.ask().allowed).toBe(false);
    expect(scene.lead()).toEqual(["exception-expired"]);
    expect(scene.lead()).toEqual([]);
  });

  it("is seen in force once, with what its SLOs had spent", () => {
    const { scene, id } = approved();
    expect(scene.lead()).toEqual(["exception-in-force"]);
    expect(scene.lead()).toEqual([]);
    expect(scene.exception(id)).toMatchObject({
      inForceAt: noon,
      spentAt: { "checkout.availability.production": 0.95 },
    });
  });

  it("that is used up stays consumed when its time is over", () => {
    const { scene, id } = approved();
    scene.post();
    expect(scene.state(id)).toBe("consumed");
    scene.wait("3d").lead();
    expect(scene.exception(id).ended?.state).toBe("expired");
    expect(scene.state(id)).toBe("consumed");
  });
});

describe("taking back", () => {
  it("is for whoever asked; a silver bullet or not, nobody else withdraws it", () => {
    const { scene, id } = approved();
    expect(scene.withdraw(id, olga)).toBe("forbidden");
    expect(scene.withdraw(id)).toBe("withdrawn");
    expect(scene.withdraw(id)).toBe("conflict");
    expect(scene.ask().allowed).toBe(false);
  });

  it("of an approval is revoking: at once, and for changes it was used on as well", () => {
    const { scene, id } = approved();
    scene.post({ sha: "a1" });
    expect(scene.ask({ sha: "a1" }).allowed).toBe(true);
    expect(scene.revoke(id, sam)).toBe("revoked");
    expect(scene.ask({ sha: "a1" }).allowed).toBe(false);
  });

  it("is for those who could have approved it", () => {
    const { scene, id } = approved();
    expect(scene.revoke(id, finn)).toBe("not-in-quorum");
    expect(scene.revoke(id, { ...finn, roles: ["admin"] })).toBe("revoked");
  });

  it("of what is not approved yet is denying, and the other way round", () => {
    const scene = new Scene();
    const id = scene.request();
    expect(scene.revoke(id, sam)).toBe("conflict");
    expect(scene.deny(id, finn)).toBe("not-in-quorum");
    scene.approve(id, olga);
    scene.approve(id, sam);
    expect(scene.deny(id, sam)).toBe("conflict");
  });

  it("of what nobody knows is not found", () => {
    expect(new Scene().tryRequest({ service: "nobody" })).toBe("invalid");
  });
});
