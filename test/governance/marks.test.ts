import { describe, expect, it } from "vitest";
import type { Correction } from "../../src/governance/corrections/correction.ts";
import { marksOf } from "../../src/governance/marks.ts";
import type { SloPromise } from "../../src/governance/loosening/promise.ts";
import { emptyState } from "../../src/governance/state.ts";
import type { MaintenanceWindow } from "../../src/governance/windows/window.ts";
import { slo } from "../support/slos.ts";
import { earlier, later, noon } from "../support/snapshots.ts";
import { requestOf } from "./windows/windows.ts";

const checkout = slo({ service: "checkout" });
const month = { from: earlier("30d"), to: noon };

const window = (
  id: string,
  changes: Partial<MaintenanceWindow> & { from: string; to: string },
): MaintenanceWindow => ({
  id,
  request: requestOf({
    service: "checkout",
    environments: ["production"],
    slos: [],
    title: "moving the database",
    schedule: { kind: "once", from: earlier(changes.from), to: earlier(changes.to) },
  }),
  requestHash: "",
  createdBy: "alice",
  createdAt: earlier("40d"),
  authors: ["alice"],
  approvals: [],
  former: [],
  ...changes,
});

const correction = (
  id: string,
  changes: Partial<Correction["request"]>,
  state: Correction["state"],
): Correction => ({
  id,
  request: {
    service: "checkout",
    slos: [],
    environments: ["production"],
    from: earlier("4d"),
    to: earlier("3d"),
    effect: "drop",
    reason: "a load test",
    evidence: [],
    ...changes,
  },
  requestHash: "",
  requestedBy: "alice",
  requestedAt: earlier("2d"),
  requirement: { state: "healthy", seats: ["any"], policy: "default", policyHash: "" },
  approvals: [],
  state,
});

const promiseOf = (): SloPromise => ({
  ...{ service: "checkout", environment: "production", objective: "99.9%", window: "2592000" },
  ...{ rulesHash: "3f9c2a10", gate: true, policy: "default", policyHash: "abcd1234" },
});

const marks = (...items: readonly (MaintenanceWindow | Correction)[]) => {
  const state = emptyState();
  for (const item of items)
    if ("former" in item) state.windows.set(item.id, item);
    else state.corrections.set(item.id, item);
  return marksOf(state, checkout, month).map(({ id, kind }) => `${kind} ${id}`);
};

describe("the marks beside an SLO's budget", () => {
  it("are what is on record of it, in order of time", () => {
    expect(marks(window("mw-1", { from: "2d", to: "1d" }), correction("co-1", {}, "approved"))).toEqual([
      "correction co-1",
      "maintenance mw-1",
    ]);
  });

  it("leave out what concerns another service, environment or SLO", () => {
    expect(
      marks(
        correction("co-1", { service: "search" }, "approved"),
        correction("co-2", { environments: ["staging"] }, "approved"),
        correction("co-3", { slos: ["checkout.latency.production"] }, "approved"),
      ),
    ).toEqual([]);
  });

  it("leave out what was never in force, and what lies outside the stretch", () => {
    expect(
      marks(
        correction("co-1", {}, "pending"),
        correction("co-2", { from: earlier("50d"), to: earlier("40d") }, "approved"),
        window("mw-1", { from: "2d", to: "1d", cancelled: { at: earlier("3d"), by: "alice" } }),
      ),
    ).toEqual([]);
  });

  it("show what reaches into the stretch from before", () => {
    expect(
      marks(correction("co-1", { from: earlier("31d"), to: later("1d", earlier("30d")) }, "approved")),
    ).toEqual(["correction co-1"]);
  });

  it("show deployments from start to end, and incidents from their first sign to the present while they are open", () => {
    const state = emptyState();
    const deployed = { service: "checkout", environment: "production", recordedBy: "ci", recordedAt: noon };
    state.deployments.set("dp-1", {
      ...{ ...deployed, id: "dp-1", version: "v1.42.0", outcome: "succeeded" },
      ...{ startedAt: earlier("5h"), finishedAt: earlier("4h") },
    });
    state.deployments.set("dp-2", { ...deployed, id: "dp-2", sha: "4f2a91c", startedAt: earlier("1h") });
    state.deployments.set("dp-3", { ...deployed, id: "dp-3", service: "search", startedAt: earlier("1h") });
    state.incidents.set("inc-1", {
      ...{ id: "inc-1", service: "checkout", environment: "production", title: "orders fail" },
      ...{ openedAt: earlier("2h"), openedBy: "alice", byAlert: false, alerts: [], notes: [], actions: [] },
      spells: [{ from: earlier("3h"), to: earlier("2h") }, { from: earlier("30m") }],
    });
    expect(marksOf(state, checkout, month)).toEqual([
      {
        ...{ kind: "deployment", id: "dp-1", title: "v1.42.0: succeeded" },
        ...{ from: earlier("5h"), to: earlier("4h") },
      },
      { kind: "incident", id: "inc-1", title: "orders fail", from: earlier("3h"), to: noon },
      { kind: "deployment", id: "dp-2", title: "4f2a91c: under way", from: earlier("1h") },
    ]);
  });

  it("show every change of what is promised, also one that made it harder", () => {
    const state = emptyState();
    const before = promiseOf();
    const after = { ...before, objective: "99.95%", window: "604800", rulesHash: "other" };
    state.promiseChanges.set(checkout.id, [{ at: earlier("3d"), before, after }]);
    expect(marksOf(state, checkout, month)).toEqual([
      {
        kind: "spec-change",
        title: "objective 99.9% → 99.95%, window 30d → 7d, SLI, grouping or budgeting changed",
        from: earlier("3d"),
      },
    ]);
  });
});
