import { describe, expect, it } from "vitest";
import { isOpen } from "../../src/gate/decide.ts";
import { promiseEvents, type Stood } from "../../src/governance/loosening/watch.ts";
import { emptyState, take, type GovernanceState } from "../../src/governance/state.ts";
import type { Definitions } from "../../src/model/definitions.ts";
import { judged, later, noon, policyOf, snapshotOf } from "../support/snapshots.ts";
import { ask } from "./ask.ts";

/** A policy that waves through what nobody registered: without the held promise, deleting a service opens its gate. */
const policy = policyOf({ onUnregistered: "warn" });
const before = snapshotOf([judged({ consumed: 1.2, policy })]);
const after = snapshotOf([], { policies: new Map([["default", policy]]) });

function deleted(stood: Stood): GovernanceState {
  const state = emptyState();
  const read = (definitions: Definitions): void => {
    const stands = new Map([...before.byId.keys()].map((id) => [id, stood]));
    for (const event of promiseEvents(state, definitions, stands, noon, (prefix) => `${prefix}-1`))
      take(state, { ...event, seq: state.head.seq + 1, prevHash: "", hash: "" });
  };
  read(before.spec.definitions);
  read(after.spec.definitions);
  return state;
}
const question = {
  subject: { kind: "service", service: "checkout", environment: "production" },
  group: {},
} as const;

describe("a whole service that git has lost", () => {
  it("is still held by what it promised while it was frozen", () => {
    const governance = deleted({ state: "frozen", spent: 1.2 });
    const verdict = ask(after, { governance });
    expect(verdict).toMatchObject({
      decision: "needs_exception",
      allowed: false,
      state: "frozen",
      cause: "unknown-service",
      reasons: [{ kind: "loosening" }, { kind: "registration" }],
    });
    expect(verdict.allowedNow).toEqual(["fix", "security", "rollback"]);
    expect(isOpen({ ...question, change: "feature" }, after, governance, noon)).toBe(false);
    expect(isOpen({ ...question, change: "rollback" }, after, governance, noon)).toBe(true);
  });

  it("is nobody's once the seven days are over", () => {
    const governance = deleted({ state: "frozen" });
    expect(ask(after, { governance, at: later("7d") })).toMatchObject({ decision: "warn", state: "unknown" });
  });

  it("is nobody's at once where it was well", () => {
    expect(ask(after, { governance: deleted({ state: "healthy" }) })).toMatchObject({
      decision: "warn",
      reasons: [{ kind: "registration" }],
    });
  });
});
