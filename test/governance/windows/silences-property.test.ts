import fc from "fast-check";
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
import type { WindowSchedule } from "../../../src/governance/windows/window.ts";
import { timestamp, type Timestamp } from "../../../src/model/units.ts";
import { at, carryOut, held, live } from "./silences-held.ts";
import { accept, alice, begin, duration, factsOf, later, noon, occasion, requestOf } from "./windows.ts";

const facts = factsOf();

describe("reconciling, whatever happened before", () => {
  const moment = fc.integer({ min: -4, max: 60 }).map((hours) => timestamp(noon + hours * 3600));
  const once = fc
    .tuple(moment, fc.integer({ min: 1, max: 30 }))
    .map(([from, hours]): WindowSchedule => ({ kind: "once", from, to: timestamp(from + hours * 3600) }))
    .filter((schedule) => schedule.kind === "once" && schedule.to > noon);
  const recurring = fc
    .constantFrom("FREQ=HOURLY;INTERVAL=3", "FREQ=DAILY", "FREQ=WEEKLY")
    .map((rrule): WindowSchedule => ({
      kind: "recurring",
      rrule,
      start: "2026-11-22T11:00",
      timeZone: "Europe/Berlin",
      length: duration("2h"),
    }));
  const step = fc.record({
    what: fc.constantFrom("create", "cancel", "change", "double", "forget"),
    which: fc.nat(5),
    schedule: fc.oneof(once, recurring),
    alerts: fc.boolean(),
    wait: fc.integer({ min: 0, max: 20 }),
  });

  it("leaves one silence for each window that wants one; doing it again changes nothing", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const state = begin();
        const foreign = { ...held({ ...silenceOf(), createdBy: "alice" }, noon), endsAt: later("9999h") };
        let silences: readonly HeldSilence[] = [foreign];
        let now = noon;
        for (const each of steps) {
          now = timestamp(now + each.wait * 360);
          perform(state, each, now);
          if (each.what === "double")
            silences = [...silences, ...live(silences).map((one) => ({ ...one, id: `z${++copies}` }))];
          if (each.what === "forget")
            silences = silences.filter((one) => one === foreign || readMark(one) === undefined);
          silences = at(now, silences);
          const plan = planSilences(state.windows, silences, now);
          silences = carryOut(plan, silences, now);
          const again = planSilences(state.windows, silences, now);
          expect([again.create, again.update, again.expire]).toEqual([[], [], []]);
          const marks = live(silences).flatMap((one) => readMark(one)?.window ?? []);
          expect(new Set(marks).size).toBe(marks.length);
          expect(marks).toHaveLength(plan.standing);
          expect(silences).toContain(silences.find(({ id: own }) => own === foreign.id));
        }
      }),
      { numRuns: 150 },
    );
  });

  let copies = 0;
  const silenceOf = (): SilenceText => {
    const state = begin();
    accept(state, createWindow(state, occasion(), alice, requestOf(), facts));
    return planSilences(state.windows, [], noon).create[0]!;
  };

  type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;
  const perform = (state: GovernanceState, { what, which, schedule, alerts }: Step, now: Timestamp): void => {
    const acts = { alerts, budget: "count", gate: "closed" } as const;
    const id = [...state.windows.keys()][which] ?? "none";
    const act =
      what === "create"
        ? createWindow(state, occasion(now), alice, requestOf({ schedule, acts }), facts)
        : what === "cancel"
          ? cancelWindow(state, occasion(now), alice, { id })
          : changeWindow(state, occasion(now), alice, { id, change: { schedule, acts } }, facts);
    if ("answer" in act) accept(state, act);
  };
});
