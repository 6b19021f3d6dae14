import fc from "fast-check";
import { expect } from "vitest";
import { decide } from "../../../src/gate/decide.ts";
import type { Exception } from "../../../src/governance/exceptions/exception.ts";
import { needsNobody } from "../../../src/governance/exceptions/state.ts";
import { emptyState } from "../../../src/governance/state.ts";
import { isAllowed, type GradedState } from "../../../src/model/policy.ts";
import type { Timestamp } from "../../../src/model/units.ts";
import { judged, policyOf } from "../../support/snapshots.ts";
import { canFill } from "./oracle.ts";
import { alice, dora, finn, olga, person, sam, sara, type Scene } from "./scene.ts";

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

export type Step = (scene: Scene) => void;

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
  // The whole budget is no cap; the first of these never holds long here.
  maxBudgetCost: fc.constantFrom(0.05, 0.5, 1),
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

/** A page that begins to ring now. */
const pageNow = (since: Timestamp) => [{ alertname: "ErrorBudgetBurn", severity: "page", since, group: {} }];

export function becomes(
  scene: Scene,
  spent: number | undefined,
  quorum: number,
  perQuarter: number,
  pages = false,
): void {
  const policy = policyOf({
    gate,
    quorum: quorums[quorum] ?? {},
    silverBullets: { perQuarter },
    hash: `hash-${quorum}-${perQuarter}`,
  });
  const firing = pages ? pageNow(scene.now) : [];
  scene.find([
    judged(spent === undefined ? { cause: "stale", policy, firing } : { consumed: spent, policy, firing }),
  ]);
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
    arbitrary: fc.tuple(fc.constantFrom(...consumed), fc.nat(2), fc.nat(2), fc.nat(4)).map(
      ([spent, quorum, bullets, pages]): Step =>
        (scene) =>
          becomes(scene, spent, quorum, bullets, pages === 0),
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
    if (exception.breakGlass === undefined) expect(rings(scene, exception)).toBe(false);
    if (needsNobody(exception)) continue;
    const state = slo?.standing.state ?? "unknown";
    const asked: GradedState = state === "unknown" ? "frozen" : state;
    const seats = slo?.policy.quorum[asked] ?? [];
    expect(canFill(seats.length === 0 ? ["any"] : seats, exception.approvals, "team-shop")).toBe(true);
    expect(canFill(exception.requirement.seats, exception.approvals, "team-shop")).toBe(true);
  }
  if (scene.entries.length > before) expect(scene.entries.at(-1)?.kind).toBe("gate-decision");
}

/** Whether a page rings that began after the last word on it. */
const rings = ({ snapshot }: Scene, { approvals, requestedAt }: Exception): boolean => {
  const last = Math.max(requestedAt, ...approvals.map(({ at }) => at));
  return snapshot.slos.some(({ worst }) => worst.assessment.firing.some(({ since = 0 }) => since > last));
};

/** What people do, and what happens meanwhile. */
export const stories = fc.array(step, { maxLength: 60, size: "max" });
