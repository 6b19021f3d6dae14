import { describe, expect, it } from "vitest";
import { actsNow, concerns, occurrencesWithin } from "../../../src/governance/windows/acting.ts";
import { masksNow } from "../../../src/governance/windows/mask.ts";
import { approveWindow, denyWindow } from "../../../src/governance/windows/commands/judge.ts";
import { cancelWindow } from "../../../src/governance/windows/commands/cancel.ts";
import { changeWindow } from "../../../src/governance/windows/commands/change.ts";
import { createWindow } from "../../../src/governance/windows/commands/create.ts";
import { runningOccurrence } from "../../../src/governance/windows/standing.ts";
import { requirementOf } from "../../../src/governance/quorum.ts";
import type { GovernanceState } from "../../../src/governance/state.ts";
import type { WindowRequest } from "../../../src/governance/windows/window.ts";
import type { GradedState } from "../../../src/model/policy.ts";
import type { Timestamp } from "../../../src/model/units.ts";
import { slo } from "../../support/slos.ts";
import { policyOf } from "../../support/snapshots.ts";
import {
  accept,
  alice,
  begin,
  bob,
  dropping,
  duration,
  factsOf,
  judged,
  later,
  noon,
  occasion,
  opening,
  requestOf,
  windowOf,
} from "./windows.ts";

const facts = factsOf(judged({ consumed: 0.1 }));
const scope = {
  service: "checkout",
  slo: "checkout.availability.production",
  environment: "production",
  group: {},
};
const during = later("2h");

const created = (state: GovernanceState, request: WindowRequest, now: Timestamp = noon, on = facts): string =>
  accept(state, createWindow(state, occasion(now), alice, request, on)).id;
const approve = (state: GovernanceState, id: string, now: Timestamp = noon): void => {
  accept(state, approveWindow(state, occasion(now), bob, { id }, facts));
};
const actsOf = (
  state: GovernanceState,
  where: Partial<typeof scope> = {},
  present: GradedState = "healthy",
) => {
  const requirement = requirementOf([{ state: present, policy: policyOf() }]);
  const approving = { owner: "team-shop", requirement };
  return [...state.windows.values()]
    .filter((window) => concerns(window.request, { ...scope, ...where }))
    .filter((window) => runningOccurrence(window, during) !== undefined)
    .map((window) => actsNow(window, approving));
};

describe("a running window", () => {
  it("quiets alerts and closes the gate at once, but changes no budget before it is approved", () => {
    const state = begin();
    const id = created(state, requestOf({ acts: { alerts: true, budget: "drop", gate: "closed" } }));
    expect(actsOf(state)).toEqual([{ alerts: true, budget: "count", gate: "closed" }]);
    approve(state, id);
    expect(actsOf(state)).toEqual([{ alerts: true, budget: "drop", gate: "closed" }]);
  });

  it("opens the gate only once it is approved, and only while that approval is enough for the present state", () => {
    const state = begin();
    const id = created(state, opening);
    expect(actsOf(state)[0]?.gate).toBe("none");
    approve(state, id);
    expect(actsOf(state, {}, "healthy")[0]?.gate).toBe("open");
    expect(actsOf(state, {}, "caution")[0]?.gate).toBe("open");
    expect(actsOf(state, {}, "restricted")[0]?.gate).toBe("none");
  });

  it("acts on nothing once it is denied or cancelled", () => {
    const state = begin();
    const denied = created(state, dropping);
    accept(state, denyWindow(state, occasion(), bob, { id: denied, reason: "no" }, facts));
    const cancelled = created(state, requestOf());
    accept(state, cancelWindow(state, occasion(), alice, { id: cancelled }));
    expect(actsOf(state)).toEqual([]);
  });

  it("speaks of its own service, environment, SLOs and group alone", () => {
    const state = begin();
    created(state, requestOf({ slos: [scope.slo] }));
    const spoken = [
      {},
      { service: "search" },
      { environment: "staging" },
      { slo: "checkout.latency.production" },
    ];
    expect(spoken.map((where) => actsOf(state, where).length)).toEqual([1, 0, 0, 0]);
  });

  it("of one group never speaks for the whole SLO or for another group", () => {
    const state = begin();
    const grouped = judged({
      slo: { groupBy: ["region"] },
      groups: [{ group: { region: "eu" }, consumed: 0.1 }],
    });
    created(state, requestOf({ group: { region: "eu" } }), noon, factsOf(grouped));
    const groups = [{ region: "eu" }, { region: "us" }, {}];
    expect(groups.map((group) => actsOf(state, { group }).length)).toEqual([1, 0, 0]);
  });
});

describe("what a window did to the budget", () => {
  const all = (state: GovernanceState, id: string) =>
    occurrencesWithin(windowOf(state, id), noon, later("10h")).map(({ from, to, effect }) => [
      (from - noon) / 3600,
      (to - noon) / 3600,
      effect,
    ]);
  const till = (by: string): Pick<WindowRequest, "schedule"> => ({
    schedule: { kind: "once", from: later("1h"), to: later(by) },
  });

  it("is nothing while it waits, and all of it from the moment it is approved, even looking back", () => {
    const state = begin();
    const id = created(state, dropping);
    expect(all(state, id)).toEqual([]);
    approve(state, id, later("4h"));
    expect(all(state, id)).toEqual([[1, 3, "drop"]]);
  });

  it("stands until it was cancelled", () => {
    const state = begin();
    const id = created(state, dropping);
    approve(state, id);
    accept(state, cancelWindow(state, occasion(later("2h")), alice, { id }));
    expect(all(state, id)).toEqual([[1, 2, "drop"]]);
  });

  it("stands until a change; what the change adds waits for its own approval", () => {
    const state = begin();
    const id = created(state, dropping);
    approve(state, id);
    accept(state, changeWindow(state, occasion(later("2h")), alice, { id, change: till("6h") }, facts));
    expect(all(state, id)).toEqual([[1, 2, "drop"]]);
    approve(state, id, later("5h"));
    expect(all(state, id)).toEqual([
      [1, 2, "drop"],
      [2, 6, "drop"],
    ]);
  });

  it("is only the newest version's when no former one was ever approved", () => {
    const state = begin();
    const id = created(state, dropping);
    accept(state, changeWindow(state, occasion(later("2h")), alice, { id, change: till("6h") }, facts));
    approve(state, id, later("5h"));
    expect(all(state, id)).toEqual([[1, 6, "drop"]]);
  });

  it("is cut to the stretch that is asked for, occurrence by occurrence", () => {
    const state = begin();
    const schedule = {
      kind: "recurring",
      rrule: "FREQ=HOURLY",
      start: "2026-11-22T13:00",
      timeZone: "UTC",
      length: duration("30m"),
    } as const;
    const id = created(state, { ...dropping, schedule });
    approve(state, id);
    const found = occurrencesWithin(windowOf(state, id), later("1h15m"), later("3h15m"));
    expect(found.map(({ from, to }) => [(from - noon) / 60, (to - noon) / 60])).toEqual([
      [75, 90],
      [120, 150],
      [180, 195],
    ]);
  });
});

describe("the mask", () => {
  const regions = slo({ groupBy: ["region", "zone"] });
  const groups = [
    { region: "eu", zone: "a" },
    { region: "eu", zone: "b" },
    { region: "us", zone: "a" },
  ];
  const masks = (request: WindowRequest, now = during) => {
    const state = begin();
    const grouped = judged({
      slo: { groupBy: ["region", "zone"] },
      groups: groups.map((group) => ({ group, consumed: 0.1 })),
    });
    created(state, request, noon, factsOf(grouped));
    return masksNow(state.windows.values(), () => [{ slo: regions, groups }], now).map(({ group }) => group);
  };

  it("of a whole SLO carries no group label, so that the rules join it with every group", () => {
    expect(masks(requestOf())).toEqual([{}]);
  });

  it("of one label is written for each known group that carries it, as the rules join on all labels", () => {
    expect(masks(requestOf({ group: { region: "eu" } }))).toEqual([groups[0], groups[1]]);
  });

  it("of all labels is written although that group has not been seen yet", () => {
    const coming = { region: "ap", zone: "a" };
    expect(masks(requestOf({ group: coming }))).toEqual([coming]);
  });

  it("is absent before and after the window, and of a window that leaves alerts alone", () => {
    expect(masks(requestOf(), noon)).toEqual([]);
    expect(masks(requestOf(), later("3h"))).toEqual([]);
    expect(masks(requestOf({ acts: { alerts: false, budget: "count", gate: "closed" } }))).toEqual([]);
  });
});
