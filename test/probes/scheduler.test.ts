import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { journey, step } from "../../kit/journeys/definitions.ts";
import type { Journey } from "../../src/model/journey.ts";
import { seconds } from "../../src/model/units.ts";
import { startOf, timetableOf } from "../../src/journey/schedule.ts";
import { createScheduler, type Scheduler } from "../../src/probes/scheduler.ts";
import { slotsInMemory, type SlotMemory } from "../../src/probes/slots.ts";

const every = (length: number, name = "buy"): Journey =>
  journey([step("look", "http://shop.test/")], {
    name,
    schedule: { every: seconds(length), timeout: seconds(length / 2), jitter: seconds(0) },
  });

let runs: { journey: string; slot: number; at: number; end: () => void }[];
let skips: string[];
let scheduler: Scheduler;

const schedule = (journeys: readonly Journey[], slots: SlotMemory = slotsInMemory()): void => {
  scheduler = createScheduler({
    location: "eu-1",
    now: () => Date.now(),
    slots,
    run: ({ name }, slot) => new Promise((end) => runs.push({ journey: name, slot, at: Date.now(), end })),
    skipped: (name, cause, count) => skips.push(`${name} ${cause} ${count}`),
  });
  scheduler.update(journeys);
};
const pass = (duration: number) => vi.advanceTimersByTimeAsync(duration * 1_000);
const endAll = () => runs.forEach(({ end }) => end());

beforeEach(() => {
  vi.useFakeTimers({ now: 1_790_000_000_000 });
  [runs, skips] = [[], []];
});
afterEach(() => {
  scheduler.stop();
  vi.useRealTimers();
});

describe("the scheduler", () => {
  it("begins each run at its slot's start, once", async () => {
    schedule([every(10)]);
    for (let passed = 0; passed < 60; passed++) {
      await pass(1);
      endAll();
    }
    const timetable = timetableOf(every(10), "eu-1");
    expect(runs.length).toBe(6);
    expect(new Set(runs.map(({ slot }) => slot)).size).toBe(6);
    expect(runs.map(({ at, slot }) => at - startOf(timetable, slot))).toEqual([0, 0, 0, 0, 0, 0]);
    expect(skips).toEqual([]);
  });

  it("never runs a journey beside itself: the run is skipped and counted", async () => {
    schedule([every(10)]);
    await pass(35);
    expect(runs.length).toBe(1);
    expect(skips).toEqual(Array<string>(skips.length).fill("buy overlap 1"));
    expect(skips.length).toBeGreaterThanOrEqual(2);
    endAll();
    await pass(10);
    expect(runs.length).toBe(2);
  });

  it("counts as late what went by while the process stood still, and makes up for none of it", async () => {
    schedule([every(10)]);
    await pass(10);
    endAll();
    const seen = runs.length;
    vi.setSystemTime(Date.now() + 60_000);
    await pass(10);
    const late = skips.map((skip) => Number(/^buy late (\d+)$/.exec(skip)?.[1]));
    expect(late.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(6);
    expect(runs.length).toBeLessThanOrEqual(seen + 1);
  });

  it("counts the gap since the last claim of an earlier process, and runs no slot that was claimed", async () => {
    const slots = slotsInMemory();
    schedule([every(10)], slots);
    await pass(10);
    const { slot } = runs[0]!;
    scheduler.stop();
    vi.setSystemTime(Date.now() + 50_000);
    schedule([every(10)], slots);
    expect(skips).toEqual(["buy down 5"]);
    await pass(10);
    expect(runs.map((run) => run.slot)).toEqual([slot, slot + 6]);
  });

  it("runs no slot again when the clock went back between two processes", async () => {
    const slots = slotsInMemory();
    schedule([every(10)], slots);
    await pass(10);
    scheduler.stop();
    vi.setSystemTime(Date.now() - 10_000);
    schedule([every(10)], slots);
    await pass(25);
    expect(new Set(runs.map(({ slot }) => slot)).size).toBe(runs.length);
    expect(runs.length).toBeGreaterThan(1);
  });

  it("takes up, changes and drops journeys while it goes on", async () => {
    schedule([every(10), every(10, "look")]);
    await pass(10);
    endAll();
    expect(new Set(runs.map(({ journey }) => journey))).toEqual(new Set(["buy", "look"]));
    runs = [];
    scheduler.update([every(5)]);
    await pass(5);
    endAll();
    await pass(5);
    expect(runs.map(({ journey }) => journey)).toEqual(["buy", "buy"]);
    expect(skips).toEqual([]);
  });
});
