import { describe, expect, it } from "vitest";
import { decide, isOpen } from "../../src/gate/decide.ts";
import { changeKinds } from "../../src/model/policy.ts";
import {
  alice,
  approved,
  dora,
  frozen,
  olga,
  restricted,
  sam,
  Scene,
} from "../governance/exceptions/scene.ts";
import { later, policyOf } from "../support/snapshots.ts";

const sentences = (scene: Scene, asking: Parameters<Scene["ask"]>[0] = {}) =>
  scene.ask(asking).reasons.flatMap(({ kind, sentence }) => (kind === "exception" ? [sentence] : []));

describe("an active exception at the gate", () => {
  it("lets a change pass that would need one, and says by whose leave", () => {
    const { scene, id } = approved();
    const verdict = scene.ask({ sha: "a1" });
    expect(verdict).toMatchObject({
      decision: "warn",
      allowed: true,
      state: "restricted",
      exceptions: [
        {
          exception: id,
          service: "checkout",
          environment: "production",
          sha: "a1",
          recorded: false,
          usesLeft: 0,
          expiry: later("72h"),
          breakGlass: false,
          approvals: [
            { by: olga.subject, group: "team-shop" },
            { by: sam.subject, group: "sre" },
          ],
        },
      ],
    });
    expect(verdict.reasons.map(({ kind, decision, exception }) => [kind, decision, exception])).toEqual([
      ["slo", "warn", id],
      ["exception", "warn", id],
    ]);
    expect(verdict.reasons[0]?.sentence).toBe(
      `95 % of the 30d budget is spent; rule 6: restricted + feature → needs_exception; ${id} lets it pass`,
    );
    expect(sentences(scene)).toEqual([
      `exception ${id} of alice@example.org, approved by olga@example.org (team-shop) and sam@example.org (sre): it takes one use, 0 uses left until 2026-11-25 12:00 UTC`,
    ]);
  });

  it("is not named when the change would pass without it", () => {
    const { scene } = approved();
    expect(scene.ask({ change: "fix" })).toMatchObject({ decision: "allow", reasons: [{ kind: "slo" }] });
    expect(scene.ask({ change: "fix" }).exceptions).toBeUndefined();
  });

  it("does not open what is denied", () => {
    const { scene, id } = approved({}, new Scene([restricted({ fastBurn: true, firing: [] })]));
    expect(scene.ask()).toMatchObject({ decision: "deny", allowed: false });
    expect(sentences(scene)).toEqual([
      `exception ${id} does not let it pass: an exception does not open what is denied`,
    ]);
  });

  it("opens nothing without a name for the change: a use is of one change", () => {
    const { scene, id } = approved();
    const subject = { kind: "service", service: "checkout", environment: "production" } as const;
    const question = { subject, change: "feature", group: {} } as const;
    const { snapshot, governance, now } = scene;
    const verdict = decide(question, snapshot, governance, now);
    expect(verdict.decision).toBe("needs_exception");
    expect(verdict.reasons.at(-1)?.sentence).toBe(
      `exception ${id} does not let it pass: the question does not say which change it is about: name it with sha`,
    );
    expect(isOpen(question, snapshot, governance, now)).toBe(false);
  });

  it("is for the change, the kinds, the environments and the repository that it names", () => {
    const bySha = approved({ change: { sha: "a1" } }).scene;
    expect(bySha.ask({ sha: "a1" }).allowed).toBe(true);
    expect(bySha.ask({ sha: "a2" }).allowed).toBe(false);
    expect(sentences(bySha, { sha: "a2" })[0]).toMatch(/it is for a1 alone/);
    const byKind = approved({ change: { kinds: ["experiment"] } }).scene;
    expect(byKind.ask().allowed).toBe(false);
    expect(sentences(byKind)).toEqual([]);
    const byRepository = approved({ change: { repository: "shop/checkout" } }).scene;
    expect(byRepository.ask().allowed).toBe(false);
    expect(sentences(byRepository)[0]).toMatch(/it is for what shop\/checkout delivers: ask by repository/);
  });

  it("covers the SLOs that it names and no others", () => {
    const slos = [restricted(), restricted({ slo: { name: "latency" } })];
    const { scene, id } = approved({ slos: ["checkout.latency.production"] }, new Scene(slos));
    expect(scene.ask().decision).toBe("needs_exception");
    expect(sentences(scene)[0]).toMatch(/it is not for checkout.availability.production/);
    const other = scene.request({ slos: ["checkout.availability.production"] });
    scene.approve(other, olga);
    scene.approve(other, sam);
    expect(
      scene
        .ask()
        .exceptions?.map(({ exception }) => exception)
        .toSorted(),
    ).toEqual([id, other]);
  });

  it("ends the verdict's validity at its expiry, and a later start does as well", () => {
    const { scene } = approved({ expiry: later("30s") });
    expect(scene.ask().validUntil).toBe(later("30s"));
    const { scene: early } = approved({ start: later("20s") });
    expect(early.ask().validUntil).toBe(later("20s"));
    expect(sentences(early)[0]).toMatch(/it comes into force at/);
  });

  it("says beforehand which other kinds of change it would let pass", () => {
    const { scene } = approved({}, new Scene([frozen()]));
    expect(scene.ask().allowedNow).not.toContain("feature");
    const id = [...scene.governance.exceptions.keys()][0] ?? "";
    scene.approve(id, dora);
    expect(scene.ask().allowedNow).toEqual(changeKinds);
  });
});

describe("the broken glass at the gate", () => {
  it("opens what is denied, too", () => {
    const scene = new Scene([restricted({ fastBurn: true })]);
    const id = scene.breakGlass();
    const verdict = scene.ask();
    expect(verdict).toMatchObject({ decision: "warn", exceptions: [{ exception: id, breakGlass: true }] });
    expect(sentences(scene)[0]).toBe(
      `alice@example.org broke the glass with ${id}, to be reviewed by 2026-11-23 12:00 UTC: it takes one use, 0 uses left until 2026-11-22 16:00 UTC`,
    );
  });

  it("is used only where nothing that was approved will do", () => {
    const { scene, id } = approved();
    scene.breakGlass();
    expect(scene.ask().exceptions?.map(({ exception }) => exception)).toEqual([id]);
  });

  it("does not open a service that nobody registered", () => {
    const scene = new Scene();
    scene.breakGlass();
    const subject = { kind: "service", service: "nobody", environment: "production" } as const;
    const question = { subject, change: "feature", group: {}, sha: "a1" } as const;
    expect(decide(question, scene.snapshot, scene.governance, scene.now).allowed).toBe(false);
  });
});

describe("an exception that does not help", () => {
  it("says at the gate what it waits for", () => {
    const scene = new Scene();
    const id = scene.request();
    scene.approve(id, sam);
    expect(sentences(scene)).toEqual([
      `exception ${id} does not let it pass: it waits for the approval of owner (team-shop)`,
    ]);
    expect(scene.ask().decision).toBe("needs_exception");
  });

  it("says that the state asks for more than it was approved for", () => {
    const named = { slos: ["checkout.availability.production"] };
    const { scene, id } = approved(named);
    scene.find([frozen()]);
    expect(scene.ask().allowed).toBe(false);
    expect(sentences(scene)).toEqual([
      `exception ${id} does not let it pass: it waits for the approval of director`,
    ]);
  });

  it("is silent once it is over", () => {
    const { scene, id } = approved();
    scene.revoke(id, sam);
    expect(scene.ask().reasons.map(({ kind }) => kind)).toEqual(["slo"]);
  });
});

describe("governance that has nothing to say", () => {
  it("of this service leaves the verdict as it is", () => {
    const slos = [restricted(), restricted({ slo: { service: "search" } })];
    const scene = new Scene(slos);
    const before = scene.ask();
    scene.request({ service: "search" }, alice);
    expect(scene.ask()).toEqual(before);
  });
});

describe("a view that nobody renews", () => {
  it("is not known any more, and what is not known asks as a frozen budget does", () => {
    const policy = policyOf({ gate: [{ then: "needs_exception" }] });
    const { scene, id } = approved({}, new Scene([restricted({ policy })]));
    expect(scene.ask().allowed).toBe(true);
    scene.now = later("20m");
    expect(scene.ask()).toMatchObject({ allowed: false, state: "unknown" });
    expect(sentences(scene)).toEqual([
      `exception ${id} does not let it pass: unknown asks for director as well`,
    ]);
  });
});
