import { describe, expect, it } from "vitest";
import {
  approveCorrection,
  requestCorrection,
  revokeCorrection,
} from "../../../src/governance/corrections/commands.ts";
import { correctedPeriods } from "../../../src/governance/corrections/periods.ts";
import type { GovernanceState } from "../../../src/governance/state.ts";
import { approveWindow } from "../../../src/governance/windows/commands/judge.ts";
import { createWindow } from "../../../src/governance/windows/commands/create.ts";
import type { WindowRequest } from "../../../src/governance/windows/window.ts";
import { windowLimits } from "../../../src/model/intervals.ts";
import type { Timestamp } from "../../../src/model/units.ts";
import { slo } from "../../support/slos.ts";
import { earlier, judged, later, noon } from "../../support/snapshots.ts";
import { accept, alice, begin, bob, dropping, factsOf, occasion, requestOf } from "../windows/windows.ts";

const facts = factsOf(judged({ consumed: 0.1 }), judged({ slo: { name: "latency" }, consumed: 0.1 }));
const periodsAt = (state: GovernanceState, now: Timestamp = noon, of = slo()) =>
  correctedPeriods(state, now, windowLimits.max)(of);

const corrected = (state: GovernanceState, slos: readonly string[] = []): string => {
  const input = {
    service: "checkout",
    slos,
    from: earlier("2h"),
    to: earlier("1h"),
    effect: "drop" as const,
    reason: "announced",
    evidence: ["https://changes.example/1"],
  };
  return accept(state, requestCorrection(state, occasion(), alice, input, facts)).id;
};
const approve = (state: GovernanceState, id: string) =>
  accept(state, approveCorrection(state, occasion(), bob, { id }, facts));

describe("the periods that count otherwise", () => {
  it("are those of corrections while they are approved, and of no others", () => {
    const state = begin();
    const id = corrected(state);
    expect(periodsAt(state)).toEqual([]);
    approve(state, id);
    expect(periodsAt(state)).toEqual([
      { id, from: earlier("2h"), to: earlier("1h"), effect: "drop", group: {} },
    ]);
    accept(state, revokeCorrection(state, occasion(), bob, { id, reason: "no" }));
    expect(periodsAt(state)).toEqual([]);
  });

  it("are of the SLOs named, in the environments named, or of all of the service", () => {
    const state = begin();
    approve(state, corrected(state, ["latency"]));
    expect(periodsAt(state)).toEqual([]);
    expect(periodsAt(state, noon, slo({ name: "latency" }))).toHaveLength(1);
    approve(state, corrected(state));
    expect(periodsAt(state)).toHaveLength(1);
    expect(periodsAt(state, noon, slo({ environment: "staging" }))).toEqual([]);
    expect(periodsAt(state, noon, slo({ service: "payments" }))).toEqual([]);
  });

  it("are forgotten once no window reaches back to them", () => {
    const state = begin();
    approve(state, corrected(state));
    expect(periodsAt(state, later("89d"))).toHaveLength(1);
    expect(periodsAt(state, later("90d"))).toEqual([]);
  });

  const planned = (request: WindowRequest) => {
    const state = begin();
    const { id } = accept(state, createWindow(state, occasion(), alice, request, facts));
    accept(state, approveWindow(state, occasion(), bob, { id }, facts));
    return { state, id };
  };

  it("are also those of approved windows that change the budget: running or past, not those to come", () => {
    const { state, id } = planned(dropping);
    expect(periodsAt(state, later("30m"))).toEqual([]);
    expect(periodsAt(state, later("2h"))).toMatchObject([{ id, from: later("1h"), effect: "drop" }]);
    expect(periodsAt(state, later("5h"))).toMatchObject([{ id, from: later("1h"), to: later("3h") }]);
  });

  it("come with every occurrence of a window that recurs, however long nobody looks", () => {
    const nightly = {
      kind: "recurring" as const,
      rrule: "FREQ=DAILY",
      start: "2026-11-23T02:00",
      timeZone: "UTC",
      length: 3_600 as never,
    };
    const { state } = planned({ ...dropping, schedule: nightly });
    expect(periodsAt(state, later("1d"))).toHaveLength(1);
    expect(periodsAt(state, later("10d"))).toHaveLength(10);
    expect(periodsAt(state, later("10d15h"))).toHaveLength(11);
  });

  it("leave alone what a window only quiets", () => {
    const state = begin();
    accept(state, createWindow(state, occasion(), alice, requestOf(), facts));
    expect(periodsAt(state, later("2h"))).toEqual([]);
  });
});
