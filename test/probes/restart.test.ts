import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ProberProcess, runsIn, startProber, sumOf } from "../../kit/journeys/prober.ts";
import { type Shop, startShop } from "../../kit/journeys/shop.ts";
import { until } from "../../kit/until.ts";
import { journeySeries } from "../../src/model/names.ts";
import { seconds } from "../../src/model/units.ts";
import { slotAt, timetableOf } from "../../src/journey/schedule.ts";
import { slotsInFile } from "../../src/probes/slots.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "nines-slots-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a prober that is killed and started again", () => {
  let shop: Shop;
  const probers: ProberProcess[] = [];
  beforeEach(async () => {
    shop = await startShop();
  });
  afterEach(async () => {
    await Promise.all(probers.splice(0).map((prober) => prober.kill()));
    await shop.close();
  });

  const journeys = ["journey-0", "journey-1"];
  const start = async (): Promise<ProberProcess> => {
    const prober = await startProber({ journeys: journeys.length, every: 1, port: shop.port, folder });
    probers.push(prober);
    return prober;
  };
  const finished = (journey: string) =>
    runsIn(folder)
      .filter((run) => run.journey === journey)
      .map(({ slot }) => slot);
  /** The slot that was claimed last, which was run or was being run. */
  const claimed = (journey: string): number => {
    const claim = slotsInFile(folder, "eu-1", () => undefined).last(journey)!;
    return slotAt(
      timetableOf(
        { name: journey, schedule: { every: seconds(1), timeout: seconds(1), jitter: seconds(0) } },
        "eu-1",
      ),
      claim,
    );
  };

  // Two processes start one after the other, which takes a busy machine its time.
  it("doubles no run and counts those that nobody made", { timeout: 60_000 }, async () => {
    const first = await start();
    await until(() => journeys.every((journey) => finished(journey).length >= 1), {
      what: "a run of each",
    });
    await first.kill();
    const last = new Map(journeys.map((journey) => [journey, claimed(journey)]));
    const gapEnds = Date.now() + 2_500;
    await until(() => Date.now() > gapEnds, { what: "some runs were missed" });
    const second = await start();
    const after = (journey: string) => finished(journey).filter((slot) => slot > last.get(journey)!);
    await until(() => journeys.every((journey) => after(journey).length >= 1), { what: "runs go on" });
    const metrics = await (await fetch(second.url)).text();
    for (const journey of journeys) {
      expect(new Set(finished(journey)).size).toBe(finished(journey).length);
      const gap = Math.min(...after(journey)) - last.get(journey)! - 1;
      const skipped = (cause: string) =>
        sumOf(metrics, journeySeries.skippedRuns, `journey="${journey}"`, `cause="${cause}"`);
      // On a busy machine the new process may come late to the first slot that it was there for.
      expect(skipped("down")).toBeGreaterThanOrEqual(Math.max(2, gap - skipped("late") - skipped("overlap")));
      expect(skipped("down")).toBeLessThanOrEqual(gap);
    }
  });
});

describe("claims of slots", () => {
  const open = (onFault: (error: Error) => void = () => undefined) => slotsInFile(folder, "eu-1", onFault);

  it("outlive the process that made them", () => {
    const slots = open();
    slots.claim("buy", 1_000);
    slots.claim("buy", 2_000);
    expect(open().last("buy")).toBe(2_000);
    expect(open().last("other")).toBeUndefined();
  });

  it("leave out a line that a crash cut off", () => {
    open().claim("buy", 1_000);
    appendFileSync(join(folder, "journeys-eu-1.slots"), "buy 20");
    appendFileSync(join(folder, "journeys-eu-1.slots"), "\nse");
    expect(open().last("buy")).toBe(1_000);
  });

  it("do not let the file grow without end", () => {
    const slots = open();
    for (let time = 0; time < 50_000; time++) slots.claim("buy", time);
    expect(readFileSync(join(folder, "journeys-eu-1.slots")).length).toBeLessThan(400_000);
    expect(open().last("buy")).toBe(49_999);
  });

  it("that cannot be written are told of and kept in memory", () => {
    const faults: Error[] = [];
    const slots = open((error) => faults.push(error));
    slots.close();
    slots.claim("buy", 1_000);
    expect(faults).toHaveLength(1);
    expect(slots.last("buy")).toBe(1_000);
  });
});
