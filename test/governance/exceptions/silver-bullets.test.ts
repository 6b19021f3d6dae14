import { describe, expect, it } from "vitest";
import { endOfQuarter, quarterOf } from "../../../src/governance/exceptions/quarter.ts";
import { timestamp } from "../../../src/model/units.ts";
import { policyOf } from "../../support/snapshots.ts";
import { alice, olga, restricted, sam, Scene } from "./scene.ts";

const at = (iso: string) => timestamp(Date.parse(iso) / 1_000);
const bullet = { silverBullet: true };

/** Fires one at a change and cleans up after it. */
function spendOne(scene: Scene, sha: string): string {
  const id = scene.request(bullet);
  scene.post({ sha });
  scene.followUp(id, olga);
  return id;
}

describe("a silver bullet", () => {
  it("needs nobody's approval, and is for one change", () => {
    const scene = new Scene();
    const id = scene.request(bullet);
    expect(scene.state(id)).toBe("active");
    expect(scene.ask().allowed).toBe(true);
    expect(scene.approve(id, olga)).toBe("conflict");
    expect(scene.tryRequest({ ...bullet, maxUses: 2 })).toBe("invalid");
  });

  it("is one of k that the service has in a quarter", () => {
    const scene = new Scene();
    spendOne(scene, "a1");
    spendOne(scene, "a2");
    expect(scene.tryRequest(bullet)).toBe("no-silver-bullet");
  });

  it("opens a follow-up that blocks the next one until somebody else has seen it done", () => {
    const scene = new Scene();
    const id = scene.request(bullet);
    expect(scene.followUp(id, olga)).toBe("conflict");
    scene.post();
    expect(scene.tryRequest(bullet)).toBe("no-silver-bullet");
    expect(scene.followUp(id, alice)).toBe("own-request");
    scene.followUp(id, olga);
    expect(scene.followUp(id, olga)).toBe("conflict");
    expect(scene.tryRequest(bullet)).toMatchObject({ state: "active" });
  });

  it("is blocked by a follow-up of the quarter before as well", () => {
    const scene = new Scene();
    scene.request(bullet);
    scene.post();
    scene.wait("60d");
    expect(scene.tryRequest(bullet)).toBe("no-silver-bullet");
  });

  it("that was never fired is back, and leaves nothing to do", () => {
    const scene = new Scene();
    scene.withdraw(scene.request(bullet));
    scene.withdraw(scene.request(bullet));
    scene.withdraw(scene.request(bullet));
    expect(scene.tryRequest(bullet)).toMatchObject({ state: "active" });
    scene.wait("4d");
    expect(scene.tryRequest(bullet)).toMatchObject({ state: "active" });
  });

  it("of one service is none of another", () => {
    const scene = new Scene([restricted(), restricted({ slo: { service: "search" } })]);
    spendOne(scene, "a1");
    spendOne(scene, "a2");
    expect(scene.tryRequest({ ...bullet, service: "search" })).toMatchObject({ state: "active" });
  });

  it("is not carried over: a quarter has its own, and a bullet ends with its quarter", () => {
    const scene = new Scene();
    scene.now = at("2026-12-31T20:00:00Z");
    scene.find([restricted()]);
    spendOne(scene, "a1");
    const late = scene.request(bullet);
    // Berlin's new year is an hour before that of UTC.
    expect(scene.exception(late).request.expiry).toBe(at("2026-12-31T23:00:00Z"));
    expect(scene.tryRequest({ ...bullet, expiry: at("2027-01-01T12:00:00Z") })).toBe("invalid");
    scene.wait("3h");
    expect(scene.state(late)).toBe("expired");
    spendOne(scene, "b1");
    spendOne(scene, "b2");
    expect(scene.tryRequest(bullet)).toBe("no-silver-bullet");
  });

  it("that starts in the next quarter is counted there", () => {
    const scene = new Scene();
    spendOne(scene, "a1");
    spendOne(scene, "a2");
    const start = at("2027-01-04T08:00:00Z");
    expect(scene.tryRequest({ ...bullet, start })).toMatchObject({ state: "approved" });
  });

  it("opens nothing once a stricter policy grants none", () => {
    const scene = new Scene();
    const id = scene.request(bullet);
    scene.find([restricted({ policy: policyOf({ silverBullets: { perQuarter: 0 } }) })]);
    expect(scene.ask().allowed).toBe(false);
    expect(scene.obstacles(id)).toMatchObject([{ code: "no-silver-bullet" }]);
  });

  it("is not edited into something else, nor is a request edited into one", () => {
    const scene = new Scene();
    expect(scene.edit(scene.request(bullet), { risk: "x" })).toBe("conflict");
    const other = new Scene();
    expect(other.edit(other.request(), bullet)).toBe("conflict");
  });

  it("alone leaves something to follow up", () => {
    const scene = new Scene();
    expect(scene.followUp(scene.request(), sam)).toBe("conflict");
  });
});

describe("a calendar quarter", () => {
  it("is counted in the policy's time zone", () => {
    const edge = at("2026-09-30T22:30:00Z");
    expect(quarterOf(edge, "UTC")).toBe("2026-Q3");
    expect(quarterOf(edge, "Europe/Berlin")).toBe("2026-Q4");
  });

  it("ends at midnight there, across a change to summer time", () => {
    expect(endOfQuarter(at("2026-02-10T12:00:00Z"), "Europe/Berlin")).toBe(at("2026-03-31T22:00:00Z"));
    expect(endOfQuarter(at("2026-12-31T23:59:59Z"), "UTC")).toBe(at("2027-01-01T00:00:00Z"));
  });
});
