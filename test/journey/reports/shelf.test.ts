import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { room as usual } from "../../../src/journey/reports/bounds.ts";
import type { ToldRun } from "../../../src/journey/reports/report.ts";
import { createShelf, type Occasion } from "../../../src/journey/reports/shelf.ts";
import { noPhases } from "../../../src/journey/result.ts";

const now = 1_790_000_000_000;
const journeys = new Set(["buy", "sell"]);
const occasion = (changes: Partial<Occasion> = {}): Occasion => ({ by: "prober", now, journeys, ...changes });
const run = (runId: string, changes: Partial<ToldRun> = {}): ToldRun => ({
  ...{ journey: "buy", runId, startedAt: now - 1_000, late: 0, duration: 0.5, result: "passed" },
  steps: [
    {
      ...{ step: "login", result: "passed", duration: 0.5, phases: noPhases, attempts: 1, bytes: 1 },
      ...{ findings: [], exchanges: [] },
    },
  ],
  ...changes,
});
const report = (runs: readonly ToldRun[], location = "office") => ({
  ...{ location, sentAt: now, runs, pictures: [] },
});
const png = (size: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, at) => [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a][at] ?? 0);

describe("a shelf", () => {
  it("keeps the newest runs of each journey at each location exactly once, in whatever order they are told", () => {
    const told = fc.record({
      journey: fc.constantFrom("buy", "sell"),
      location: fc.constantFrom("office", "eu-1", "us-1"),
      number: fc.integer({ min: 0, max: 40 }),
    });
    fc.assert(
      fc.property(fc.array(told, { maxLength: 80 }), (all) => {
        const shelf = createShelf({ memory: "m", own: "here", room: { ...usual, runs: 4 } });
        for (const { journey, location, number } of all)
          shelf.take(
            report([run(`${journey}-${number}`, { journey, startedAt: now - 1_000 * number })], location),
            occasion(),
          );
        for (const journey of journeys)
          for (const location of ["office", "eu-1", "us-1"]) {
            const numbers = new Set(
              all
                .filter((each) => each.journey === journey && each.location === location)
                .map((each) => each.number),
            );
            const newest = [...numbers].sort((a, b) => a - b).slice(0, 4);
            const kept = shelf.history(journey, location);
            expect(kept.map(({ runId }) => runId)).toEqual(newest.map((number) => `${journey}-${number}`));
            expect(kept.every((each) => each.location === location)).toBe(true);
          }
      }),
      { numRuns: 60 },
    );
  });

  it("keeps to its room whatever is told, and takes it from whoever has most", () => {
    const shelf = createShelf({ memory: "m", own: "here", room: { ...usual, text: 20_000 } });
    shelf.take(report([run("quiet", { journey: "sell" })]), occasion());
    const wordy = (number: number) =>
      run(`loud-${number}`, { steps: [{ ...run("").steps[0]!, message: "x".repeat(1_500) }] });
    for (let number = 0; number < 50; number++) shelf.take(report([wordy(number)]), occasion());
    expect(shelf.size()).toBeLessThanOrEqual(20_000);
    expect(shelf.history("sell", "office")).toHaveLength(1);
    expect(shelf.history("buy", "office").length).toBeGreaterThan(5);
  });

  it("keeps the last pictures of a journey, and none without its run", () => {
    const shelf = createShelf({ memory: "m", own: "here", room: { ...usual, picturesEach: 2 } });
    const shown = (id: string) => ({ run: id, step: "login", image: png(100) });
    for (const id of ["a", "b", "c"])
      shelf.take({ ...report([run(id)]), pictures: [shown(id), shown(`${id}-unheard-of`)] }, occasion());
    expect(["a", "b", "c"].map((id) => shelf.picture("office", id)?.type)).toEqual([
      undefined,
      "image/png",
      "image/png",
    ]);
    expect(shelf.picture("office", "a-unheard-of")).toBeUndefined();
    shelf.retain(["sell"]);
    expect(shelf.picture("office", "c")).toBeUndefined();
    expect(shelf.size()).toBe(0);
  });

  it("drops a picture that is too large, whatever it begins with", () => {
    const shelf = createShelf({ memory: "m", own: "here" });
    const picture = { run: "a", step: "login", image: png(512 * 1024 + 1) };
    shelf.take({ ...report([run("a")]), pictures: [picture] }, occasion());
    expect(shelf.picture("office", "a")).toBeUndefined();
    expect(shelf.history("buy", "office")).toHaveLength(1);
  });

  it("sets times right by how far the prober's clock is off, and says so", () => {
    const shelf = createShelf({ memory: "m", own: "here" });
    const hour = 3_600_000;
    const ahead = { ...report([run("a", { startedAt: now + hour - 5_000 })]), sentAt: now + hour };
    shelf.take(ahead, occasion());
    expect(shelf.history("buy", "office")[0]!.startedAt).toBe(now - 5_000);
    expect(shelf.heard(now)).toEqual([{ location: "office", by: "prober", at: now, clockAhead: 3_600 }]);
    shelf.take({ ...report([]), sentAt: now + 2_000 }, occasion());
    expect(shelf.heard(now)).toEqual([{ location: "office", by: "prober", at: now }]);
  });

  it("refuses a run that is to come", () => {
    const shelf = createShelf({ memory: "m", own: "here" });
    expect(shelf.take(report([run("a", { startedAt: now + 60_000 })]), occasion())).toMatchObject({
      receipt: { taken: 0, refused: [{ run: "a", message: "it began after it was reported" }] },
    });
  });

  it("lets a location pass to another prober once the first is silent, and forgets it after a day", () => {
    const shelf = createShelf({ memory: "m", own: "here" });
    const other = (seconds: number) =>
      shelf.take(report([]), occasion({ by: "other", now: now + seconds * 1_000 }));
    shelf.take(report([run("a")]), occasion());
    expect(other(60).ok).toBe(false);
    expect(other(700).ok).toBe(true);
    expect(shelf.history("buy", "office")).toHaveLength(1);
    expect(shelf.heard(now + 90_000_000)).toEqual([]);
    expect(shelf.history("buy", "office")).toEqual([]);
  });

  it("has room for so many locations, and says so to one more", () => {
    const shelf = createShelf({ memory: "m", own: "here", room: { ...usual, locations: 2 } });
    const answers = ["a", "b", "c", "a"].map((location) => shelf.take(report([], location), occasion()).ok);
    expect(answers).toEqual([true, true, false, true]);
  });
});
