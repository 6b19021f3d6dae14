import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calendarOf } from "../../../src/governance/calendar/entries.ts";
import { denyException } from "../../../src/governance/exceptions/answer.ts";
import { requestException } from "../../../src/governance/exceptions/ask.ts";
import { finishExperiment } from "../../../src/governance/experiments/run.ts";
import { emptyState, type GovernanceState } from "../../../src/governance/state.ts";
import { cancelWindow } from "../../../src/governance/windows/commands/cancel.ts";
import { changeWindow } from "../../../src/governance/windows/commands/change.ts";
import { createWindow } from "../../../src/governance/windows/commands/create.ts";
import { seconds, timestamp, type Timestamp } from "../../../src/model/units.ts";
import { policyOf, serviceOf, snapshotOf } from "../../support/snapshots.ts";
import { company, requested, running } from "../experiments/story.ts";
import {
  accept,
  alice,
  at,
  bob,
  dropping,
  duration,
  factsOf,
  iso,
  judged,
  later,
  noon,
  occasion,
  requestOf,
} from "../windows/windows.ts";

const frozen = factsOf(judged({ consumed: 1.2 }));
const day = 86_400;

function within(state: GovernanceState, from: Timestamp, to: Timestamp, now = noon, facts = frozen) {
  return calendarOf({ state, facts, now }, from, to);
}
const week = (state: GovernanceState, now = noon, facts = frozen) =>
  within(state, timestamp(noon - day), timestamp(noon + 6 * day), now, facts);
const spans = (entries: ReturnType<typeof week>) => entries.map(({ from, to }) => `${iso(from)} ${iso(to)}`);

describe("the calendar", () => {
  it("has each time of a recurring window, by the clocks of its zone", () => {
    const state = emptyState();
    const schedule = {
      ...({ kind: "recurring", rrule: "FREQ=WEEKLY;BYDAY=SU", start: "2026-03-15T02:30" } as const),
      timeZone: "Europe/Berlin",
      length: duration("90m"),
    };
    const now = at("2026-03-10T12:00:00Z");
    accept(state, createWindow(state, occasion(now), alice, requestOf({ schedule }), frozen));
    // On 29 March clocks go from two to three: that Sunday has no half past two.
    const found = within(state, at("2026-03-14T00:00:00Z"), at("2026-04-06T00:00:00Z"), now);
    expect(spans(found)).toEqual([
      "2026-03-15T01:30:00Z 2026-03-15T03:00:00Z",
      "2026-03-22T01:30:00Z 2026-03-22T03:00:00Z",
      "2026-04-05T00:30:00Z 2026-04-05T02:00:00Z",
    ]);
    expect(found.every(({ recurring, pending }) => recurring && !pending)).toBe(true);
  });

  it("says what waits for its quorum, and what closes the gate", () => {
    const state = emptyState();
    accept(state, createWindow(state, occasion(), alice, dropping, frozen));
    const closed = requestOf({
      title: "stock-taking",
      acts: { alerts: false, budget: "count", gate: "closed" },
    });
    accept(state, createWindow(state, occasion(), alice, closed, frozen));
    expect(week(state)).toMatchObject([
      { title: "database upgrade", pending: true, gate: "none" },
      { title: "stock-taking", pending: false, gate: "closed", services: ["checkout"] },
    ]);
  });

  it("ends a cancelled window where it was cancelled, and leaves out what did not come to be", () => {
    const state = emptyState();
    const { id } = accept(state, createWindow(state, occasion(), alice, requestOf(), frozen));
    const other = accept(state, createWindow(state, occasion(), alice, requestOf(), frozen));
    accept(state, cancelWindow(state, occasion(), alice, { id: other.id }));
    accept(state, cancelWindow(state, occasion(later("2h")), alice, { id }));
    const found = week(state, later("3h"));
    expect(found).toMatchObject([{ id, state: "cancelled", from: later("1h"), to: later("2h") }]);
  });

  it("shows what had been in force before a change as it was", () => {
    const state = emptyState();
    const { id } = accept(state, createWindow(state, occasion(), alice, requestOf(), frozen));
    const change = {
      schedule: { kind: "once", from: later("1h"), to: later("6h") },
      title: "longer",
    } as const;
    accept(state, changeWindow(state, occasion(later("2h")), alice, { id, change }, frozen));
    expect(week(state, later("3h")).map(({ title, from, to }) => [title, from, to])).toEqual([
      ["database upgrade", later("1h"), later("2h")],
      ["longer", later("2h"), later("6h")],
    ]);
  });

  it("has exceptions while they may be used, asked for or approved, and none that were denied", () => {
    const state = emptyState();
    const asked = {
      service: "checkout",
      environments: ["production"],
      reason: { category: "legal", text: "the tax law changes" },
      ...{ businessImpact: "invoices", risk: "small", rollbackPlan: "redeploy" },
      expiry: later("1d"),
    } as const;
    const ask = () => accept(state, requestException(state, occasion(), alice, asked, frozen)).id;
    const [kept, denied] = [ask(), ask()];
    accept(state, denyException(state, occasion(later("1m")), bob, { id: denied, reason: "no" }, frozen));
    expect(week(state, later("2m"))).toMatchObject([
      {
        kind: "exception",
        id: kept,
        title: "the tax law changes",
        pending: true,
        from: noon,
        to: later("1d"),
      },
    ]);
  });

  it("has an experiment from its start to when it is over, or has to be", () => {
    const facts = company();
    const { state, id } = running(facts);
    requested(facts, { title: "not begun" }, state);
    expect(week(state, later("10m"), facts)).toMatchObject([
      { kind: "experiment", id, from: noon, to: later("30m") },
    ]);
    accept(state, finishExperiment(state, occasion(later("20m")), alice, { id }));
    expect(week(state, later("1h"), facts)).toMatchObject([{ to: later("20m") }]);
  });

  it("has the days that a policy keeps free of experiments, from midnight to midnight there", () => {
    const schedule = {
      ...{ timeZone: "Europe/Berlin", days: ["monday"] as const, from: 540, to: 960 },
      excluded: ["2026-11-23", "2026-12-24"],
    };
    const policy = policyOf({ experiments: { approval: [], schedule } });
    const facts = snapshotOf([], {
      services: new Map(["search", "checkout"].map((name) => [name, serviceOf(name)])),
      policies: new Map([[policy.name, policy]]),
    });
    const found = week(emptyState(), noon, facts);
    expect(spans(found)).toEqual(["2026-11-22T23:00:00Z 2026-11-23T23:00:00Z"]);
    expect(found).toMatchObject([
      { kind: "no-experiments", id: "default", services: ["checkout", "search"] },
    ]);
  });

  it("has in any two neighbouring stretches together exactly what it has in both as one", () => {
    const state = emptyState();
    const schedule = {
      ...({ kind: "recurring", rrule: "FREQ=DAILY", start: "2026-11-22T22:00", timeZone: "UTC" } as const),
      length: seconds(6 * 3_600),
    };
    accept(state, createWindow(state, occasion(), alice, requestOf({ schedule }), frozen));
    accept(state, createWindow(state, occasion(), alice, requestOf(), frozen));
    const hour = fc.integer({ min: -48, max: 240 }).map((hours) => timestamp(noon + hours * 3_600));
    fc.assert(
      fc.property(hour, hour, hour, (...three) => {
        const [first, middle, last] = three.sort((a, b) => a - b);
        const keys = (from: Timestamp, to: Timestamp) =>
          within(state, from, to).map(({ id, from: begins }) => `${id} ${begins}`);
        const both = new Set([...keys(first, middle), ...keys(middle, last)]);
        expect([...both].sort()).toEqual(keys(first, last).sort());
      }),
    );
  });
});
