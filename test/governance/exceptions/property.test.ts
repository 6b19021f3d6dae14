import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { freeze, thaw } from "../../../src/governance/checkpoint.ts";
import { needsNobody } from "../../../src/governance/exceptions/state.ts";
import { emptyState, take } from "../../../src/governance/state.ts";
import { canFill, faultsOf } from "./oracle.ts";
import { Scene } from "./scene.ts";
import { becomes, stories, type Step } from "./stories.ts";

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
