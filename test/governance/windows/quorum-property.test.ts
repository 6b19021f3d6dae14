import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isQuorate } from "../../../src/governance/quorum.ts";
import type { GovernanceState } from "../../../src/governance/state.ts";
import { actsNow, occurrencesWithin } from "../../../src/governance/windows/acting.ts";
import { cancelWindow } from "../../../src/governance/windows/commands/cancel.ts";
import { changeWindow } from "../../../src/governance/windows/commands/change.ts";
import { createWindow } from "../../../src/governance/windows/commands/create.ts";
import { approveWindow, denyWindow } from "../../../src/governance/windows/commands/judge.ts";
import { isInForce } from "../../../src/governance/windows/standing.ts";
import type { MaintenanceWindow } from "../../../src/governance/windows/window.ts";
import { timestamp } from "../../../src/model/units.ts";
import { accept, begin, factsOf, judged, later, noon, occasion, person, requestOf } from "./windows.ts";

const people = [
  person("alice", { groups: ["team-shop"] }),
  person("bob", { groups: ["sre"] }),
  person("carol", { groups: ["team-shop", "sre"] }),
  person("dora", { groups: ["director"] }),
  person("erin", { groups: ["sre", "director", "team-shop"] }),
  person("ci", { kind: "machine", roles: ["machine", "approver"], groups: ["sre"] }),
];
const budgets = [0.1, 0.8, 0.95, 1.2].map((consumed) => factsOf(judged({ consumed })));

const step = fc.record({
  what: fc.constantFrom(
    "create",
    "change",
    "approve",
    "approve",
    "approve",
    "approve",
    "approve",
    "deny",
    "cancel",
  ),
  who: fc.constantFrom(...people),
  which: fc.nat(1),
  facts: fc.constantFrom(...budgets),
  budget: fc.constantFrom("count", "drop", "count-good"),
  gate: fc.constantFrom("none", "open", "closed"),
  hours: fc.integer({ min: 2, max: 9 }),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** What the step would come to now; refused steps change nothing. */
function perform(
  state: GovernanceState,
  { what, who, which, facts, budget, gate, hours }: Step,
  at: number,
): void {
  const now = occasion(timestamp(noon + at * 60));
  const id = [...state.windows.keys()][which] ?? "none";
  const schedule = { kind: "once", from: later("1h"), to: timestamp(noon + hours * 3600) } as const;
  const change = { schedule, acts: { alerts: true, budget, gate } as const };
  const act =
    what === "create"
      ? createWindow(state, now, who, requestOf(change), facts)
      : what === "change"
        ? changeWindow(state, now, who, { id, change }, facts)
        : what === "approve"
          ? approveWindow(state, now, who, { id }, facts)
          : what === "deny"
            ? denyWindow(state, now, who, { id, reason: "no" }, facts)
            : cancelWindow(state, now, who, { id });
  if ("answer" in act) accept(state, act);
}

/** Whether the present request was approved as it asks to be, by people who did not write it. */
function isRightlyApproved({ requirement, approvals, authors, requestHash }: MaintenanceWindow): boolean {
  const by = approvals.map((each) => each.by);
  return (
    requirement !== undefined &&
    requirement.seats.length > 0 &&
    isQuorate(requirement.seats, approvals, "team-shop") &&
    new Set(by).size === by.length &&
    !by.some((subject) => authors.includes(subject) || subject.startsWith("ci@")) &&
    approvals.every((each) => each.requestHash === requestHash)
  );
}

describe("no sequence of requests, changes and approvals, by whomever and in whatever state,", () => {
  it("makes a window touch the budget or open the gate without its quorum", () => {
    let acted = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 12, maxLength: 30 }), (steps) => {
        const state = begin();
        const before = new Map<string, number>();
        steps.forEach((each, index) => {
          perform(state, each, index);
          for (const window of state.windows.values()) {
            const { gate, budget } = actsNow(window, { owner: "team-shop", requirement: undefined });
            // The gate asks at every question; what changes the budget was asked when the last seat was filled.
            const isNew = window.approvedAt === timestamp(noon + index * 60);
            if (gate === "open" || (budget !== "count" && isNew)) {
              acted += 1;
              expect(isRightlyApproved(window)).toBe(true);
            }
            if (budget !== "count") expect(window.approvedAt).toBeDefined();
            // Of the past only what had been in force is kept, and nothing of it is taken back.
            if (!isInForce(window) && window.former.length === 0)
              expect(occurrencesWithin(window, noon, later("12h"))).toEqual([]);
            expect(window.former.length).toBeGreaterThanOrEqual(before.get(window.id) ?? 0);
            before.set(window.id, window.former.length);
          }
        });
      }),
      { numRuns: 400 },
    );
    expect(acted).toBeGreaterThan(50);
  });
});
