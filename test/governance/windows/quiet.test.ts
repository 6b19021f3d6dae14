import { describe, expect, it } from "vitest";
import { emptyState } from "../../../src/governance/state.ts";
import { cancelWindow } from "../../../src/governance/windows/commands/cancel.ts";
import { createWindow } from "../../../src/governance/windows/commands/create.ts";
import type { Scope } from "../../../src/governance/windows/acting.ts";
import { quietAt } from "../../../src/governance/windows/quiet.ts";
import type { WindowRequest } from "../../../src/governance/windows/window.ts";
import { timestamp } from "../../../src/model/units.ts";
import { duration } from "../../support/slos.ts";
import { judged, later, noon } from "../../support/snapshots.ts";
import { accept, alice, factsOf, iso, occasion, requestOf } from "./windows.ts";

const scope: Scope = {
  service: "checkout",
  slo: "checkout.availability.production",
  environment: "production",
  group: {},
};

function begin() {
  const state = emptyState();
  const grouped = factsOf(
    judged({ consumed: 0.1, slo: { groupBy: ["region"] }, groups: [{ group: { region: "eu" } }] }),
  );
  return {
    state,
    made: (changes: Partial<WindowRequest> = {}, facts = factsOf()) =>
      accept(state, createWindow(state, occasion(), alice, requestOf(changes), facts)).id,
    grouped,
    /** Until when an alert with a short window of five minutes would be quiet, so long from now. */
    quiet: (after: string, changes: Partial<Scope> = {}) =>
      quietAt(state.windows.values(), { ...scope, ...changes }, later(after), duration("5m")),
  };
}
const span = (from: string, to: string): Pick<WindowRequest, "schedule"> => ({
  schedule: { kind: "once", from: later(from), to: later(to) },
});

describe("an alert that would fire", () => {
  it("during maintenance is quiet until the short window holds no minute of it any more", () => {
    const { made, quiet } = begin();
    const window = made(span("1h", "3h"));
    const until = timestamp(later("3h") + 300);
    expect(["59m", "1h", "2h", "3h", "3h4m", "3h5m"].map((after) => quiet(after))).toEqual([
      undefined,
      ...Array.from({ length: 4 }, () => ({ window, until })),
      undefined,
    ]);
  });

  it("during one of several that follow upon each other is quiet until the last is over", () => {
    const { made, quiet } = begin();
    made(span("1h", "2h"));
    const last = made(span("2h3m", "4h"));
    made(span("4h6m", "5h"));
    expect(quiet("90m")).toEqual({ window: last, until: timestamp(later("4h") + 300) });
  });

  it("during maintenance that recurs is quiet until that occurrence is over", () => {
    const { made, quiet } = begin();
    const start = iso(timestamp(noon + 3_600)).slice(0, 16);
    const daily = { rrule: "FREQ=DAILY", start, timeZone: "Etc/UTC", length: duration("1h") };
    const window = made({ schedule: { kind: "recurring", ...daily } });
    expect(quiet("25h30m")).toEqual({ window, until: timestamp(later("26h") + 300) });
    expect(quiet("27h")).toBeUndefined();
  });

  it("rings where a window lets alerts ring, was cancelled, or speaks of something else", () => {
    const { state, made, quiet, grouped } = begin();
    made({ ...span("1h", "3h"), acts: { alerts: false, budget: "count", gate: "closed" } });
    const cancelled = made(span("1h", "3h"));
    accept(state, cancelWindow(state, occasion(), alice, { id: cancelled }));
    const eu = made({ ...span("1h", "3h"), group: { region: "eu" } }, grouped);
    expect(quiet("2h")).toBeUndefined();
    expect(quiet("2h", { group: { region: "us" } })).toBeUndefined();
    expect(quiet("2h", { group: { region: "eu" } })?.window).toBe(eu);
  });
});
