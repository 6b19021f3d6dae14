import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "../../../src/gate/decide.ts";
import { freeze, thaw } from "../../../src/governance/checkpoint.ts";
import { needsNobody } from "../../../src/governance/exceptions/state.ts";
import { emptyState, take } from "../../../src/governance/state.ts";
import { isAllowed, type GradedState } from "../../../src/model/policy.ts";
import { judged, policyOf } from "../../support/snapshots.ts";
import { canFill, faultsOf } from "./oracle.ts";
import { alice, dora, finn, olga, person, sam, sara, Scene } from "./scene.ts";

const everybody = [alice, olga, sam, sara, dora, finn, person("bea", "team-shop", "sre", "director")];
const quorums = [
  { caution: ["any"], restricted: ["owner", "sre"], frozen: ["owner", "sre", "director"] },
  { caution: ["any", "any"], restricted: ["sre", "any"], frozen: ["director", "any", "finance"] },
  { restricted: ["owner"], frozen: ["owner"] },
];
const consumed: readonly (number | undefined)[] = [0.1, 0.8, 0.95, 1.1, undefined];
/** Everything but a rollback needs an exception from caution on, so that there is something to open. */
const gate = [
  { change: ["rollback"], then: "allow" },
  { state: ["healthy", "watch"], then: "allow" },
  { then: "needs_exception" },
] as const;

type Step = (scene: Scene) => void;

/** One of the exceptions there are. */
const on = (scene: Scene, which: number): string | undefined => {
  const ids = [...scene.governance.exceptions.keys()];
  return ids[which % Math.max(ids.length, 1)];
};

const who = fc.constantFrom(...everybody);
const which = fc.nat(4);
const sha = fc.constantFrom("a1", "a2", "a3", "a4");
const input = fc.record({
  maxUses: fc.integer({ min: 1, max: 2 }),
  risk: fc.constantFrom("small", "large"),
  silverBullet: fc.boolean(),
});
const plainInput = fc.record({
  maxUses: fc.integer({ min: 1, max: 3 }),
  risk: fc.constantFrom("small", "large"),
});

const of = (act: (scene: Scene, id: string, by: typeof alice) => unknown): fc.Arbitrary<Step> =>
  fc.tuple(which, who).map(([index, by]) => (scene) => {
    const id = on(scene, index);
    if (id !== undefined) act(scene, id, by);
  });

function becomes(scene: Scene, spent: number | undefined, quorum: number, perQuarter: number): void {
  const policy = policyOf({
    gate,
    quorum: quorums[quorum] ?? {},
    silverBullets: { perQuarter },
    hash: `hash-${quorum}-${perQuarter}`,
  });
  scene.find([judged(spent === undefined ? { cause: "stale", policy } : { consumed: spent, policy })]);
}

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(input, who).map(
      ([said, by]): Step =>
        (scene) =>
          scene.tryRequest(said, by),
    ),
  },
  {
    weight: 1,
    arbitrary: who.map(
      (by): Step =>
        (scene) =>
          scene.tryBreakGlass({}, by),
    ),
  },
  { weight: 9, arbitrary: of((scene, id, by) => scene.approve(id, by)) },
  { weight: 1, arbitrary: of((scene, id, by) => scene.approve(id, by, { requestHash: "of-another" })) },
  {
    weight: 2,
    arbitrary: fc.tuple(which, plainInput).map(([index, said]): Step => (scene) => {
      const id = on(scene, index);
      const by = everybody.find(
        ({ subject }) => id !== undefined && subject === scene.exception(id).requestedBy,
      );
      if (id !== undefined) scene.edit(id, said, by);
    }),
  },
  { weight: 1, arbitrary: of((scene, id, by) => scene.deny(id, by)) },
  { weight: 1, arbitrary: of((scene, id, by) => scene.withdraw(id, by)) },
  { weight: 1, arbitrary: of((scene, id, by) => scene.revoke(id, by)) },
  { weight: 1, arbitrary: of((scene, id, by) => scene.review(id, by)) },
  { weight: 1, arbitrary: of((scene, id, by) => scene.followUp(id, by)) },
  {
    weight: 4,
    arbitrary: fc.constantFrom("1m", "7h", "13h", "25h", "20d").map(
      (by): Step =>
        (scene) =>
          scene.wait(by),
    ),
  },
  { weight: 3, arbitrary: fc.constant<Step>((scene) => scene.lead()) },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.constantFrom(...consumed), fc.nat(2), fc.nat(2)).map(
      ([spent, quorum, bullets]): Step =>
        (scene) =>
          becomes(scene, spent, quorum, bullets),
    ),
  },
  {
    weight: 8,
    arbitrary: sha.map(
      (name): Step =>
        (scene) =>
          post(scene, name),
    ),
  },
);

/** A POST; whatever it lets pass must have been let pass rightly, as seen by somebody who counts for themselves. */
function post(scene: Scene, name: string): void {
  const before = scene.entries.length;
  const { verdict } = scene.post({ sha: name });
  const without = decide(
    {
      subject: { kind: "service", service: "checkout", environment: "production" },
      change: "feature",
      group: {},
    },
    scene.snapshot,
    emptyState(),
    scene.now,
  );
  expect(verdict.allowed).toBe(isAllowed(without.decision) || verdict.exceptions !== undefined);
  expect(verdict.exceptions === undefined || without.decision === "needs_exception").toBe(true);
  const [slo] = scene.snapshot.slos;
  for (const applied of verdict.exceptions ?? []) {
    const exception = scene.exception(applied.exception);
    expect(exception.uses.map(({ sha: used }) => used)).toContain(name);
    expect(exception.ended).toBeUndefined();
    expect(scene.now >= exception.request.start && scene.now < exception.request.expiry).toBe(true);
    if (needsNobody(exception)) continue;
    const state = slo?.standing.state ?? "unknown";
    const asked: GradedState = state === "unknown" ? "frozen" : state;
    const seats = slo?.policy.quorum[asked] ?? [];
    expect(canFill(seats.length === 0 ? ["any"] : seats, exception.approvals, "team-shop")).toBe(true);
    expect(canFill(exception.requirement.seats, exception.approvals, "team-shop")).toBe(true);
  }
  if (scene.entries.length > before) expect(scene.entries.at(-1)?.kind).toBe("gate-decision");
}

const inForce = ["approved", "active", "consumed"];

function holds(scene: Scene): void {
  for (const exception of scene.governance.exceptions.values()) {
    expect(faultsOf(exception)).toEqual([]);
    const isInForce = inForce.includes(scene.state(exception.id));
    if (!isInForce || needsNobody(exception)) continue;
    expect(canFill(exception.requirement.seats, exception.approvals, "team-shop")).toBe(true);
    expect(exception.approvals.length).toBeGreaterThan(0);
  }
}

function play(steps: readonly Step[]): Scene {
  const scene = new Scene();
  becomes(scene, 0.95, 0, 2);
  for (const each of steps) {
    each(scene);
    holds(scene);
  }
  return scene;
}

const stories = fc.array(step, { maxLength: 60, size: "max" });

describe("whatever people do, in whatever order, while budgets and policies change", () => {
  it("no exception is in force, or opens the gate, without its quorum of distinct people, nor beyond its count", () => {
    fc.assert(
      fc.property(stories, (steps) => void play(steps)),
      { numRuns: 300 },
    );
  }, 60_000);

  it("what is due is due once, and nothing more comes of it", () => {
    fc.assert(
      fc.property(stories, (steps) => {
        const scene = play(steps);
        scene.lead();
        expect(scene.lead()).toEqual([]);
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  it("the leader changes no answer of the gate: what is due counts before anybody has said so", () => {
    fc.assert(
      fc.property(stories, (steps) => {
        const scene = play(steps);
        const asked = ["a1", "a2", "a5"].map((name) => scene.ask({ sha: name }).allowed);
        scene.lead();
        expect(["a1", "a2", "a5"].map((name) => scene.ask({ sha: name }).allowed)).toEqual(asked);
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  it("the state is the same fold, taken at once or in two parts with a checkpoint between", () => {
    fc.assert(
      fc.property(stories, fc.nat(), (steps, cut) => {
        const { entries, governance } = play(steps);
        const first = emptyState();
        const at = cut % (entries.length + 1);
        for (const entry of entries.slice(0, at)) take(first, entry);
        const second = thaw(freeze(first)) ?? emptyState();
        for (const entry of entries.slice(at)) take(second, entry);
        expect(second).toEqual(governance);
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});

describe("silence", () => {
  it("never approves: without an approval nothing comes into force, however long it waits", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("1m", "5h", "13h", "2d"), { maxLength: 12 }), (spans) => {
        const scene = new Scene();
        const id = scene.request();
        for (const span of spans) {
          scene.wait(span).lead();
          expect(["pending", "escalated", "denied"]).toContain(scene.state(id));
          expect(scene.ask().allowed).toBe(false);
        }
      }),
    );
  });
});
