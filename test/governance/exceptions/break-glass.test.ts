import { describe, expect, it } from "vitest";
import { later, noon } from "../../support/snapshots.ts";
import { alice, dora, frozen, olga, person, sam, Scene } from "./scene.ts";

describe("breaking the glass", () => {
  it("opens the gate at once, for one change and four hours unless more is asked for", () => {
    const scene = new Scene([frozen()]);
    const id = scene.breakGlass();
    expect(scene.state(id)).toBe("active");
    expect(scene.exception(id).request).toMatchObject({ expiry: later("4h"), maxUses: 1 });
    expect(scene.ask().allowed).toBe(true);
  });

  it("needs a reason and no other word", () => {
    const scene = new Scene();
    expect(scene.tryBreakGlass({ reason: { category: "incident", text: " " } })).toBe("invalid");
    expect(scene.tryBreakGlass({ start: later("1h") })).toBe("invalid");
    expect(scene.tryBreakGlass({}, { ...alice, roles: ["viewer"] })).toBe("forbidden");
    expect(scene.tryBreakGlass({}, { ...alice, kind: "machine" })).toBe("forbidden");
  });

  it("stays open though a page rings: that is what it is for", () => {
    const scene = new Scene([frozen()]);
    scene.breakGlass();
    const page = {
      alertname: "ErrorBudgetBurn",
      tier: "fast",
      severity: "page",
      since: later("1h"),
      group: {},
    };
    scene.wait("2h").find([frozen({ firing: [page] })]);
    expect(scene.lead()).toEqual(["exception-in-force"]);
    expect(scene.ask().allowed).toBe(true);
  });

  it("is not edited: it is what it was", () => {
    const scene = new Scene();
    expect(scene.edit(scene.breakGlass(), { risk: "x" })).toBe("conflict");
  });

  it("is reviewed by two people, neither of them who broke it", () => {
    const scene = new Scene();
    const id = scene.breakGlass();
    expect(scene.exception(id).breakGlass?.reviewBy).toBe(later("24h", noon));
    expect(scene.review(id, alice)).toBe("own-request");
    expect(scene.review(id, olga)).toBe("active");
    expect(scene.review(id, olga)).toBe("conflict");
    expect(scene.review(id, sam)).toBe("active");
    expect(scene.review(id, dora)).toBe("conflict");
    expect(scene.exception(id).breakGlass?.reviews.map(({ by }) => by)).toEqual([olga.subject, sam.subject]);
  });

  it("is reviewed also when it is over, by people who decide", () => {
    const scene = new Scene();
    const id = scene.breakGlass();
    scene.wait("5h").lead();
    expect(scene.review(id, { ...olga, roles: ["viewer"] })).toBe("forbidden");
    expect(scene.review(id, { ...olga, kind: "machine" })).toBe("forbidden");
    expect(scene.review(id, olga)).toBe("expired");
  });

  it("is barred while a review of the service is overdue, until that is done", () => {
    const scene = new Scene();
    const id = scene.breakGlass();
    scene.review(id, olga);
    scene.wait("24h");
    expect(scene.tryBreakGlass()).toMatchObject({ state: "active" });
    scene.wait("1s");
    expect(scene.tryBreakGlass()).toBe("review-overdue");
    scene.review(id, sam);
    expect(scene.tryBreakGlass()).toMatchObject({ state: "active" });
  });

  it("of another service is not barred by it", () => {
    const scene = new Scene([frozen(), frozen({ slo: { service: "search" } })]);
    scene.breakGlass();
    scene.wait("25h");
    expect(scene.tryBreakGlass({ service: "search" })).toMatchObject({ state: "active" });
  });

  it("alone is reviewed", () => {
    const scene = new Scene();
    expect(scene.review(scene.request(), person("rita", "audit"))).toBe("conflict");
  });
});
