import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ProberProcess, runsIn, startProber, sumOf } from "../../kit/journeys/prober.ts";
import { type Shop, startShop } from "../../kit/journeys/shop.ts";
import { until } from "../../kit/until.ts";
import { journeySeries } from "../../src/model/names.ts";
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

  const start = async (): Promise<ProberProcess> => {
    const prober = await startProber({ journeys: 4, every: 1, port: shop.port, folder });
    probers.push(prober);
    return prober;
  };
  const finished = (journey: string) =>
    runsIn(folder)
      .filter((run) => run.journey === journey)
      .map(({ slot }) => slot);

  it("doubles no run and counts those that nobody made", async () => {
    const first = await start();
    await until(() => finished("journey-0").length >= 2, { what: "two runs are over" });
    await first.kill();
    const before = finished("journey-0").at(-1)!;
    const gapEnds = Date.now() + 2_500;
    await until(() => Date.now() > gapEnds, { what: "some runs were missed" });
    const second = await start();
    await until(() => finished("journey-0").at(-1)! > before + 2, { what: "runs go on" });
    const metrics = await (await fetch(second.url)).text();
    for (const journey of ["journey-0", "journey-1", "journey-2", "journey-3"]) {
      const slots = finished(journey);
      expect(new Set(slots).size).toBe(slots.length);
      const down = sumOf(metrics, journeySeries.skippedRuns, `journey="${journey}"`, 'cause="down"');
      // A run that was killed under way was claimed: it is neither finished nor skipped.
      const missing = slots.at(-1)! - slots[0]! + 1 - slots.length;
      expect(down).toBeGreaterThanOrEqual(1);
      expect([down, down + 1]).toContain(missing);
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
