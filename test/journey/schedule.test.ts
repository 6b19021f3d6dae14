import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seconds } from "../../src/model/units.ts";
import { nextSlot, slotAt, slotsBetween, startOf, timetableOf } from "../../src/journey/schedule.ts";

const arbitrary = fc
  .record({
    name: fc.stringMatching(/^[a-z]{1,12}$/),
    every: fc.integer({ min: 1, max: 86_400 }),
    jitter: fc.integer({ min: 0, max: 3_600 }),
  })
  .map(({ name, every, jitter }) =>
    timetableOf(
      { name, schedule: { every: seconds(every), timeout: seconds(every), jitter: seconds(jitter) } },
      "eu-1",
    ),
  );
const moment = fc.integer({ min: 1_500_000_000_000, max: 2_500_000_000_000 });

describe("a timetable", () => {
  it("is the same for the same name and place, whoever calculates it, and another elsewhere", () => {
    const of = (name: string, location: string) =>
      timetableOf(
        { name, schedule: { every: seconds(60), timeout: seconds(10), jitter: seconds(5) } },
        location,
      );
    expect(of("buy", "eu-1")).toEqual(of("buy", "eu-1"));
    expect(of("buy", "eu-1").phase).not.toBe(of("buy", "us-1").phase);
    expect(of("buy", "eu-1").phase).not.toBe(of("look", "eu-1").phase);
  });

  it("spreads 500 journeys over their minute", () => {
    const phases = Array.from(
      { length: 500 },
      (_, n) =>
        timetableOf(
          { name: `j-${n}`, schedule: { every: seconds(60), timeout: seconds(10), jitter: seconds(0) } },
          "eu-1",
        ).phase,
    );
    const perTenSeconds = Array.from(
      { length: 6 },
      (_, n) => phases.filter((phase) => Math.floor(phase / 10_000) === n).length,
    );
    for (const count of perTenSeconds) expect(count).toBeGreaterThan(50);
  });

  it("puts each start inside its own slot, in order", () => {
    fc.assert(
      fc.property(arbitrary, moment, (timetable, now) => {
        const slot = slotAt(timetable, now);
        expect(slotAt(timetable, startOf(timetable, slot))).toBe(slot);
        expect(startOf(timetable, slot + 1)).toBeGreaterThan(startOf(timetable, slot));
      }),
    );
  });

  it("gives the first start that has not passed, and none that was already taken", () => {
    fc.assert(
      fc.property(arbitrary, moment, fc.integer({ min: -3, max: 3 }), (timetable, now, ahead) => {
        const next = nextSlot(timetable, now);
        expect(startOf(timetable, next)).toBeGreaterThanOrEqual(now);
        expect(startOf(timetable, next - 1)).toBeLessThan(now);
        const last = next + ahead;
        expect(nextSlot(timetable, now, last)).toBe(Math.max(next, last + 1));
      }),
    );
  });

  it("loses and doubles nothing, however a process stumbles from moment to moment", () => {
    fc.assert(
      fc.property(
        arbitrary,
        moment,
        fc.array(fc.integer({ min: 0, max: 10_000_000 }), { maxLength: 20 }),
        (timetable, begin, steps) => {
          let [now, last, missed] = [begin, nextSlot(timetable, begin) - 1, 0];
          const first = last;
          const taken: number[] = [];
          for (const forward of steps) {
            now += forward;
            const next = nextSlot(timetable, now, last);
            missed += slotsBetween(last, next);
            taken.push(next);
            last = next;
          }
          expect(new Set(taken).size).toBe(taken.length);
          expect(taken.length + missed).toBe(last - first);
        },
      ),
    );
  });
});
