import { describe, expect, it } from "vitest";
import { cancelWindow } from "../../../src/governance/windows/commands/cancel.ts";
import { changeWindow } from "../../../src/governance/windows/commands/change.ts";
import { createWindow } from "../../../src/governance/windows/commands/create.ts";
import { planSilences } from "../../../src/governance/windows/silences/plan.ts";
import {
  readMark,
  type HeldSilence,
  type SilenceText,
} from "../../../src/governance/windows/silences/silence.ts";
import type { GovernanceState } from "../../../src/governance/state.ts";
import type { WindowRequest, WindowSchedule } from "../../../src/governance/windows/window.ts";
import type { Timestamp } from "../../../src/model/units.ts";
import { carryOut, live } from "./silences-held.ts";
import {
  accept,
  alice,
  begin,
  duration,
  earlier,
  factsOf,
  judged,
  later,
  noon,
  occasion,
  requestOf,
} from "./windows.ts";

const facts = factsOf(
  judged({ slo: { groupBy: ["region"] }, groups: [{ group: { region: "eu" }, consumed: 0.1 }] }),
);
const id = "checkout.availability.production";

const created = (state: GovernanceState, changes: Partial<WindowRequest> = {}, now: Timestamp = noon) =>
  accept(state, createWindow(state, occasion(now), alice, requestOf(changes), facts)).id;

const soon: WindowSchedule = { kind: "once", from: later("1h"), to: later("3h") };

describe("the silence of a window", () => {
  const only = (changes: Partial<WindowRequest>): SilenceText => {
    const state = begin();
    created(state, changes);
    return planSilences(state.windows, [], noon).create[0]!;
  };

  it("says who wrote it, why, and which occurrence of which window it is for", () => {
    const { createdBy, comment, startsAt, endsAt } = only({ schedule: soon });
    expect([createdBy, startsAt, endsAt]).toEqual(["nines", later("1h"), later("3h")]);
    expect(comment).toMatch(
      /^database upgrade: version 15 is out of support \[nines win-\d+ 2026-11-22T13:00:00Z\]$/,
    );
  });

  it("matches the service and its environments, the SLOs and the group, and nothing else", () => {
    const two = [id, "checkout.latency.production"];
    const matchers = (changes: Partial<WindowRequest>) =>
      only(changes).matchers.map(({ name, value, isRegex }) => `${name}${isRegex ? "=~" : "="}${value}`);
    expect(matchers({})).toEqual(["slo_service=checkout", "slo_environment=production"]);
    expect(matchers({ slos: [id], group: { region: "eu" } })).toEqual([
      "slo_service=checkout",
      "slo_environment=production",
      `slo_id=${id}`,
      "region=eu",
    ]);
    const state = begin();
    const window = accept(state, createWindow(state, occasion(), alice, requestOf(), facts));
    state.windows.set(window.id, { ...window, request: { ...window.request, slos: two } });
    expect(planSilences(state.windows, [], noon).create[0]?.matchers.at(-1)).toMatchObject({
      name: "slo_id",
      value: "checkout\\.availability\\.production|checkout\\.latency\\.production",
      isRegex: true,
    });
  });

  it("is there a day before the window begins, and not earlier", () => {
    const state = begin();
    created(state, { schedule: { kind: "once", from: later("30h"), to: later("31h") } });
    expect(planSilences(state.windows, [], noon).create).toEqual([]);
    expect(planSilences(state.windows, [], later("6h")).create).toHaveLength(1);
  });

  it("is of the occurrence under way, then of the next: never of both", () => {
    const state = begin();
    const schedule = {
      kind: "recurring",
      rrule: "FREQ=HOURLY",
      start: "2026-11-22T11:30",
      timeZone: "UTC",
    } as const;
    created(state, { schedule: { ...schedule, length: duration("45m") } });
    const startOf = (now: Timestamp) => readMark(planSilences(state.windows, [], now).create[0]!)?.from;
    expect(startOf(noon)).toBe(earlier("30m"));
    expect(startOf(later("20m"))).toBe(later("30m"));
  });

  it("is none where alerts are left alone", () => {
    const state = begin();
    created(state, { acts: { alerts: false, budget: "count", gate: "closed" } });
    expect(planSilences(state.windows, [], noon).standing).toBe(0);
  });
});

describe("a plan", () => {
  const carried = (state: GovernanceState, before: readonly HeldSilence[] = [], now = noon) =>
    carryOut(planSilences(state.windows, before, now), before, now);

  it("extends a running silence in place, and keeps its start", () => {
    const state = begin();
    const window = created(state, { schedule: { kind: "once", from: earlier("1h"), to: later("1h") } });
    const before = carried(state);
    const change = { schedule: { kind: "once", from: earlier("1h"), to: later("5h") } } as const;
    accept(state, changeWindow(state, occasion(), alice, { id: window, change }, facts));
    const plan = planSilences(state.windows, before, later("1m"));
    expect(plan).toMatchObject({
      create: [],
      expire: [],
      update: [{ id: before[0]!.id, endsAt: later("5h") }],
    });
    expect(plan.update[0]?.startsAt).toBe(before[0]!.startsAt);
  });

  it("ends the silence of a window that is cancelled, and only that", () => {
    const state = begin();
    const [one, other] = [created(state), created(state)];
    const before = carried(state);
    accept(state, cancelWindow(state, occasion(), alice, { id: one }));
    const left = live(carried(state, before)).map((each) => readMark(each)?.window);
    expect(left).toEqual([other]);
  });

  it("ends the second of two silences that were written for the same occurrence", () => {
    const state = begin();
    created(state);
    const [first] = carried(state);
    const doubled = [first!, { ...first!, id: "s999999" }];
    expect(planSilences(state.windows, doubled, noon)).toMatchObject({
      create: [],
      update: [],
      expire: ["s999999"],
    });
  });

  it("never touches a silence of anybody else", () => {
    const state = begin();
    created(state);
    const [own] = carried(state);
    const foreign = [
      { ...own!, id: "a", createdBy: "alice" },
      { ...own!, id: "b", comment: "database upgrade" },
      { ...own!, id: "c", comment: own!.comment.replace(/win-\d+/, "win-of-another-nines") },
    ];
    const plan = planSilences(state.windows, foreign, noon);
    expect([plan.update, plan.expire, plan.create.length]).toEqual([[], [], 1]);
  });
});
